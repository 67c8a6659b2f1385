"""A real browser on the real demonstration.

The site is the one that `make demo` prepares and serves, in a folder of pytest's cache: the first
run of the tests prepares it, the next ones find it ready. Nothing here may change what it holds.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 900
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# As root Chromium has no sandbox; the others keep it from calling its maker.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
# WCAG 2.1 A and AA, which RGAA follows, and the habits that axe adds to them.
RULES = {"resultTypes": ["violations"]}


def chromium() -> str | None:
    named = os.environ.get("OBS_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM)), None)


def pytest_collection_modifyitems(items):
    if chromium() is None:
        absent = pytest.mark.skip(reason="Chromium introuvable sur cette machine (OBS_CHROMIUM)")
        for item in items:
            if item.path.is_relative_to(Path(__file__).parent):
                item.add_marker(absent)


@pytest.fixture(autouse=True)
def fixed_clock():
    """The browser and the site are other processes: here the clock runs."""


@pytest.fixture(scope="package")
def site(pytestconfig, tmp_path_factory) -> Iterator[str]:
    """The address of the demonstration."""
    folder = pytestconfig.cache.mkdir("demonstration")
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    said = tmp_path_factory.mktemp("demonstration") / "dit"
    with said.open("w") as log:
        demonstration = subprocess.Popen(
            [sys.executable, "-m", "observatoire.config.demonstration", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"OBS_VAR": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(demonstration, said)
        yield f"http://127.0.0.1:{port}"
    finally:
        demonstration.send_signal(signal.SIGTERM)
        demonstration.wait(timeout=15)


def _wait_until_ready(demonstration: subprocess.Popen, said: Path) -> None:
    limit = time.monotonic() + READY_SECONDS
    while "Prêt :" not in said.read_text():
        if demonstration.poll() is not None or time.monotonic() > limit:
            pytest.fail(f"La démonstration n’a pas démarré :\n{said.read_text()}")
        time.sleep(0.2)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, site) -> Iterator[Callable[..., Page]]:
    """`open_page(**options of a Playwright context)`; complaints of its pages fail the test."""
    contexts, complaints = [], []

    def open_one(**options) -> Page:
        options = {"base_url": site, "viewport": WIDE} | options
        ours = options["base_url"]
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note_console(message, complaints))
        page.on("pageerror", lambda error: complaints.append(f"erreur de script : {error}"))
        page.on("request", lambda request: _note_other_host(request, ours, complaints))
        page.on("response", lambda response: _note_failure(response, complaints))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def _note_console(message, complaints: list[str]) -> None:
    # A refused address is noted once, by its answer; the browser repeats it without naming it.
    is_an_answer = message.text.startswith("Failed to load resource")
    if message.type in {"error", "warning"} and not is_an_answer:
        complaints.append(f"console : {message.text}")


def _note_other_host(request, site: str, complaints: list[str]) -> None:
    address = urlsplit(request.url)
    if address.scheme not in {"data", "blob"} and address.netloc != urlsplit(site).netloc:
        complaints.append(f"autre hôte : {request.url}")


def _note_failure(response, complaints: list[str]) -> None:
    # The page asked for may be a missing one on purpose; what it asks for in turn may not.
    is_the_page = response.request.resource_type == "document"
    if response.status >= (500 if is_the_page else 400):
        complaints.append(f"réponse {response.status} : {response.url}")


@pytest.fixture
def page(open_page) -> Page:
    """A wide screen."""
    return open_page()


@pytest.fixture
def narrow_page(open_page) -> Page:
    """A telephone, 320 pixels wide."""
    return open_page(viewport=NARROW)


@pytest.fixture
def plain_page(open_page) -> Page:
    """A browser without JavaScript."""
    return open_page(java_script_enabled=False)


SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter(one => one.effect.getComputedTiming().endTime < 5000).map(one => one.finished))"""


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails with the rule, the element and what to do, for each fault that axe finds."""

    def check(page: Page) -> None:
        # A message that fades in is pale for a moment: what stays is what is judged.
        page.evaluate(SETTLED)
        violations = Axe().run(page, options=RULES).response["violations"]
        found = [
            f"{violation['id']} : {' '.join(map(str, node['target']))} ({violation['help']})"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def assert_fits() -> Callable[[Page], None]:
    """Nothing makes the page wider than the screen; a table may scroll in its own frame."""

    def check(page: Page) -> None:
        # Asked through the locator: just after a click, the new document may have no element yet.
        page.wait_for_load_state()
        overflow = page.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
        assert overflow == 0, f"{page.url} déborde de l’écran"

    return check
