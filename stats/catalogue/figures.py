"""The published figures of catalogue/chiffres: read as typed rows, verified line by line."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from stats.catalogue.loading import shown_path
from stats.catalogue.model import Catalogue
from stats.catalogue.problems import NB, Problem, nearest, one_of, quote, states
from stats.periods import parse_period
from stats.statuses import Mark, Status, parse_marks

COLUMNS = (
    "indicateur",
    "niveau",
    "territoire",
    "periode",
    "valeur",
    "statut",
    "marques",
    "unite",
    "origine",
    "edition",
    "millesime",
    "revision",
    "source",
    "note",
)
KEY = ("indicateur", "niveau", "territoire", "periode", "revision")
REQUIRED = ("territoire", "edition", "source")
STATUSES = tuple(str(status) for status in Status)
MARKS = tuple(str(mark) for mark in Mark)
WITH_VALUE = {Status.VALUE, Status.CENSORED}


def typed_rows(catalogue: Catalogue) -> Iterator[dict]:
    """The rows of sound files (see `figure_rows`)."""
    for path in catalogue.figures:
        for _, row in _rows(path):
            yield row | {
                "valeur": _number(row["valeur"]),
                "marques": parse_marks(row["marques"]),
                "millesime": int(row["millesime"]),
                "revision": int(row["revision"]),
            }


def check_figures(catalogue: Catalogue) -> list[Problem]:
    """Every fault of every CSV file; a key may stand once over all the files."""
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], str] = {}
    for path in catalogue.figures:
        name = shown_path(path)
        if sentence := _header_fault(path):
            problems.append(Problem(name, 1, sentence))
            continue
        for line, row in _rows(path):
            problems += [Problem(name, line, said) for said in _row_faults(row, catalogue)]
            place = f"{name}, ligne {line}"
            first = seen.setdefault(tuple(row[column] for column in KEY), place)
            if first != place:
                problems.append(
                    Problem(
                        name,
                        line,
                        f"la même observation est déjà écrite ({first}){NB}; en retirer une ou "
                        f"monter {quote('revision')}.",
                    )
                )
    return problems


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="")
        for row in reader:
            yield reader.line_num, row


def _header_fault(path: Path) -> str | None:
    with path.open(encoding="utf-8", newline="") as file:
        header = tuple(next(csv.reader(file), ()))
    if header == COLUMNS:
        return None
    return f"les colonnes ne sont pas celles attendues{NB}; écrire {', '.join(COLUMNS)}."


def _row_faults(row: dict[str, str], catalogue: Catalogue) -> Iterator[str]:
    if None in row:
        yield f"la ligne a trop de colonnes{NB}; mettre entre guillemets le texte à virgule."
        return
    for column in REQUIRED:
        if not row[column].strip():
            yield f"{quote(column)} est vide{NB}; l’écrire."
    yield from _against_catalogue(row, catalogue)
    yield from _period_fault(row["periode"])
    yield from _status_faults(row)
    yield from _number_faults(row)


def _against_catalogue(row: dict[str, str], catalogue: Catalogue) -> Iterator[str]:
    code, origin = row["indicateur"], row["origine"]
    if origin not in catalogue.sources:
        yield _not_known("origine", origin, catalogue.sources)
    if (indicator := catalogue.indicators.get(code)) is None:
        yield _not_known("indicateur", code, catalogue.indicators)
        return
    if row["unite"] != indicator.unit:
        yield (
            f"{states('unite', row['unite'])} mais {code} se compte en "
            f"{quote(indicator.unit)}{NB}; écrire cette unité."
        )
    if row["niveau"] not in indicator.levels:
        yield (
            f"{states('niveau', row['niveau'])}, que {code} ne déclare pas{NB}; écrire "
            f"{one_of(tuple(map(str, indicator.levels)))}, ou l’ajouter à ses niveaux."
        )


def _not_known(column: str, word: str, known: dict) -> str:
    close = nearest(word, known)
    remedy = f"écrire {quote(close)}" if close else "l’ajouter au catalogue"
    return f"{states(column, word)}, inconnu du catalogue{NB}; {remedy}."


def _period_fault(code: str) -> Iterator[str]:
    try:
        parse_period(code)
    except ValueError as error:
        yield f"{quote('periode')} est mal écrite. {error}"


def _status_faults(row: dict[str, str]) -> Iterator[str]:
    status = row["statut"]
    if status not in STATUSES:
        yield f"{states('statut', status)}{NB}; écrire {one_of(STATUSES)}."
    elif status in WITH_VALUE and not row["valeur"]:
        yield f"{quote('valeur')} est vide mais {states('statut', status)}{NB}; l’écrire."
    elif status not in WITH_VALUE and row["valeur"]:
        yield f"{quote('valeur')} est écrite mais {states('statut', status)}{NB}; la retirer."
    for mark in filter(None, row["marques"].split("|")):
        if mark not in MARKS:
            yield f"{quote('marques')} contient {quote(mark)}{NB}; écrire {one_of(MARKS)}."


def _number_faults(row: dict[str, str]) -> Iterator[str]:
    if row["valeur"] and not _is_number(row["valeur"]):
        yield (
            f"{states('valeur', row['valeur'])}, qui n’est pas un nombre{NB}; écrire "
            "des chiffres avec un point décimal, sans espace ni unité."
        )
    if not (row["millesime"].isdigit() and len(row["millesime"]) == len("2024")):
        yield f"{states('millesime', row['millesime'])}{NB}; écrire une année (2024)."
    if not row["revision"].isdigit() or int(row["revision"]) < 1:
        shown = quote(row["revision"])
        yield f"{quote('revision')} vaut {shown}{NB}; écrire un entier à partir de 1."


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and text == text.strip() and "_" not in text
    except ValueError:
        return False


def _number(text: str) -> float | None:
    return float(text) if text else None
