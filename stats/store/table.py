"""Observations as an Arrow table: the form in which they are checked, hashed and kept.

A table is the road for many rows (a national file is a million of them), a list of Observation
the road for few; both end in the same columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stats.observation import Observation
from stats.statuses import Mark, Status, join_marks, parse_marks
from stats.store.texts import TEXT, canonical, from_ranks, ranks_of, texts_of

SCHEMA = pa.schema(
    [
        ("indicateur", pa.string()),
        ("niveau", pa.string()),
        ("territoire", pa.string()),
        ("periode", pa.string()),
        ("valeur", pa.float64()),
        ("statut", pa.string()),
        ("marques", pa.string()),
        ("unite", pa.string()),
        ("source", pa.string()),
        ("origine", pa.string()),
        ("edition", pa.string()),
        ("millesime", pa.int32()),
        ("revision", pa.int32()),
        ("note", pa.string()),
        ("borne_basse", pa.float64()),
        ("borne_haute", pa.float64()),
    ]
)
# The same columns in memory: each text once.
CANONICAL = pa.schema(
    [field.with_type(TEXT) if field.type == pa.string() else field for field in SCHEMA]
)
KEY = ("indicateur", "niveau", "territoire", "periode")


class RefusedError(ValueError):
    """What was given cannot enter the store; the message is a sentence for the reader."""


def observation_table(observations: Iterable[Observation] | pa.Table) -> pa.Table:
    """The columns of `SCHEMA`, checked, sorted, each text once. Raises RefusedError."""
    table = observations if isinstance(observations, pa.Table) else _from_objects(observations)
    table = _conform(table)
    _check_values(table)
    table = _sorted(table)
    check_unique(table)
    return table


def observation_of(row: dict) -> Observation:
    """The Observation of a row of the table, its territory not named."""
    return Observation(
        indicator=row["indicateur"],
        level=row["niveau"],
        territory=row["territoire"],
        period=row["periode"],
        value=row["valeur"],
        status=Status(row["statut"]),
        marks=parse_marks(row["marques"]),
        unit=row["unite"],
        source=row["source"],
        origin=row["origine"],
        edition=row["edition"],
        vintage=row["millesime"],
        revision=row["revision"],
        note=row["note"],
        lower=row["borne_basse"],
        upper=row["borne_haute"],
    )


def content_hash(table: pa.Table) -> str:
    """SHA-256 of the values of a canonical table, whatever the writer's version or the memory."""
    digest = hashlib.sha256(f"{table.num_rows}\n".encode())
    for name, column in zip(table.column_names, table.columns, strict=True):
        digest.update(f"{name}\n".encode())
        if pa.types.is_dictionary(column.type):
            texts = texts_of(column)
            digest.update(json.dumps(texts).encode())
            narrow = np.min_scalar_type(max(len(texts) - 1, 0))
            digest.update(ranks_of(column).astype(narrow))
        elif column.null_count < len(column):
            # What lies in memory under a null is not content.
            digest.update(_filled(column).to_numpy())
    return digest.hexdigest()


def _from_objects(observations: Iterable[Observation]) -> pa.Table:
    rows = list(observations)
    columns = {
        "indicateur": [row.indicator for row in rows],
        "niveau": [str(row.level) for row in rows],
        "territoire": [row.territory for row in rows],
        "periode": [row.period for row in rows],
        "valeur": [row.value for row in rows],
        "statut": [str(row.status) for row in rows],
        "marques": [join_marks(row.marks) for row in rows],
        "unite": [row.unit for row in rows],
        "source": [row.source for row in rows],
        "origine": [row.origin for row in rows],
        "edition": [row.edition for row in rows],
        "millesime": [row.vintage for row in rows],
        "revision": [row.revision for row in rows],
        "note": [row.note for row in rows],
        "borne_basse": [row.lower for row in rows],
        "borne_haute": [row.upper for row in rows],
    }
    return pa.table(columns, schema=SCHEMA)


def _conform(table: pa.Table) -> pa.Table:
    """The columns of SCHEMA in its order; the optional ones may be absent."""
    missing = [name for name in (*KEY, "valeur", "statut") if name not in table.column_names]
    if missing:
        raise RefusedError(f"Colonnes absentes : {', '.join(missing)}.")
    columns = []
    for field in SCHEMA:
        if field.name not in table.column_names:
            columns.append(_default(field, table.num_rows))
            continue
        column = table.column(field.name)
        if field.type == pa.string():
            columns.append(canonical(column))
        else:
            columns.append(column.cast(field.type).combine_chunks())
    return pa.table(columns, schema=CANONICAL)


def _default(field: pa.Field, size: int) -> pa.Array:
    if field.type == pa.string():
        return from_ranks(np.zeros(size, np.int32), [""] if size else [])
    if field.name == "revision":
        return pa.repeat(pa.scalar(0, pa.int32()), size)
    return pa.nulls(size, field.type)


def _check_values(table: pa.Table) -> None:
    statuses = texts_of(table.column("statut"))
    if unknown := sorted(set(statuses) - set(Status)):
        raise RefusedError(f"Statuts inconnus : {', '.join(unknown)}.")
    marks = {part for text in texts_of(table.column("marques")) for part in text.split("|")}
    if unknown := sorted(marks - set(Mark) - {""}):
        raise RefusedError(f"Marques inconnues : {', '.join(unknown)}.")
    is_value = np.array([status == Status.VALUE for status in statuses], bool)
    known = is_value[ranks_of(table.column("statut"))]
    values = table.column("valeur")
    finite = np.isfinite(_filled(values).to_numpy())
    given = pc.is_valid(values).to_numpy()
    if (wrong := np.where(known, ~finite, given)).any():
        row = table.slice(int(wrong.argmax()), 1).to_pylist()[0]
        raise RefusedError(
            f"{_name(row)} : un nombre est donné si, et seulement si, le statut est « valeur »."
        )


def _keys(table: pa.Table) -> list[np.ndarray]:
    """What tells two rows apart, as numbers that sort as the store sorts."""
    keys = [ranks_of(table.column(name)) for name in KEY]
    return [*keys, table.column("revision").to_numpy()]


def _sorted(table: pa.Table) -> pa.Table:
    """Readers give their rows in order: to see it is ten times faster than to sort again."""
    keys = _keys(table)
    in_order = np.ones(max(table.num_rows - 1, 0), bool)
    for key in reversed(keys):
        in_order = (key[:-1] < key[1:]) | ((key[:-1] == key[1:]) & in_order)
    return table if in_order.all() else table.take(np.lexsort(keys[::-1])).combine_chunks()


def check_unique(table: pa.Table) -> None:
    """Neighbours of a sorted table differ by their key or their revision."""
    same = np.ones(max(table.num_rows - 1, 0), bool)
    for key in _keys(table):
        same &= key[:-1] == key[1:]
    if same.any():
        row = table.slice(int(same.argmax()), 1).to_pylist()[0]
        raise RefusedError(
            f"{_name(row)} : deux valeurs pour la même révision. "
            "Garder une seule ligne, ou numéroter les révisions."
        )


def _name(row: dict) -> str:
    return f"{row['indicateur']}, {row['niveau']} {row['territoire']}, {row['periode']}"


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.fill_null(float("nan") if column.type == pa.float64() else -1)
