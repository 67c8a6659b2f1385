"""A file is given to the source that knows its name; the others are named, never guessed."""

import zipfile

from stats.catalogue import load_catalogue
from stats.sources.recognition import sort_by_source
from tests.stats.catalogue.conftest import REAL


def names(found):
    known, left = found
    return {code: [path.name for path in paths] for code, paths in known.items()}, [
        path.name for path in left
    ]


def test_it_works(tmp_path):
    (tmp_path / "cc_filosofi_2021_COM.csv").touch()
    (tmp_path / "FILO2019_DISP_DEP.csv.gz").touch()
    (tmp_path / "vacances.csv").touch()
    (tmp_path / "LISEZMOI.md").touch()
    assert names(sort_by_source([tmp_path], load_catalogue(REAL))) == (
        {"insee_filosofi": ["FILO2019_DISP_DEP.csv.gz", "cc_filosofi_2021_COM.csv"]},
        ["vacances.csv"],
    )


def test_an_archive_is_known_by_what_it_holds(tmp_path):
    path = tmp_path / "telechargement.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("dossier/cc_filosofi_2019_DEP.csv", "")
    assert names(sort_by_source([path], load_catalogue(REAL)))[0] == {
        "insee_filosofi": ["telechargement.zip"]
    }


def test_a_broken_archive_is_left(tmp_path):
    path = tmp_path / "casse.zip"
    path.write_bytes(b"PK")
    assert names(sort_by_source([path], load_catalogue(REAL))) == ({}, ["casse.zip"])
