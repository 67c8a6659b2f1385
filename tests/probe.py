"""Asks a running demonstration what a visitor would; for .ci/run, so standard library only.

`probe.py wait SITE PROCESS` · `probe.py pages SITE` · `probe.py gone SITE FOLDER`
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

READY_SECONDS = 600
# Official poverty rates of 2020, in percent, by département.
POVERTY = {"44": 10.0, "49": 11.1, "53": 11.0, "72": 12.9, "85": 8.9}
INDICATOR = "TX_PAUV60"


def answer(address: str) -> tuple[int, str]:
    """The status and the text; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def wait(site: str, process: str) -> None:
    limit = time.monotonic() + READY_SECONDS
    while answer(f"{site}/")[0] != 200:
        if not Path(f"/proc/{process}").exists() or time.monotonic() > limit:
            raise SystemExit("La démonstration n’a pas démarré.")
        time.sleep(0.5)


def pages(site: str) -> None:
    for path in ("/", "/tableaux-de-bord/pauvrete/", "/territoires/departement/44/", "/sante/"):
        status, _ = answer(site + path)
        expect(status, 200, path)
    path = f"/api/v1/observations?indicateur={INDICATOR}&niveau=departement&periode=2020"
    _, text = answer(site + path)
    found = {row["territoire"]: row["valeur"] for row in json.loads(text)["resultats"]}
    expect({code: found.get(code) for code in POVERTY}, POVERTY, path)


def gone(site: str, folder: str) -> None:
    """Nobody answers any more, and no process works in the folder of the demonstration."""
    expect(answer(f"{site}/")[0], 0, site)
    processes = [one for one in Path("/proc").iterdir() if one.name.isdecimal()]
    left = [one.name for one in processes if _in(one, folder)]
    expect(left, [], "processus restés en vie")


def _in(process: Path, folder: str) -> bool:
    try:
        given = (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return int(process.name) != os.getpid() and f"OBS_VAR={folder}".encode() in given


def expect(found, expected, about: str) -> None:
    if found != expected:
        raise SystemExit(f"{about} : {found!r}, et non {expected!r}")


if __name__ == "__main__":
    {"wait": wait, "pages": pages, "gone": gone}[sys.argv[1]](*sys.argv[2:])
