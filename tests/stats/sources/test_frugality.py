"""Every fault, in a file as large as the nation: told with its line and its remedy, in two
seconds and a hundred megabytes, and the store is as it was."""

from __future__ import annotations

import gzip
import time
import zipfile
from pathlib import Path

import pytest

from stats.__main__ import main
from stats.store import Store
from tests.stats.sources.workbooks import HEADER, MEGABYTE, bomb, filosofi, workbook

NAME = "cc_filosofi_2021_COM.csv"
COMMUNES = 35_000
LONG = ["indicateur", "niveau", "territoire", "periode", "valeur"]
FORMULA = ["TX_CHOM", "departement", "44", "2025-T3", "=3+3"]
PEAK, NOW = "VmHWM", "VmRSS"
CLEAR = Path("/proc/self/clear_refs")
RESET_PEAK = "5"


def rows():
    """A code and 27 values for each commune of a nation."""
    return [
        [f"{1 + n // 400:02}{1 + n % 400:03}", *(f"{5 + (n + k) % 55},4" for k in range(27))]
        for n in range(COMMUNES)
    ]


def with_cell(row, place, text):
    found = rows()
    found[row][place] = text
    return found


def packed(folder, content, name, kept):
    """The file of a zip, cut."""
    whole = folder / "entier"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(NAME, content)
    path = folder / name
    path.write_bytes(whole.read_bytes()[:-kept])
    return path


def page(folder):
    path = folder / NAME
    path.write_text("<!-- 503 -->\n<html><title>503</title></html>", encoding="utf-8")
    return path


def unfolding_text(folder):
    path = folder / f"{NAME}.gz"
    with gzip.open(path, "wb", 1) as stream:
        for _ in range(400):
            stream.write(b"0" * MEGABYTE)
    return path


def elsewhere(folder):
    path = filosofi(folder, rows())
    path.write_bytes(path.read_bytes().replace(b"49007", b"49\x81\xe907"))
    return path


def wide(folder):
    path = filosofi(folder, rows())
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    return path


def without_column(folder):
    header = [name for name in HEADER if name != "TP6021"]
    return filosofi(folder, [row[:-1] for row in rows()], header)


FAULTS = {
    "a truncated zip": (
        "insee_filosofi",
        lambda folder: packed(folder, filosofi(folder, rows()).read_bytes(), "base.zip", 40),
        "base.zip, ligne 1 : le fichier compressé est incomplet ou abîmé. Le télécharger de "
        "nouveau, en entier.",
    ),
    "an encoding of elsewhere": (
        "insee_filosofi",
        elsewhere,
        f"{NAME}, ligne 19208 : l’encodage n’est ni UTF-8 ni Windows. L’enregistrer en CSV UTF-8.",
    ),
    "wide characters": (
        "insee_filosofi",
        wide,
        f"{NAME}, ligne 1 : le fichier n’est pas un texte. L’enregistrer en CSV UTF-8.",
    ),
    "a missing column": (
        "insee_filosofi",
        without_column,
        f"{NAME}, ligne 1, colonne « TP6021 » : la colonne est absente. Reprendre le fichier du "
        "producteur ; s’il a changé de forme, l’écrire dans la source.",
    ),
    "a text in a number": (
        "insee_filosofi",
        lambda folder: filosofi(folder, with_cell(20_000, 3, "environ 21 000")),
        f"{NAME}, ligne 20002, colonne « MED21 » : « environ 21 000 » n’est ni un nombre ni une "
        "marque connue de cette source. Corriger la cellule, ou dire dans « marques » ce que ce "
        "signe veut dire.",
    ),
    "a key written twice": (
        "insee_filosofi",
        lambda folder: filosofi(folder, [*rows(), rows()[3]]),
        f"{NAME}, ligne 35002, colonne « CODGEO » : « 01004 » (commune) est déjà donné à la "
        "ligne 5. N’en garder qu’une.",
    ),
    "a lost zero": (
        "insee_filosofi",
        lambda folder: filosofi(folder, with_cell(0, 0, "1001")),
        f"{NAME}, ligne 2, colonne « CODGEO » : « 1001 » a perdu son zéro de gauche : un tableur "
        "l’a pris pour un nombre. Écrire « 01001 » : reprendre le fichier d’origine, ou importer "
        "la colonne en texte avant d’enregistrer.",
    ),
    "a workbook that unfolds without end": (
        "long",
        lambda folder: bomb(folder / "table.xlsx"),
        "table.xlsx, ligne 1 : une fois déplié, le fichier dépasse 300 Mo. Vérifier qu’il vient "
        "bien du producteur ; sinon, n’en garder que les tableaux utiles.",
    ),
    "a text that unfolds without end": (
        "insee_filosofi",
        unfolding_text,
        f"{NAME}.gz, ligne 1 : une fois déplié, le fichier dépasse 300 Mo. Vérifier qu’il vient "
        "bien du producteur ; sinon, n’en garder que les tableaux utiles.",
    ),
    "a formula": (
        "long",
        lambda folder: workbook(folder, [LONG, FORMULA], "table.xlsx"),
        "table.xlsx, feuille Sheet, ligne 2 : une cellule contient une formule. Dans le tableur, "
        "copier puis coller les valeurs seules, et enregistrer.",
    ),
    "a page of error": (
        "insee_filosofi",
        page,
        f"{NAME}, ligne 1 : c’est une page web, pas un tableau : le producteur a répondu par une "
        "page d’erreur. Ouvrir l’adresse dans un navigateur et télécharger le fichier lui-même.",
    ),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store that holds something, which a fault could spoil."""
    folder = tmp_path_factory.mktemp("magasin")
    good = filosofi(folder, [["44109", "164000"]])
    assert main(["read", "insee_filosofi", str(good), "--store", str(folder / "m")]) == 0
    return folder / "m"


def state(store):
    files = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}
    return Store(store).fingerprint, files


def memory(name):
    """Bytes that this process holds, or has held since the peak was last forgotten."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if name in line)


@pytest.mark.skipif(not CLEAR.exists(), reason="la mémoire de pointe se mesure sous Linux")
@pytest.mark.parametrize(("source", "made", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_quickly_and_changes_nothing(store, tmp_path, capsys, source, made, told):
    path, before = made(tmp_path), state(store)
    CLEAR.write_text(RESET_PEAK)
    held, begun = memory(NOW), time.process_time()
    assert main(["read", source, str(path), "--store", str(store)]) == 1
    took, grown = time.process_time() - begun, memory(PEAK) - held
    said = capsys.readouterr()
    sentences = [line.replace("\u00a0", " ") for line in said.err.splitlines()]
    assert (said.out, sentences[-2:]) == ("", [told, "Rien n’a été publié."])
    assert state(store) == before
    assert (took < 2, grown < 100 * MEGABYTE) == (True, True), (took, grown // MEGABYTE)
