"""Figures that another source has published otherwise: what one would replace without a word."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from stats.store.offline import connect
from stats.store.table import KEY

NEEDED = (*KEY, "valeur", "statut", "origine", "source", "revision")


def rivals(incoming: pa.Table, published: list[pa.Table]) -> list[tuple]:
    """(indicator, level, territory, period, value, the other's, its citation) of each number that
    differs from the current one of another origin, by key. `published` is oldest first."""
    if not set(NEEDED) <= set(incoming.column_names):
        return []
    own = pc.unique(incoming.column("origine").cast(pa.string()))
    if not any(_holds_other(one, own) for one in published):
        return []
    keys = ", ".join(KEY)
    with connect() as connection:
        for number, one in enumerate((incoming, *published)):
            connection.register(f"part_{number}", one.select(NEEDED))
        parts = [_texts(number, f"{number} as rang") for number in range(1, len(published) + 1)]
        return connection.execute(
            f"""
            with current as (
                select * from ({" union all ".join(parts)})
                qualify row_number() over (
                    partition by {keys} order by revision desc, rang desc) = 1
            )
            select {keys}, i.valeur, c.valeur, c.source
            from ({_texts(0, "0 as rang")}) i join current c using ({keys})
            where c.origine <> i.origine and c.statut = 'valeur' and i.statut = 'valeur'
                and c.valeur <> i.valeur
            order by {keys}
            """
        ).fetchall()


def _holds_other(published: pa.Table, own: pa.Array) -> bool:
    found = pc.unique(published.column("origine").cast(pa.string()))
    return not pc.all(pc.is_in(found, value_set=own), min_count=0).as_py()


def _texts(number: int, more: str) -> str:
    """One text type for all: a table may come with its texts numbered."""
    texts = ", ".join(
        f"{name}::varchar as {name}" for name in NEEDED if name not in ("valeur", "revision")
    )
    return f"select {texts}, valeur, revision, {more} from part_{number}"
