"""Observations as an Arrow table: the form in which they are checked, hashed and kept.

A table is the road for many rows (a national file is a million of them), a list of Observation
the road for few; both end in the same columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from stats.observation import Observation
from stats.statuses import Mark, Status, join_marks, parse_marks

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
KEY = ("indicateur", "niveau", "territoire", "periode")


class RefusedError(ValueError):
    """What was given cannot enter the store; the message is a sentence for the reader."""


def observation_table(observations: Iterable[Observation] | pa.Table) -> pa.Table:
    """The table of `SCHEMA`, checked, in canonical order. Raises RefusedError."""
    table = observations if isinstance(observations, pa.Table) else _from_objects(observations)
    table = _conform(table)
    _check_values(table)
    if not _is_sorted(table):
        table = table.sort_by([(name, "ascending") for name in (*KEY, "revision")])
    table = table.combine_chunks()
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
    digest = hashlib.sha256()
    for name, column in zip(table.column_names, table.columns, strict=True):
        digest.update(name.encode())
        for batch in pa.table({name: _filled(column)}).combine_chunks().to_batches():
            digest.update(batch.serialize())
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
        column = table.column(field.name).cast(field.type)
        columns.append(column.fill_null("") if field.type == pa.string() else column)
    return pa.table(columns, schema=SCHEMA)


def _default(field: pa.Field, size: int) -> pa.Array:
    if field.type == pa.string():
        return pa.repeat(pa.scalar("", pa.string()), size)
    if field.name == "revision":
        return pa.repeat(pa.scalar(0, pa.int32()), size)
    return pa.nulls(size, field.type)


def _check_values(table: pa.Table) -> None:
    statuses = set(pc.unique(table.column("statut")).to_pylist())
    if unknown := sorted(statuses - set(Status)):
        raise RefusedError(f"Statuts inconnus : {', '.join(unknown)}.")
    marks = {
        part for text in pc.unique(table.column("marques")).to_pylist() for part in text.split("|")
    }
    if unknown := sorted(marks - set(Mark) - {""}):
        raise RefusedError(f"Marques inconnues : {', '.join(unknown)}.")
    known = pc.equal(table.column("statut"), str(Status.VALUE))
    finite = pc.fill_null(pc.is_finite(table.column("valeur")), False)
    given = pc.is_valid(table.column("valeur"))
    wrong = pc.or_(pc.and_(known, pc.invert(finite)), pc.and_(pc.invert(known), given))
    if bad := table.filter(wrong).slice(0, 1).to_pylist():
        raise RefusedError(
            f"{_name(bad[0])} : un nombre est donné si, et seulement si, le statut est « valeur »."
        )


def _is_sorted(table: pa.Table) -> bool:
    """Readers give their rows in order: to see it is ten times faster than to sort again."""
    size = table.num_rows
    below, equal = pa.repeat(False, max(size - 1, 0)), pa.repeat(True, max(size - 1, 0))
    for name in (*KEY, "revision"):
        column = table.column(name)
        one, other = column.slice(0, max(size - 1, 0)), column.slice(1)
        below = pc.or_(below, pc.and_(equal, pc.less(one, other)))
        equal = pc.and_(equal, pc.equal(one, other))
    return pc.all(pc.or_(below, equal)).as_py() is not False


def check_unique(table: pa.Table) -> None:
    """Neighbours of a sorted table differ by their key or their revision."""
    size = table.num_rows
    if size < 2:
        return
    same = None
    for name in (*KEY, "revision"):
        column = table.column(name)
        equal = pc.equal(column.slice(0, size - 1), column.slice(1))
        same = equal if same is None else pc.and_(same, equal)
    position = pc.index(same, True).as_py()
    if position >= 0:
        row = table.slice(position, 1).to_pylist()[0]
        raise RefusedError(
            f"{_name(row)} : deux valeurs pour la même révision. "
            "Garder une seule ligne, ou numéroter les révisions."
        )


def _name(row: dict) -> str:
    return f"{row['indicateur']}, {row['niveau']} {row['territoire']}, {row['periode']}"


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Without nulls: what lies in memory under a null is not content."""
    if column.type == pa.string():
        return column
    return column.fill_null(float("nan") if column.type == pa.float64() else -1)
