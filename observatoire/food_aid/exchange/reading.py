"""A file, whatever its form, to drafts; each row is a draft, a refusal, or is said to be left."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from zipfile import BadZipFile

import openpyxl

from observatoire.food_aid.exchange.draft import Refused
from observatoire.food_aid.exchange.inclusion import read_inclusion
from observatoire.food_aid.exchange.referral import read_osm_elements, read_referral
from observatoire.food_aid.exchange.sheets import is_france_services, is_mednum, read_rows
from observatoire.food_aid.exchange.soliguide import read_soliguide

MOST_BYTES = 40 * 1024 * 1024


@dataclass
class Reading:
    """What a file gave. `refused`: (row or key, why)."""

    format: str
    drafts: list[dict] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def losses(self) -> dict[str, int]:
        """Each loss, and in how many places."""
        found: dict[str, int] = {}
        for one in self.drafts:
            for loss in one["losses"]:
                found[loss] = found.get(loss, 0) + 1
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


FORMATS: dict[str, tuple[str, Callable]] = {
    "soliguide": ("Soliguide (JSON)", read_soliguide),
    "data-inclusion": ("data·inclusion (JSON ou XLSX)", read_inclusion),
    "hsds": ("Open Referral HSDS 3 (JSON)", read_referral),
    "osm": ("OpenStreetMap (JSON d’Overpass)", read_osm_elements),
    "mednum": ("MedNum (CSV)", read_rows),
    "france-services": ("France services (CSV ou GeoJSON)", read_rows),
    "tableur": ("Tableur (CSV, XLSX ou JSON à plat)", read_rows),
}


def read(content: bytes, *, name: str, wanted: str = "", mapping: dict | None = None) -> Reading:
    """Raises Refused. `mapping`: our key → the column of a spreadsheet that holds it."""
    if len(content) > MOST_BYTES:
        raise Refused("Ce fichier dépasse 40\u00a0Mo\u00a0: le couper en plusieurs.")
    given = _parsed(content, name)
    found = wanted or detect(given)
    reading = Reading(found)
    options = {"mapping": mapping or {}} if FORMATS[found][1] is read_rows else {}
    FORMATS[found][1](given, reading, **options)
    _tell_twice(reading)
    if not reading.drafts and not reading.refused:
        raise Refused("Ce fichier ne contient aucun lieu.")
    return reading


def _tell_twice(reading: Reading) -> None:
    seen: set[str] = set()
    kept = []
    for one in reading.drafts:
        if one["key"] in seen:
            reading.refused.append((one["key"], "cet identifiant est déjà plus haut"))
        else:
            kept.append(one)
        seen.add(one["key"])
    reading.drafts = kept


def detect(given) -> str:
    """The form of a parsed file."""
    if isinstance(given, dict):
        if "elements" in given:
            return "osm"
        if given.keys() & {"structures", "Structures"}:
            return "data-inclusion"
        if "features" in given:
            return "france-services" if is_france_services(_flat(given)) else "tableur"
        first = next(
            (one for key in ("places", "items", "contents") for one in given.get(key, ())), {}
        )
        if "lieu_id" in first or "services_all" in first:
            return "soliguide"
        if "date_maj" in first:
            return "data-inclusion"
        return "hsds"
    first = given[0] if given else {}
    if "services_all" in first or "lieu_id" in first:
        return "soliguide"
    if "organization" in first or "service_at_locations" in first:
        return "hsds"
    if is_france_services(given):
        return "france-services"
    return "mednum" if is_mednum(given) else "tableur"


def _parsed(content: bytes, name: str):
    """JSON, a workbook (one list a sheet), or the rows of a CSV file."""
    if content[:4] == b"PK\x03\x04":
        return _workbook(content)
    start = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if start in (b"{", b"["):
        try:
            return json.loads(content.decode("utf-8-sig"))
        except (ValueError, UnicodeDecodeError) as error:
            raise Refused(f"Ce JSON ne se lit pas\u00a0: {error}.") from error
    if name.lower().endswith((".xls", ".ods", ".zip", ".pdf")):
        raise Refused("Enregistrer ce fichier en CSV, XLSX ou JSON, puis recommencer.")
    return _csv(content)


def _csv(content: bytes) -> list[dict]:
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = content.decode("cp1252", errors="replace")
    head = decoded[: decoded.find("\n")]
    separator = max(",;\t|", key=head.count)
    rows = list(csv.DictReader(io.StringIO(decoded), delimiter=separator))
    if not rows:
        raise Refused("Ce tableau n’a pas de ligne sous ses titres.")
    return rows


def _workbook(content: bytes):
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise Refused("Ce classeur ne s’ouvre pas\u00a0: l’enregistrer de nouveau.") from error
    sheets = {sheet.title: _sheet(sheet) for sheet in book}
    book.close()
    return sheets if "Structures" in sheets else next(iter(sheets.values()), [])


def _sheet(sheet) -> list[dict]:
    lines = sheet.iter_rows(values_only=True)
    header = [str(one) if one is not None else "" for one in next(lines, ())]
    return [
        {key: cell for key, cell in zip(header, line, strict=False) if key}
        for line in lines
        if any(cell is not None for cell in line)
    ]


def _flat(given: dict) -> list[dict]:
    return [one.get("properties") or {} for one in given["features"]]
