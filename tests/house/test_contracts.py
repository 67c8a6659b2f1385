"""The import contracts of pyproject.toml: each has been seen to fail on a planted violation."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = "Le site a des étages : une rubrique n’importe jamais une autre rubrique"
FILES = "Dans une application, les imports descendent d’un fichier à l’autre"
ENGINE = "Le moteur ne sait rien du site"
USE = "Seules les rubriques de chiffres appellent le moteur"

# What is written where, and the contracts that it breaks.
VIOLATIONS = {
    "the base imports a feature": (
        "observatoire/base/french.py",
        "import observatoire.indicators",
        {LAYERS},
    ),
    "a feature imports the portal": (
        "observatoire/indicators/actions/territories.py",
        "import observatoire.portal.apps",
        {LAYERS},
    ),
    "a feature imports another": (
        "observatoire/library/__init__.py",
        "import observatoire.indicators",
        {LAYERS},
    ),
    "the questionnaires import what is above them": (
        "observatoire/surveys/__init__.py",
        "import observatoire.indicators",
        {LAYERS},
    ),
    "a floor that the plan does not know": ("observatoire/divers/__init__.py", "", {LAYERS}),
    "a model imports a verb": (
        "observatoire/directory/models/account.py",
        "import observatoire.directory.actions",
        {FILES},
    ),
    "a file that the list does not know": ("observatoire/directory/tools.py", "", {FILES}),
    "the engine imports Django": ("stats/periods.py", "import django.conf", {ENGINE}),
    "the engine imports the site": (
        "stats/periods.py",
        "import observatoire.config.environment",
        {ENGINE, LAYERS},  # and so a feature reaches config, through the engine
    ),
    "the base calls the engine": ("observatoire/base/actions.py", "import stats.periods", {USE}),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("maison")
    for package in ("observatoire", "stats"):
        shutil.copytree(ROOT / package, folder / package, ignore=_all_but_python)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _all_but_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or Path(folder, name).is_dir())] + [
        "__pycache__"
    ]


def broken(folder: Path) -> set[str]:
    """The names of the contracts that import-linter finds broken."""
    program = str(Path(sys.executable).parent / "lint-imports")
    said = subprocess.run(
        [program, "--cache-dir", str(folder / "cache"), "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
    ).stdout
    assert "Contracts: " in said, said
    return set(re.findall(r"^(.+) BROKEN", said, flags=re.MULTILINE))


def test_the_house_as_it_stands_keeps_every_contract(copy):
    assert broken(copy) == set()


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_planted_violation_is_named(copy, violation):
    path, line, contracts = VIOLATIONS[violation]
    planted = copy / path
    before = planted.read_text(encoding="utf-8") if planted.exists() else None
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        assert broken(copy) == contracts
    finally:
        if before is None:
            planted.unlink()
            if planted.name == "__init__.py":
                planted.parent.rmdir()
        else:
            planted.write_text(before, encoding="utf-8")


def test_no_contract_has_an_exception():
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.findall(r"^ignore_imports.*", settings, flags=re.MULTILINE) == []


def test_the_engine_runs_where_django_does_not_exist():
    """Every module of the engine is imported with Django, Wagtail and the site made absent."""
    program = """
import importlib, pkgutil, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "wagtail", "observatoire"}:
            raise ModuleNotFoundError(f"{name} n’existe pas ici", name=name)
sys.meta_path.insert(0, Absent())
import stats
names = [one.name for one in pkgutil.walk_packages(stats.__path__, "stats.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names) > 20)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("True\n", "")
