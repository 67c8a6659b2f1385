"""Which year’s communes a file speaks of: the year that its codes contradict least."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from stats.territory.conversion.files import CODE, Refused, code_column, read_rows
from stats.territory.conversion.perimeters import Perimeters
from stats.territory.conversion.why import history, when

COVERED = 0.9  # share of a département's touched communes that a file given whole must hold
SHOWN = 12
IRIS = re.compile(r"(\d{2}|2[AB])\d{7}")


@dataclass(frozen=True)
class Vintage:
    """The year found, if one stands out; those that fit as well; what tells them from others."""

    year: int | None
    candidates: tuple[int, ...] = ()
    proofs: tuple[str, ...] = ()
    sentence: str = field(default="", compare=False)

    def as_json(self) -> dict:
        return {
            "millesime": self.year,
            "candidats": list(self.candidates),
            "preuves": list(self.proofs),
        }


def read_codes(path: Path) -> frozenset[str]:
    """The communes that a file names, by a column of codes; those of IRIS count for theirs."""
    columns, rows = read_rows(path)
    column = code_column(columns) or _likely(columns, rows)
    if not column:
        raise Refused((f"{path.name} : aucune colonne ne contient des codes de communes.",))
    found = set()
    for _, row in rows:
        if row.get("TYPECOM", "COM") != "COM":
            continue  # communes déléguées and associées of Insee’s own list
        text = row[column]
        code = text[:5] if IRIS.fullmatch(text) else text.zfill(5) if text else ""
        if CODE.fullmatch(code):
            found.add(code)
    if not found:
        raise Refused((f"{path.name} : aucun code de commune dans la colonne {column}.",))
    return frozenset(found)


def guess_vintage(
    codes: Collection[str], perimeters: Perimeters | None, *, source: str = ""
) -> Vintage:
    """The 1 January whose communes are those of the file. Only touched communes tell years apart.

    A code that did not stand is held against a year; so is one that stood and is not in the file,
    in the départements that the file covers.
    """
    if perimeters is None or perimeters.first_day() is None:
        sentence = (
            "Le fichier des mouvements de communes manque (v_mvt_commune_AAAA.csv de l’Insee) : "
            "le donner par --mouvements. Sans lui, rien ne date les codes."
        )
        return Vintage(None, (), (sentence,), sentence)
    years = range(perimeters.first_day().year, perimeters.last_day().year + 1)
    telling = frozenset(codes) & perimeters.codes
    standing = _standing(perimeters, years)
    covered = _covered(telling, standing)
    faults = {year: _faults(telling, standing[year], covered) for year in years}
    best = min(faults.values())
    candidates = tuple(year for year in years if faults[year] == best)
    if not telling:
        sentence = "Aucun mouvement n’a touché ces communes : toutes les années conviennent."
        return Vintage(None, candidates, (sentence,), sentence)
    year = candidates[-1]
    proofs = _proofs(telling, perimeters, candidates)
    if best:
        agree = "codes ne s’accordent" if best > 1 else "code ne s’accorde"
        proofs = (f"{best} {agree} pas avec {year}", *proofs)
    said = f" (aussi possibles : {_spelt(candidates[:-1])})" if len(candidates) > 1 else ""
    sentence = f"Géographie au 1er janvier {year}{said}, d’après {source or 'les mouvements'}."
    return Vintage(year, candidates, proofs[:SHOWN], sentence)


def _standing(perimeters: Perimeters, years: range) -> dict[int, frozenset[str]]:
    return {
        year: frozenset(
            code for code in perimeters.codes if perimeters.exists(code, date(year, 1, 1))
        )
        for year in years
    }


def _covered(telling: frozenset[str], standing: dict[int, frozenset[str]]) -> frozenset[str]:
    """The départements that the file gives whole, for some year at least."""
    found = set()
    for codes in standing.values():
        held, wanted = _by_departement(telling & codes), _by_departement(codes)
        found |= {dep for dep, count in held.items() if count >= COVERED * wanted[dep]}
    return frozenset(found)


def _by_departement(codes: Collection[str]) -> Counter[str]:
    return Counter(code[:2] for code in codes)


def _faults(telling: frozenset[str], standing: frozenset[str], covered: frozenset[str]) -> int:
    """Codes out of their time, and codes that a covered département lacks."""
    missing = sum(code[:2] in covered for code in standing - telling)
    return len(telling - standing) + missing


def _proofs(
    telling: frozenset[str], perimeters: Perimeters, candidates: tuple[int, ...]
) -> tuple[str, ...]:
    """What happened just before the first candidate, and just after the last, in the file."""
    first, last = date(candidates[0], 1, 1), date(candidates[-1], 1, 1)
    earlier = date(candidates[0] - 1, 1, 1)
    later = date(candidates[-1] + 1, 1, 1)
    covered = {code[:2] for code in telling}
    proofs = []
    for code in sorted(code for code in perimeters.codes if code[:2] in covered):
        is_there = perimeters.exists(code, first)
        if is_there != perimeters.exists(code, earlier) and is_there == (code in telling):
            proofs.append(_proof(code, perimeters, earlier, first, is_there=is_there))
        is_there = perimeters.exists(code, last)
        if is_there != perimeters.exists(code, later) and is_there == (code in telling):
            proofs.append(_proof(code, perimeters, last, later, is_there=is_there))
    return tuple(proofs)


def _proof(code: str, perimeters: Perimeters, after: date, until: date, *, is_there: bool) -> str:
    events = [e for e in history(code, perimeters.movements) if after < e.day <= until]
    told = f" : {events[-1].sentence} {when(events[-1].day)}" if events else ""
    return f"{code} {'est dans le fichier' if is_there else 'n’y est pas'}{told}"


def _likely(columns: list[str], rows: list) -> str:
    """The first column most of whose cells are codes of communes or of IRIS."""
    for column in columns:
        cells = [row[column] for _, row in rows[:500] if row.get(column)]
        codes = [cell for cell in cells if CODE.fullmatch(cell) or IRIS.fullmatch(cell)]
        if cells and len(codes) > len(cells) / 2:
            return column
    return ""


def _spelt(years: tuple[int, ...]) -> str:
    if len(years) > 3 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]} à {years[-1]}"
    return ", ".join(map(str, years))
