"""The two questions asked of the index, in the dialect of each database.

Order is the same on both, and can be explained: notices whose title holds every word, then those
whose title or summary does, then the others; in each, the newest first.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from observatoire.library.search.facets import MARK, mark_of
from observatoire.library.search.question import NEWEST, RELEVANCE, Question

# Each stem, or the stems that stand for it; all must be held.
Stems = tuple[tuple[str, ...], ...]
# Where PostgreSQL's lexemes stand: a second time for the title, apart for the file (0006).
PACKED = "library_entrytext e"
TITLE, FILE = f"{MARK}a", f"{MARK}b"
ORDERS = {
    NEWEST: "e.date DESC NULLS LAST, {id}",
    "anciennes": "e.date ASC NULLS LAST, {id}",
    "ajout": "e.added_at DESC, {id} DESC",
    "titre": "e.sorted_title, {id}",
}


@dataclass(frozen=True)
class Asked:
    """Who asks, for which stems."""

    is_partner: bool
    groups: frozenset[str]
    stems: Stems = ()

    def rights(self) -> tuple[str, list]:
        may, values = ["e.visibility = 'public'"], []
        if self.is_partner:
            may.append("e.visibility = 'partenaires'")
        if self.groups:
            names = ", ".join(["%s"] * len(self.groups))
            may.append(f"(e.visibility = 'groupe' AND e.\"group\" IN ({names}))")
            values = sorted(self.groups)
        return f"({' OR '.join(may)})", values


def ask_facets(asked: Asked) -> list[tuple[str, int]]:
    """(text of facets, number) of all that holds the words and may be read.

    Without words the index of facets groups them as it reads; with words, nearly every text is
    there once and grouping would sort them for nothing: a text may come several times.
    """
    rights, values = asked.rights()
    if not asked.stems:
        sql = f"SELECT e.facets, count(*) FROM library_entry e WHERE {rights} GROUP BY e.facets"
        return _rows(sql, values)
    source, condition, words = _matching(asked.stems, ())
    sql = f"SELECT e.facets, 1 FROM {source} WHERE {condition} AND {rights}"
    return _rows(sql, [words, *values])


def ask_entries(asked: Asked, question: Question, *, start: int, number: int) -> list:
    """The keys of the notices of one page, in order."""
    rights, values = asked.rights()
    source, condition, given = "library_entry e", "", []
    if asked.stems or question.chosen:
        source, matching, words = _matching(asked.stems, question.chosen)
        condition, given = f"{matching} AND ", [words]
    order, ordering = _order(asked.stems, question.order)
    order = order.format(id="e.entry_id" if source == PACKED else "e.id")
    sql = (
        f"SELECT e.notice_id FROM {source} WHERE {condition}{rights} "
        f"ORDER BY {order} LIMIT %s OFFSET %s"
    )
    return [key for (key,) in _rows(sql, [*given, *values, *ordering, number, start])]


def _matching(stems: Stems, chosen) -> tuple[str, str, str]:
    """Tables, condition, and the one value that it takes."""
    marks = [tuple(mark_of(name, value) for value in values) for name, values in chosen]
    if connection.vendor == "postgresql":
        # Its row holds what is asked of the entry too (0006): nothing is joined.
        anywhere = [tuple(one for stem in group for one in (stem, FILE + stem)) for group in stems]
        return PACKED, "e.words @@ %s::tsquery", _tsquery((*anywhere, *marks))
    source = "library_words JOIN library_entry e ON e.id = library_words.rowid"
    return source, "library_words MATCH %s", _fts((*stems, *marks))


def _order(stems: Stems, order: str) -> tuple[str, list[str]]:
    if order != RELEVANCE or not stems:
        return ORDERS.get(order, ORDERS[NEWEST]), []
    if connection.vendor == "postgresql":
        tiers = ["e.words @@ %s::tsquery"] * 2
        titles = [tuple(TITLE + stem for stem in group) for group in stems]
        values = [_tsquery(titles), _tsquery(stems)]
    else:
        inside = "e.id IN (SELECT rowid FROM library_words WHERE library_words MATCH %s)"
        tiers = [inside, inside]
        values = [f"{{title}} : ({_fts(stems)})", f"{{title head}} : ({_fts(stems)})"]
    return f"({tiers[0]}) DESC, ({tiers[1]}) DESC, {ORDERS[NEWEST]}", values


def _tsquery(groups) -> str:
    """Lexemes as they are: letters and figures only, so that nothing is to be escaped."""

    def quoted(group):
        return " | ".join(f"'{one}'" for one in group)

    return " & ".join(f"({quoted(group)})" for group in groups)


def _fts(groups: Stems) -> str:
    def quoted(group):
        return " OR ".join(f'"{one}"' for one in group)

    return " AND ".join(f"({quoted(group)})" for group in groups)


def _rows(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
