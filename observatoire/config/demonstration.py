"""`make demo`: prepares the demonstration in numbered steps, then serves it until asked to stop.

A step whose inputs have not changed is passed over. Everything is written in OBS_VAR (`var/`).
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from observatoire.config.environment import REGIONS
from observatoire.config.supervision import Interrupted, Supervisor

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
READY_SECONDS = 60
UNUSED_STATIC = ("dsfr/dist/component", "dsfr/dist/core", "dsfr/dist/analytics")  # 1,500 files

# What each feature lays down: its command, its words, its app. Weekly, so that it stays to come.
FEATURES = (
    ("evenements", "Événements", "events"),
    ("documents", "Base documentaire", "library"),
    ("lettres", "Lettre électronique", "newsletter"),
    ("alertes", "Alertes sociales", "alerts"),
    ("aide_alimentaire", "Aide alimentaire", "food_aid"),
)


@dataclass(frozen=True)
class Step:
    """A part of the preparation: what it runs, what it reads, what it must leave behind."""

    name: str
    label: str
    command: tuple[str, ...]
    reads: tuple[str, ...]  # globs from the root of the project
    leaves: Path
    settings: tuple[str, ...] = ()  # what changes its result besides files
    after: tuple[str, ...] = ()  # steps whose result it takes


class Refused(Exception):
    """The demonstration cannot be prepared; the sentence says what to do."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def main(arguments: list[str] | None = None) -> int:
    var = Path(os.environ.get("OBS_VAR") or ROOT / "var").resolve()
    try:
        asked = parse(arguments)
        official = official_files(asked.donnees)
        check_port(asked.port)
    except Refused as refusal:
        say(str(refusal))
        return refusal.code
    supervisor = Supervisor(logs=var / "journaux", environment=environment(asked, var))
    try:
        prepare(
            supervisor,
            steps(asked.region, official, var, asked.donnees),
            var / "demonstration.json",
        )
        serve(supervisor, asked.port)
    except Refused as refusal:
        say(str(refusal))
        return refusal.code
    except Interrupted:
        say("\nArrêt demandé : le site et le travailleur s’arrêtent.")
    finally:
        supervisor.stop()
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """What was asked for; Refused, in French, when it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="make demo", description="Prépare et sert la démonstration."
    )
    parser.add_argument("--port", default="8000")
    parser.add_argument("--region", default="52")
    parser.add_argument("--donnees", default="", help="dossier de fichiers officiels de l’Insee")
    asked = parser.parse_args(arguments)
    asked.port, asked.region = port_number(asked.port), known_region(asked.region)
    return asked


def port_number(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) < 65_536:
        raise Refused(
            f"PORT vaut «\u00a0{written}\u00a0»\u00a0: écrire un nombre de 1 à 65535, par exemple "
            "make demo PORT=8001",
            code=2,
        )
    return int(written)


def known_region(written: str) -> str:
    if written not in REGIONS:
        raise Refused(
            f"REGION vaut «\u00a0{written}\u00a0», qui n’est pas le code d’une région. "
            "Écrire celui de l’Insee, par exemple make demo REGION=53 pour la Bretagne.",
            code=2,
        )
    return written


def say(sentence: str) -> None:
    print(sentence, flush=True)


def environment(asked: argparse.Namespace, var: Path) -> dict[str, str]:
    """The demonstration's own settings, whatever the shell holds of a deployment."""
    ours = {
        "OBS_VAR": str(var),
        "OBS_DEMONSTRATION": "oui",
        "OBS_REGION": asked.region,
        "OBS_ADRESSE": f"http://{HOST}:{asked.port}",
        "DJANGO_SETTINGS_MODULE": "observatoire.config.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OBS_")}
    return inherited | ours


