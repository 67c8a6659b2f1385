"""`make demo`: what it refuses, and which steps it passes over."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from observatoire.config import demonstration
from observatoire.config.demonstration import Refused, Step, check_port, official_files, prepare


class Steps:
    """Stands in for the supervisor: writes what it is asked to run, runs it, gives its code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ran: list[str] = []

    def run(self, name: str, command: list[str]) -> int:
        self.ran.append(name)
        with self.log(name).open("w") as log:
            return subprocess.run(command, stdout=log).returncode

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


@pytest.fixture
def plan(tmp_path):
    """Two steps: the second takes what the first one leaves."""
    (tmp_path / "entree").write_text("un")
    leave = "import pathlib, sys; pathlib.Path(sys.argv[1]).touch()"

    def step(name, **options):
        left = tmp_path / f"{name}.fait"
        return Step(name, name, (sys.executable, "-c", leave, str(left)), leaves=left, **options)

    return [
        step("premier", reads=(str(tmp_path / "entree"),)),
        step("second", reads=(), after=("premier",)),
    ]


def run(tmp_path, plan) -> list[str]:
    steps = Steps(tmp_path)
    prepare(steps, plan, tmp_path / "demonstration.json")
    return steps.ran


def test_a_second_start_passes_over_every_step(tmp_path, plan):
    assert run(tmp_path, plan) == ["premier", "second"]
    assert run(tmp_path, plan) == []


def test_a_changed_input_runs_its_step_and_those_that_follow(tmp_path, plan):
    run(tmp_path, plan)
    (tmp_path / "entree").write_text("deux")
    assert run(tmp_path, plan) == ["premier", "second"]


def test_a_lost_result_is_made_again_with_those_that_follow(tmp_path, plan):
    run(tmp_path, plan)
    plan[0].leaves.unlink()
    assert run(tmp_path, plan) == ["premier", "second"]


def test_a_failure_shows_the_last_lines_and_is_tried_again(tmp_path, plan, capsys):
    says = "print('la source est illisible'); raise SystemExit(1)"
    failing = Step("tiers", "Lecture", (sys.executable, "-c", says), reads=(), leaves=tmp_path)
    for _ in range(2):
        with pytest.raises(Refused) as refusal:
            run(tmp_path, [*plan, failing])
        assert str(refusal.value).splitlines() == [
            "",
            "L’étape « Lecture » a échoué :",
            "la source est illisible",
            f"(journal : {tmp_path / 'tiers.log'})",
        ]


def test_a_port_in_use_is_said_in_french(capsys):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        assert demonstration.main(["--port", str(port)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].partition(" : ")[0] == f"Le port {port} n’est pas libre"


def test_a_port_that_cannot_be_is_refused():
    with pytest.raises(Refused):
        check_port(99_999)


@pytest.mark.parametrize("name", ["vide", "absent"])
def test_what_is_no_folder_of_files_is_refused(tmp_path, capsys, name):
    (tmp_path / "vide").mkdir()
    folder = tmp_path / name
    assert demonstration.main(["--donnees", str(folder)]) == 2
    assert capsys.readouterr().out.startswith(f"DONNEES nomme {folder}, qui n’est pas un dossier")


def test_official_figures_are_read_after_ours(tmp_path):
    (tmp_path / "cc_filosofi_2021_COM.csv").touch()
    plan = demonstration.steps("52", (), tmp_path / "var", str(tmp_path))
    names = [step.name for step in plan]
    assert names.index("officiels") == names.index("chiffres") + 1
    read = plan[names.index("officiels")]
    assert read.command[1:6] == ("-m", "stats", "read", "auto", str(tmp_path))


def test_official_files_are_given_to_the_engine(tmp_path):
    (tmp_path / "cog" / "extrait").mkdir(parents=True)
    (tmp_path / "cog" / "extrait" / "v_commune_2026_PDL.csv").touch()
    (tmp_path / "cog" / "v_commune_2026.csv.gz").touch()
    (tmp_path / "communes-pays-de-la-loire.geojson").touch()
    assert official_files(str(tmp_path)) == (
        "--cog",
        str(tmp_path / "cog"),
        "--contours",
        str(tmp_path / "communes-pays-de-la-loire.geojson"),
    )


@pytest.mark.parametrize("written", ["abc", "0", "65536", "-1", "80.5", ""])
def test_a_port_that_is_no_number_is_refused_in_french(written, capsys):
    assert demonstration.main(["--port", written]) == 2
    said = capsys.readouterr().out
    assert said.startswith(
        f"PORT vaut «\u00a0{written}\u00a0»\u00a0: écrire un nombre de 1 à 65535"
    )


def test_a_region_that_does_not_exist_is_refused(capsys):
    assert demonstration.main(["--region", "99"]) == 2
    assert capsys.readouterr().out.startswith("REGION vaut «\u00a099\u00a0»")
