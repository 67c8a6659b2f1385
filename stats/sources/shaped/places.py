"""From what a file writes to the code of a territory; what is malformed is said, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from stats.territory.model import Level

CODES = {
    Level.COMMUNE: r"(\d\d|2[AB])\d{3}",
    Level.EPCI: r"\d{9}",
    Level.EPCI_PART: r"\d{9}-(\d\d|2[AB]|97\d)",
    Level.DEPARTEMENT: r"\d\d|2[AB]|9[78]\d",
    Level.REGION: r"R\d\d",
    Level.EMPLOYMENT_ZONE: r"\d{4}",
    Level.LIVING_AREA: r"(\d\d|2[AB])\d{3}",
    Level.IRIS: r"(\d\d|2[AB])\d{7}",
    Level.QPV: r"Q[PN]\d[0-9A-Z]{2}\d{3}[A-Z]?",
    Level.METROPOLITAN_FRANCE: "FM",
    Level.FRANCE: "FR",
}
WIDTHS = {
    Level.COMMUNE: 5,
    Level.EPCI: 9,
    Level.DEPARTEMENT: 2,
    Level.EMPLOYMENT_ZONE: 4,
    Level.LIVING_AREA: 5,
    Level.IRIS: 9,
}
ALONE = {Level.METROPOLITAN_FRANCE: "FM", Level.FRANCE: "FR"}
NOWHERE = re.compile("Z{5,}")  # « ZZZZZZZZZ »: a commune without EPCI
FLOAT = re.compile(r"(\d+)\.0")


class PlaceError(ValueError):
    """The reason and the remedy, in French."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


class LostZeroError(PlaceError):
    """A code without its zero: the row is of data, even where every value is secret."""


@lru_cache(maxsize=200_000)
def code_of(level: str, written: str, *, zeros: bool = False) -> str:
    """The code of a territory as the contract writes it. PlaceError when it cannot be one.

    `44.0` is what a spreadsheet makes of `44`; a region's `52` is written `R52`; with `zeros`, the
    source is known to lose its leading zeros and they are put back.
    """
    level, code = Level(level), written.strip()
    if found := FLOAT.fullmatch(code):
        code = found[1]
    if level in ALONE:
        return ALONE[level]
    if zeros and code.isdigit():
        code = code.zfill(WIDTHS.get(level, 0))
    if level is Level.REGION and re.fullmatch(r"\d{1,2}" if zeros else r"\d\d", code):
        code = f"R{code.zfill(2)}"
    if not re.fullmatch(CODES[level], code):
        raise _complaint(level, written.strip())
    return code


def is_code(level: str, texts: Sequence[str]) -> list[bool]:
    """Which texts are codes of this level as the contract writes them: all at once."""
    found = pc.match_substring_regex(pa.array(texts, pa.string()), f"^({CODES[Level(level)]})$")
    return found.to_pylist()


def is_nowhere(written: str) -> bool:
    return NOWHERE.fullmatch(written.strip()) is not None


def _complaint(level: Level, code: str) -> PlaceError:
    width = WIDTHS.get(level, 0)
    bare = FLOAT.sub(r"\1", code)
    if bare.isdigit() and 0 < width - len(bare) < width and len(bare) >= width - 1:
        return LostZeroError(
            f"« {code} » a perdu son zéro de gauche : un tableur l’a pris pour un nombre.",
            f"Écrire « {bare.zfill(width)} » : reprendre le fichier d’origine, ou importer la "
            "colonne en texte avant d’enregistrer.",
        )
    return PlaceError(
        f"« {code} » n’est pas un code de niveau « {level} ».",
        "Vérifier que la colonne est celle des codes, et que le niveau est le bon.",
    )