def check_port(port: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise Refused(
                f"Le port {port} n’est pas libre : un autre programme l’occupe. "
                f"Choisir un autre port, par exemple : make demo PORT={8000 + (port + 1) % 1000}"
            ) from error


def official_files(folder: str) -> tuple[str, ...]:
    """The arguments that give the engine official files of territories, if there are any."""
    if not folder:
        return ()
    given = Path(folder).resolve()
    if not given.is_dir() or not any(given.iterdir()):
        raise Refused(
            f"DONNEES nomme {folder}, qui n’est pas un dossier de fichiers. Donner le chemin d’un "
            "dossier de fichiers officiels, tels que leur producteur les publie.",
            code=2,
        )
    communes = sorted(given.rglob("v_commune*.csv*")) or sorted(given.rglob("*densite*.xlsx"))
    if not communes:
        return ()
    # The file of the whole country lies above its extracts, when there are some.
    arguments = ["--cog", str(min(communes, key=lambda path: len(path.parts)).parent)]
    if outlines := sorted(given.rglob("communes*.geojson")):
        arguments += ["--contours", str(outlines[0])]
    return tuple(arguments)


def official_figures(folder: str, store: Path) -> list[Step]:
    """Reads each file of the folder whose name a source of the catalogue knows."""
    if not folder:
        return []
    given = str(Path(folder).resolve())
    return [
        Step(
            "officiels",
            "Fichiers officiels",
            (sys.executable, "-m", "stats", "read", "auto", given, "--store", str(store)),
            reads=("stats/**/*.py", "catalogue/**/*.*", f"{given}/**/*"),
            settings=(given,),
            leaves=store / "magasin.json",
            after=("territoires", "chiffres"),
        )
    ]


def steps(region: str, official: tuple[str, ...], var: Path, folder: str = "") -> list[Step]:
    store, python = var / "magasin", sys.executable
    manage = (python, str(ROOT / "manage.py"))
    ignored = tuple(f"--ignore={folder}" for folder in UNUSED_STATIC)
    engine, catalogue = "stats/**/*.py", "catalogue/**/*.*"
    return [
        Step(
            "territoires",
            "Territoires et contours",
            (python, "-m", "stats", "territoires", "--region", region, *official)
            + ("--store", str(store)),
            reads=("stats/territory/*.py", "requirements/base.txt", *_given(official)),
            settings=(region, *official),
            leaves=store / "territoires" / "territoires.parquet",
        ),
        Step(
            "chiffres",
            "Chiffres publiés",
            (python, "-m", "stats", "read", "chiffres", "--store", str(store)),
            reads=(engine, catalogue),
            leaves=store / "magasin.json",
        ),
        *official_figures(folder, store),
        Step(
            "calculs",
            "Indicateurs calculés",
            (python, "-m", "stats", "read", "calculs", "--store", str(store)),
            reads=(engine, catalogue),
            leaves=store / "magasin.json",
            after=("chiffres", *(("officiels",) if folder else ())),
        ),
        Step(
            "base",
            "Base de données",
            (*manage, "migrate", "--verbosity=0", "--no-input"),
            reads=("observatoire/*/migrations/*.py", "requirements/base.txt"),
            leaves=var / "observatoire.sqlite3",
        ),
        Step(
            "lieux",
            "Territoires dans la base",
            (*manage, "charger_territoires"),
            reads=("observatoire/*/**/territor*.py",),
            leaves=var / "observatoire.sqlite3",
            after=("territoires", "base"),
        ),
        Step(
            "questionnaires",
            "Questionnaires du catalogue",
            (*manage, "charger_questionnaires"),
            reads=("catalogue/questionnaires/*.yaml", "observatoire/surveys/**/*.py"),
            leaves=var / "observatoire.sqlite3",
            after=("base",),
        ),
        Step(
            "contenu",
            "Pages et compte de démonstration",
            (*manage, "contenu_demonstration"),
            reads=("observatoire/portal/**/*.py", "observatoire/*/demonstration/**/*.*"),
            settings=(region,),
            leaves=var / "observatoire.sqlite3",
            after=("base", "lieux"),
        ),
        *(
            Step(
                name,
                label,
                (*manage, f"{name}_demonstration"),
                reads=(f"observatoire/{app}/**/*.*",),
                settings=(region, f"{date.today():%G-%V}"),
                leaves=var / "observatoire.sqlite3",
                after=("base", "contenu"),
            )
            for name, label, app in FEATURES
        ),
        Step(
            "recherche",
            "Recherche",
            (*manage, "indexer"),
            reads=("observatoire/**/*.py",),
            leaves=var / "observatoire.sqlite3",
            after=("chiffres", "calculs", "lieux", "contenu", *(name for name, *_ in FEATURES)),
        ),
        Step(
            "statique",
            "Styles, polices et scripts",
            (*manage, "collectstatic", "--no-input", "--verbosity=0", "--clear", *ignored),
            reads=(
                "observatoire/**/static/**/*.*",
                "requirements/*.txt",
                "observatoire/config/*.py",
            ),
            leaves=var / "statique" / "staticfiles.json",
        ),
    ]


def _given(official: tuple[str, ...]) -> tuple[str, ...]:
    """The official files themselves, so that a newer one is read again."""
    paths = [Path(argument) for argument in official if not argument.startswith("--")]
    return tuple(str(path / "*" if path.is_dir() else path) for path in paths)


def prepare(supervisor: Supervisor, plan: list[Step], record: Path) -> None:
    """Run the steps whose inputs changed, and remember each one as soon as it succeeds."""
    done = _read(record)
    current: dict[str, str] = {}
    redone: set[str] = set()
    for number, step in enumerate(plan, start=1):
        current[step.name] = fingerprint(step, current)
        title = f"{number}/{len(plan)} {step.label}"
        is_same = done.get(step.name) == current[step.name] and redone.isdisjoint(step.after)
        if is_same and step.leaves.exists():
            say(f"{title} : déjà prêt")
            continue
        start = time.monotonic()
        print(f"{title}…", end="", flush=True)
        if supervisor.run(step.name, list(step.command)) != 0:
            raise Refused(_failure(step, supervisor.log(step.name)))
        say(f" fait en {_seconds(time.monotonic() - start)}")
        redone.add(step.name)
        done[step.name] = current[step.name]
        record.write_text(json.dumps(done, indent=2), encoding="utf-8")


def _read(record: Path) -> dict[str, str]:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def fingerprint(step: Step, current: dict[str, str]) -> str:
    """Of the command's settings, of every file it reads, and of the steps it follows."""
    digest = hashlib.sha256("\n".join(step.settings).encode())
    for path in sorted(_files(step.reads)):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    for name in step.after:
        digest.update(current[name].encode())
    return digest.hexdigest()


def _files(patterns: Iterable[str]) -> set[Path]:
    found: set[Path] = set()
    for pattern in patterns:
        base, relative = (Path("/"), pattern[1:]) if pattern.startswith("/") else (ROOT, pattern)
        found |= {path for path in base.glob(relative) if path.is_file() and path.suffix != ".pyc"}
    return found


def _failure(step: Step, log: Path) -> str:
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-12:]
    return "\n".join([f"\nL’étape « {step.label} » a échoué :", *said, f"(journal : {log})"])


