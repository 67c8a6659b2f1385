"""How the store numbers the revisions of what it is given.

A value that is already there keeps its number. Another value for the same key is a new revision:
the former stays readable. A file that states its revisions keeps them as long as they do not
contradict what is stored; one that does not state them (revision 0) is compared with the current.

What is current is what the latest edition says, whatever the order in which files are given: the
value of an older edition becomes a revision, and the current value is written again after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from stats.store.editions import edition_date
from stats.store.offline import connect
from stats.store.table import KEY, SCHEMA, check_unique, observation_table
from stats.store.texts import texts_of

SAME_KEY = " and ".join(f"{{left}}.{name} = {{right}}.{name}" for name in KEY)
CONTENT = ("valeur", "statut", "borne_basse", "borne_haute")
SAME_CONTENT = " and ".join(
    f"{{left}}.{name} is not distinct from {{right}}.{name}" for name in CONTENT
)


def live_rows(paths: list[Path], where: str = "") -> str:
    """SQL of the rows of several imports, oldest first: for one key and revision, the last wins.

    `where` is a condition on the key: it is asked of each file, which reads no more than it must.
    """
    everything = every_row(paths, where)
    if len(paths) == 1:
        return everything
    keys = ", ".join((*KEY, "revision"))
    return (
        f"select * from ({everything}) "
        f"qualify row_number() over (partition by {keys} order by rang desc) = 1"
    )


def every_row(paths: list[Path], where: str = "") -> str:
    """SQL of all the rows of the files; `rang` is the place of their file."""
    parts = [
        f"select *, {position} as rang from read_parquet('{_quoted(str(path))}')"
        + (f" where {where}" if where else "")
        for position, path in enumerate(paths)
    ]
    return " union all by name ".join(parts)


def among(name: str, texts: Iterable[str]) -> str:
    """SQL: the column holds one of these. Written out, so that a file whose own statistics say
    that it holds none of them is not read."""
    written = ", ".join(f"'{_quoted(text)}'" for text in sorted(texts))
    return f"{name} in ({written})" if written else "false"


def read_rows(paths: list[Path], indicators: list[str]) -> list[pa.Table]:
    """The rows of some indicators in each file, in the columns of the store."""
    columns, wanted = ", ".join(SCHEMA.names), among("indicateur", indicators)
    with connect() as connection:
        return [
            connection.sql(
                f"select {columns} from read_parquet('{_quoted(str(path))}') where {wanted}"
            ).to_arrow_table()
            for path in paths
        ]


def number_revisions(table: pa.Table, stored: list[Path]) -> pa.Table:
    """The same table with every `revision` ≥ 1, given the files of the live imports.

    Of these only what shares a key with the table is kept, and little more is read.
    """
    if not stored or not table.num_rows:
        return _from_one(table)
    with connect() as connection:
        connection.register("incoming", table)
        keys = ", ".join(KEY)
        connection.execute(f"create temp table asked as select distinct {keys} from incoming")
        where = " and ".join(
            among(name, texts_of(table.column(name)))
            for name in ("indicateur", "niveau", "periode")
        )
        connection.execute(
            f"create table stored as select * from (select * from ({live_rows(stored, where)}) "
            f"semi join asked using ({keys}))"
        )
        if connection.execute("select count(*) from stored").fetchall() == [(0,)]:
            return _from_one(table)
        _register_editions(connection, table)
        numbered = connection.sql(_numbering()).to_arrow_table()
    return observation_table(numbered)


def _register_editions(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> None:
    """The date of every edition met: NULL where its name does not say it."""
    stored = connection.sql("select distinct edition from stored").fetchall()
    names = sorted({*texts_of(table.column("edition")), *(name for (name,) in stored)})
    dates = [edition_date(name) or (None, None) for name in names]
    columns = {
        "edition": pa.array(names, pa.string()),
        "annee": pa.array([year for year, _ in dates], pa.int32()),
        "mois": pa.array([month for _, month in dates], pa.int32()),
    }
    connection.register("editions", pa.table(columns))


def _from_one(table: pa.Table) -> pa.Table:
    """In an empty store, what states no revision is the first; the order is kept."""
    place = SCHEMA.get_field_index("revision")
    revisions = pc.max_element_wise(table.column("revision"), pa.scalar(1, pa.int32()))
    numbered = table.set_column(place, SCHEMA.field("revision"), revisions)
    check_unique(numbered)
    return numbered


def _numbering() -> str:
    keys = ", ".join(KEY)
    prefixed = ", ".join(f"i.{name}" for name in KEY)
    ours = ", ".join(f"n.{name}" for name in SCHEMA.names if name != "revision")
    stored = ", ".join(f"c.{name}" for name in SCHEMA.names if name != "revision")
    return f"""
    with latest as (
        select {keys}, max(revision) as revision from stored group by {keys}
    ), dated as (
        select i.*, l.revision as last_revision,
            coalesce(i.revision = 0 and (e.annee < d.annee
                or (e.annee = d.annee and e.mois > 0 and e.mois < d.mois)), false) as late,
            case
                when l.revision is null then greatest(i.revision, 1)
                when i.revision > 0 and same.revision is null then i.revision
                when i.revision > 0 and {SAME_CONTENT.format(left="i", right="same")}
                    then i.revision
                when i.revision = 0 and {SAME_CONTENT.format(left="i", right="c")}
                    then l.revision
            end as agreed
        from incoming i
        left join latest l on {SAME_KEY.format(left="i", right="l")}
        left join stored same
            on {SAME_KEY.format(left="i", right="same")} and same.revision = i.revision
        left join stored c
            on {SAME_KEY.format(left="i", right="c")} and c.revision = l.revision
        left join editions e on e.edition = i.edition
        left join editions d on d.edition = c.edition
    ), known as (
        -- What an older edition says, and was already read from it.
        select {", ".join(f"i.{name}" for name in KEY)}, max(s.revision) as revision
        from dated i
        join stored s on {SAME_KEY.format(left="i", right="s")} and s.edition = i.edition
            and {SAME_CONTENT.format(left="i", right="s")}
        where i.late and i.agreed is null
        group by {prefixed}
    ), compared as (
        select i.* exclude (agreed),
            i.late and agreed is not null as said_again,
            i.late and agreed is null and k.revision is null as said_late,
            coalesce(
                k.revision,
                -- A file that states several revisions keeps their order.
                case when i.revision >= min(case when agreed is null then i.revision end)
                    over (partition by {prefixed}) then null else agreed end
            ) as kept
        from dated i left join known k on {SAME_KEY.format(left="i", right="k")}
    ), numbered as (
        select i.* exclude (revision), coalesce(
            kept,
            greatest(last_revision, max(coalesce(kept, 0)) over (partition by {prefixed}))
            + row_number() over (partition by {prefixed}, kept is null order by i.revision)
        ) as revision
        from compared i
    )
    select {ours}, n.revision from numbered n where not n.said_again
    union all by name
    -- What the current edition says stays cited from it.
    select {stored}, n.revision + n.said_late::int as revision
    from numbered n
    join stored c on {SAME_KEY.format(left="n", right="c")} and c.revision = n.last_revision
    where n.said_late or n.said_again
    order by {keys}, revision
    """


def _quoted(text: str) -> str:
    return text.replace("'", "''")
