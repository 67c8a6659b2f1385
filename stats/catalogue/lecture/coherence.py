"""What must hold inside one shape: each observation finds its indicator, period and territory."""

from __future__ import annotations

from collections.abc import Iterator

from stats.catalogue.lecture.model import ColumnRule, PeriodRule, Reading, Shape, TableRule
from stats.catalogue.patterns import Pattern, names_in
from stats.catalogue.problems import quote

ONE_TABLE = TableRule()
# What a citation may always name.
ALWAYS = {"titre", "feuille", "fichier", "debut", "fin", "dernier"}


def sentences(shape: Shape, reading: Reading) -> Iterator[str]:
    """What is wrong, each said as the end of « la forme « … » … »."""
    if not shape.header.marker and not shape.header.line:
        yield "ne dit pas où est l’entête ; écrire entete: {repere: …} ou {ligne: …}."
    if not (shape.edition or reading.edition):
        yield "n’a pas d’édition ; écrire « edition »."
    if not (shape.citation or reading.citation):
        yield "n’a pas de citation ; écrire « citation »."
    yield from _territory(shape)
    for serie in shape.series:
        told = serie.indicator or serie.reason or all(one.indicator for one in shape.columns)
        if not told or serie.indicator and serie.reason:
            yield "a une série sans indicateur ni raison, ou avec les deux ; écrire l’un des deux."
    tables = shape.tables or (ONE_TABLE,)
    for table in tables:
        if shape.tables and not (table.title or table.sheet):
            yield "a un tableau sans titre ni feuille ; écrire l’un des deux."
        columns = table.columns or shape.columns
        if not columns:
            yield "ne nomme aucune colonne à lire ; écrire « colonnes »."
        for rule in columns:
            yield from _column(rule, table, shape)
    known = _of_file(shape)
    for template in (shape.edition or reading.edition, shape.citation or reading.citation):
        yield from _unknown(
            template, known | {"titre", "feuille", "fichier", "debut", "fin", "dernier"}
        )


def _territory(shape: Shape) -> Iterator[str]:
    rule = shape.territory
    placed = all(
        column.place
        for table in shape.tables or (ONE_TABLE,)
        for column in table.columns or shape.columns
    )
    placed = placed or bool(shape.series) and all(one.place or one.reason for one in shape.series)
    if rule is None and shape.place is None and not placed and not shape.names:
        yield "ne dit pas de quel territoire il s’agit ; écrire « territoires » ou « territoire »."
    if rule and not (rule.level or rule.levels):
        yield "ne dit pas le niveau des territoires ; écrire « niveau » ou « niveaux »."
    if rule and rule.levels and rule.by not in _of_file(shape) and not rule.by.startswith("col:"):
        yield (
            f"choisit le niveau selon {quote(rule.by)}, que le nom des fichiers ne donne pas ; "
            f"écrire {{{rule.by}}} dans « fichiers »."
        )


def _column(rule: ColumnRule, table: TableRule, shape: Shape) -> Iterator[str]:
    name = quote(" / ".join(rule.header))
    if not (rule.indicator or table.indicator or shape.series):
        yield f"ne dit pas l’indicateur de la colonne {name} ; écrire « indicateur »."
    if len(rule.header) not in (1, shape.header.lines):
        yield (
            f"donne {len(rule.header)} lignes à l’entête {name} au lieu de {shape.header.lines} ; "
            "en écrire une pour chaque ligne, ou une seule pour toutes."
        )
    wanted = rule.period or table.period or shape.period
    captured = _of_file(shape).union(*(Pattern(part).names for part in rule.header))
    captured |= {"debut", "fin"}  # the first and last years of the header
    if not wanted:
        yield f"ne dit pas la période de la colonne {name} ; écrire « periode »."
    elif not isinstance(wanted, PeriodRule):
        yield from _unknown(wanted, captured)
    elif not all(names_in(wanted.write) <= Pattern(one).names for one in wanted.read):
        yield f"écrit la période {quote(wanted.write)} avec un mot que « lire » ne donne pas."
    if rule.place:
        yield from _unknown(rule.place[1], captured)


def _unknown(template: str, known: frozenset[str] | set[str]) -> Iterator[str]:
    for name in sorted(names_in(template) - known):
        yield (
            f"emploie {{{name}}} dans {quote(template)} sans l’avoir lu ; l’écrire dans "
            "« fichiers », « feuilles » ou l’entête."
        )


def _of_file(shape: Shape) -> frozenset[str]:
    """What every file of the shape captures, its sheets and titles included."""
    files = frozenset.intersection(*(Pattern(one).names for one in shape.files))
    sheets = [Pattern(one).names for one in shape.sheets]
    return files | (frozenset.intersection(*sheets) if sheets else frozenset())