def _seconds(value: float) -> str:
    return f"{value:.1f} s".replace(".", ",") if value < 10 else f"{value:.0f} s"


def serve(supervisor: Supervisor, port: int) -> None:
    """Start the web server and the worker, and stay until asked to stop. Raises Interrupted."""
    start = time.monotonic()
    supervisor.start("site", _web(port))
    supervisor.start(
        "travailleur", [sys.executable, str(ROOT / "manage.py"), "worker", "--verbosity=0"]
    )
    while not _answers(port):
        _check(supervisor)
        if time.monotonic() - start > READY_SECONDS:
            raise Refused(
                f"Le site n’a pas répondu en {READY_SECONDS} s. {_see(supervisor, 'site')}"
            )
        supervisor.rest()
    say(
        f"\nPrêt : http://{HOST}:{port}\n"
        f"Gestion : http://{HOST}:{port}/gestion/ avec l’adresse coordination@example.org "
        "(les codes s’affichent à l’écran)\n"
        "Ctrl+C pour tout arrêter."
    )
    while True:
        _check(supervisor)
        supervisor.rest(0.3)


def _web(port: int) -> list[str]:
    """Threads besides processes: a browser that opens a connection and says nothing holds none."""
    options = {"bind": f"{HOST}:{port}", "workers": "2", "threads": "4", "graceful-timeout": "5"}
    flags = [f"--{name}={value}" for name, value in options.items()] + ["--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", *flags, "observatoire.config.wsgi"]


def _check(supervisor: Supervisor) -> None:
    if name := supervisor.fallen():
        raise Refused(f"\nLe programme « {name} » s’est arrêté tout seul. {_see(supervisor, name)}")


def _see(supervisor: Supervisor, name: str) -> str:
    return f"Voir {supervisor.log(name)}"


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    return False


if __name__ == "__main__":
    sys.exit(main())
