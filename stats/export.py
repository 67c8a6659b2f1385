"""Observations as files: the same formats for the command line and for the website."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from stats.observation import Observation
from stats.origin import only_real
from stats.periods import parse_period
from stats.secrecy import protect_table
from stats.statuses import join_marks

COLUMNS = (
    "indicateur",
    "territoire",
    "libelle",
    "niveau",
    "periode",
    "valeur",
    "statut",
    "marques",
    "unite",
    "source",
    "millesime",
    "revision",
)
# What may be asked besides: the publication, its remark, and the bounds of a censored value.
MORE = ("edition", "note", "borne_basse", "borne_haute")
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "csv-fr": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "json-stat": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXTENSIONS = {name: name for name in FORMATS} | {"csv-fr": "csv", "json-stat": "json"}
DECIMALS = ("valeur", "borne_basse", "borne_haute")
NUMBERS = dict.fromkeys(DECIMALS, pa.float64()) | dict.fromkeys(
    ("millesime", "revision"), pa.int32()
)
TABLE = pa.schema([(name, NUMBERS.get(name, pa.string())) for name in (*COLUMNS, *MORE)])
SHEET = "Chiffres"


def export(
    observations: Sequence[Observation] | pa.Table,
    form: str,
    *,
    with_invented: bool = False,
    every_column: bool = False,
) -> bytes:
    """The observations, in their order, in one of `FORMATS`; a table is `Store.table`'s.

    Raises ValueError on an unknown format. A value that is not a number is an empty cell (null in
    JSON); `statut` says why. What is marked « fictif » is left out unless asked for. The columns
    are the twelve of the contract, followed by `MORE` with `every_column`.
    """
    if form not in FORMATS:
        raise ValueError(f"« {form} » n’est pas un format : {', '.join(FORMATS)}.")
    rows = observations if isinstance(observations, pa.Table) else export_table(observations)
    rows = protect_table(rows.select((*COLUMNS, *MORE) if every_column else COLUMNS))
    if not with_invented:
        rows = only_real(rows)
    match form:
        case "csv":
            return _csv(rows, separator=",", decimal=".").encode()
        case "csv-fr":
            return _csv(rows, separator=";", decimal=",").encode("utf-8-sig")
        case "json":
            return json.dumps(rows.to_pylist(), ensure_ascii=False).encode()
        case "parquet":
            return _parquet(rows)
        case "xlsx":
            return _workbook(rows)
    return json.dumps(_json_stat(rows.to_pylist()), ensure_ascii=False).encode()


def export_table(observations: Sequence[Observation]) -> pa.Table:
    """The twelve columns of the contract, then those one may ask for."""
    rows = list(observations)
    columns = {
        "indicateur": [row.indicator for row in rows],
        "territoire": [row.territory for row in rows],
        "libelle": [row.label for row in rows],
        "niveau": [str(row.level) for row in rows],
        "periode": [row.period for row in rows],
        "valeur": [row.value for row in rows],
        "statut": [str(row.status) for row in rows],
        "marques": [join_marks(row.marks) for row in rows],
        "unite": [row.unit for row in rows],
        "source": [row.source for row in rows],
        "millesime": [row.vintage for row in rows],
        "revision": [row.revision for row in rows],
        "edition": [row.edition for row in rows],
        "note": [row.note for row in rows],
        "borne_basse": [row.lower for row in rows],
        "borne_haute": [row.upper for row in rows],
    }
    return pa.table(columns, schema=TABLE)


def write_number(value: float | None, decimal: str = ".") -> str:
    """The shortest writing that reads back as the same number; nothing for None."""
    if value is None:
        return ""
    text = str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
    return text.replace(".", decimal)


def _csv(rows: pa.Table, *, separator: str, decimal: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
    writer.writerow(rows.column_names)
    columns = {name: rows.column(name).to_pylist() for name in rows.column_names}
    for name in DECIMALS:
        if name in columns:
            columns[name] = [write_number(value, decimal) for value in columns[name]]
    writer.writerows(zip(*columns.values(), strict=True))
    return file.getvalue()


def _workbook(rows: pa.Table) -> bytes:
    """One sheet, its first line frozen; codes stay texts, so that their zeros stay too."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    sheet.append(rows.column_names)
    for row in zip(*(rows.column(name).to_pylist() for name in rows.column_names), strict=True):
        sheet.append([_inert(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _inert(value: object) -> object:
    """A text that a spreadsheet would compute is only read."""
    return f"'{value}" if isinstance(value, str) and value.startswith("=") else value


def _parquet(rows: pa.Table) -> bytes:
    file = io.BytesIO()
    pq.write_table(rows, file, compression="zstd")
    return file.getvalue()


def _json_stat(rows: list[dict]) -> dict:
    """A JSON-stat 2.0 dataset, sparse. A territory's identifier is « niveau/code »: the code
    alone is no key. Revisions become a dimension only when one key has several."""
    cells = [
        {
            "indicateur": row["indicateur"],
            "territoire": f"{row['niveau']}/{row['territoire']}",
            "periode": row["periode"],
            "revision": str(row["revision"]),
        }
        for row in rows
    ]
    names = ["indicateur", "territoire", "periode"]
    if len({tuple(cell[name] for name in names) for cell in cells}) < len(cells):
        names.append("revision")
    categories = {name: list(dict.fromkeys(cell[name] for cell in cells)) for name in names}
    categories["periode"].sort(key=parse_period)
    places = {name: {code: n for n, code in enumerate(categories[name])} for name in names}
    dataset = {
        "version": "2.0",
        "class": "dataset",
        "label": "Observatoire : observations",
        "source": " ; ".join(sorted({row["source"] for row in rows if row["source"]})),
        "id": names,
        "size": [len(categories[name]) for name in names],
        "role": {"geo": ["territoire"], "time": ["periode"], "metric": ["indicateur"]},
        "dimension": {name: {"category": {"index": categories[name]}} for name in names},
        "value": {},
        "status": {},
    }
    for row, cell in zip(rows, cells, strict=True):
        place = 0
        for name in names:
            place = place * len(categories[name]) + places[name][cell[name]]
        dataset["value"][str(place)] = row["valeur"]
        dataset["status"][str(place)] = "|".join(filter(None, [row["statut"], row["marques"]]))
    _describe(dataset["dimension"], rows, cells)
    return dataset


def _describe(dimensions: dict, rows: list[dict], cells: list[dict]) -> None:
    """Names of territories, units of indicators, labels of periods."""
    dimensions["territoire"]["category"]["label"] = {
        cell["territoire"]: row["libelle"] or row["territoire"]
        for row, cell in zip(rows, cells, strict=True)
    }
    dimensions["indicateur"]["category"]["unit"] = {
        row["indicateur"]: {"label": row["unite"]} for row in rows
    }
    periods = dimensions["periode"]["category"]
    periods["label"] = {code: parse_period(code).label for code in periods["index"]}
