"""How long a visitor waits for the map of the communes: a real browser that has kept nothing.

Two moments: the map is seen (the server's picture, or the living one when it comes first), then it
answers to the pointer. The site itself has served the page before, as it has after a publication.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ADDRESS = "/indicateurs/TX_PAUV60/?niveau=commune"
TARGETS = {"carte_communes_vue": 1500, "carte_communes_vivante": 1500}
READY_SECONDS = 90
# Looks at each frame, from the first one: a picture is seen when it has come whole.
WATCH = """
window.moments = {};
const look = () => {
  const now = performance.now();
  const picture = document.querySelector('.obs-map img, .obs-map svg');
  const whole = picture && (picture.complete ?? true) && (picture.naturalWidth ?? 1) > 0;
  if (whole) window.moments.vue ??= now;
  if (document.querySelector('[data-vive]')) window.moments.vivante ??= now;
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def measures(n: int = 5) -> dict[str, dict]:
    """Nothing where there is no browser: a figure is measured, or it is not given."""
    program = os.environ.get("OBS_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), "")
    if not program:
        return {}
    with _served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        _seen(browser, site)
        found = [_seen(browser, site) for _ in range(n)]
        browser.close()
    return {
        f"carte_communes_{moment}": {
            "ours": round(statistics.median(one[moment] for one in found), 2),
            "peer": None,
            "ratio": None,
            "unit": "ms",
            "n": n,
        }
        for moment in ("vue", "vivante")
    }


def _seen(browser: Browser, site: str) -> dict[str, float]:
    """Milliseconds from the click, in a context of its own: no cache, no cookie."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{site}{ADDRESS}#carte")
    page.locator("[data-vive]").wait_for()
    moments = page.evaluate("new Promise((done) => setTimeout(() => done(window.moments), 300))")
    context.close()
    return {"vue": moments.get("vue", moments["vivante"]), "vivante": moments["vivante"]}


@contextlib.contextmanager
def _served() -> Iterator[str]:
    """The site of OBS_VAR, as `make demo` serves it: two processes of four threads."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    flags = [f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *flags, "observatoire.config.wsgi"]
    given = {"OBS_DEMONSTRATION": "oui", "OBS_ADRESSE": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | given, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=15)


def _wait(port: int) -> None:
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_SECONDS)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", ADDRESS)
            connection.getresponse().read()
            return
        time.sleep(0.2)
    raise RuntimeError("Le site n’a pas répondu : la mesure de la carte n’est pas faite.")
