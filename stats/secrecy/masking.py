"""The raw counts of a source: masked a period at a time, then attacked with all that is out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import pyarrow as pa

from stats.catalogue.model import Catalogue, Nature, Operation, SecrecyRule, Source
from stats.secrecy.audit import audit
from stats.secrecy.families import Family, Out, families_of
from stats.secrecy.places import Nested, rest_of
from stats.secrecy.primary import PUBLISHED, SECONDARY
from stats.secrecy.protection import Protection, shield
from stats.secrecy.publication import Mask, Secured
from stats.secrecy.releases import Release
from stats.secrecy.report import sentence
from stats.secrecy.rules import Rules
from stats.statuses import Status
from stats.store import Store
from stats.store.table import KEY, RefusedError

RATE = "taux"
LISTED = 5


def mask(
    table: pa.Table,
    source: Source,
    catalogue: Catalogue,
    territories: Nested,
    store: Store,
) -> Secured:
    """The figures of a source that has a rule, with what is secret taken out. RefusedError."""
    rule = source.secrecy
    masks, attacked, optimal = [], 0, True
    out = _out(store, source.code, table)
    for family in families_of(table, catalogue, territories, out, rule):
        found, held = _secured(family, rule)
        attacked += held
        optimal &= found is None or found.optimal
        masks += _masks(family, found)
    masks += _lone(table, catalogue, rule)
    masks += _rates(table, catalogue, masks)
    return Secured(_without(table, masks), rule, tuple(masks), attacked, optimal)


def _out(store: Store, source: str, table: pa.Table) -> Out:
    """All that anybody published of the same indicators."""
    codes = set(table.column("indicateur").to_pylist())
    stood, undone = store.ever_published(codes, source=source)
    return Out(stood, undone, store.recorded(codes, but=[source]))


def _secured(family: Family, rule: SecrecyRule) -> tuple[Protection | None, int]:
    """The protection of one family, and how many hidden figures were attacked. RefusedError.

    What was undone was read all the same. Where it makes any protection impossible, what it told
    is told: the figures are protected from what stands.
    """
    if family.undone:
        try:
            found, releases = _shielded(family, rule)
            return found, _attacked(family, releases)
        except RefusedError:
            family = family.without_undone()
    found, releases = _shielded(family, rule)
    return found, _attacked(family, releases)


def _shielded(family: Family, rule: SecrecyRule) -> tuple[Protection | None, list[Release]]:
    """The protection of one family, and all that will be known of it."""
    rules = _rules(family, rule)
    if not family.values:
        return None, family.releases
    found = shield(family.table(rules), rules, family.releases, only_given=True)
    pairs = zip(found.cells, found.statuses.tolist(), strict=True)
    told = {cell: status for cell, status in pairs if cell in family.values}
    ours = Release(
        "dépôt",
        found.dimensions,
        {cell: family.values[cell] for cell, status in told.items() if status == PUBLISHED},
        {cell: status for cell, status in told.items() if status != PUBLISHED},
    )
    return found, [ours, *family.releases]


def _attacked(family: Family, releases: list[Release]) -> int:
    """How many hidden figures were attacked. RefusedError when one is found.

    What a margin holds beside the parts that somebody speaks of is one more unknown, unless every
    part is spoken of.
    """
    rests = Release("restes", releases[0].dimensions if releases else (), {}, family.open_rests())
    rules = family.audit_rules()
    found = audit([*releases, rests], rules, None, known=family.values, seconds=60)
    secret = [one for one in found.leaks if not rest_of(one.cell[0])]
    if secret:
        more = f" (et {len(secret) - LISTED} autres)" if len(secret) > LISTED else ""
        told = " ".join(sentence(one) for one in secret[:LISTED])
        raise RefusedError(
            f"Publier ces chiffres révélerait des valeurs cachées, {family.period}. {told}{more} "
            "Masquer aussi un autre chiffre, ou retirer la marge."
        )
    return len(found.verdicts)


def _rules(family: Family, rule: SecrecyRule) -> Rules:
    def given(value: float) -> Fraction | None:
        return Fraction(str(value)) if value else None

    return Rules(
        dimensions=family.shapes,
        threshold=given(rule.threshold),
        dominance=given(rule.dominance),
        p=given(rule.p),
        margin=Fraction(str(rule.margin)),
        sensitive_zeros=rule.sensitive_zeros,
        cost="effectif",
        statuses_known=True,
    )


def _masks(family: Family, found: Protection | None) -> list[Mask]:
    if found is None:
        return []
    masks = []
    for cell, status, reason in zip(found.cells, found.statuses, found.reasons, strict=True):
        if status == PUBLISHED or cell not in family.values or rest_of(cell[0]):
            continue
        level, _, code = cell[0].partition(":")
        kind = Status.SECONDARY_SECRET if status == SECONDARY else Status.PRIMARY_SECRET
        masks.append(Mask(cell[1], level, code, family.period, family.values[cell], kind, reason))
    return masks


def _rows(table: pa.Table, catalogue: Catalogue) -> Iterator[tuple]:
    """The indicator of each number, with its key and its value."""
    columns = (*KEY, "valeur", "statut")
    for row in zip(*(table.column(name).to_pylist() for name in columns), strict=True):
        code, level, place, period, value, status = row
        if status == Status.VALUE and code in catalogue.indicators:
            yield catalogue.indicators[code], (code, level, place, period), value


def _lone(table: pa.Table, catalogue: Catalogue, rule: SecrecyRule) -> list[Mask]:
    """A count that does not add up is no part of anything: only small ones are hidden."""
    return [
        Mask(*key, value, Status.PRIMARY_SECRET, "seuil")
        for indicator, key, value in _rows(table, catalogue)
        if indicator.nature is Nature.COUNT
        and not indicator.additive
        and indicator.code not in rule.aside
        and 0 < value < rule.threshold
    ]


def _rates(table: pa.Table, catalogue: Catalogue, masks: Sequence[Mask]) -> list[Mask]:
    """A rate gives its numerator back to whoever has the denominator: it is hidden with it."""
    hidden = {(one.indicator, one.level, one.territory, one.period) for one in masks}
    return [
        Mask(*key, value, Status.SECONDARY_SECRET, RATE)
        for indicator, key, value in _rows(table, catalogue)
        if indicator.calculation is not None
        and indicator.calculation.operation is Operation.QUOTIENT
        and (indicator.calculation.operands[0].indicator, *key[1:]) in hidden
    ]


def _without(table: pa.Table, masks: Sequence[Mask]) -> pa.Table:
    """The table without the numbers of the masks, nor bounds beside them."""
    if not masks:
        return table
    statuses: Mapping[tuple, Status] = {
        (one.indicator, one.level, one.territory, one.period): one.status for one in masks
    }
    columns = table.to_pydict()
    keys = zip(*(columns[name] for name in KEY), strict=True)
    for place, key in enumerate(keys):
        if key in statuses and columns["statut"][place] == Status.VALUE:
            columns["statut"][place] = str(statuses[key])
            columns["valeur"][place] = None
            columns["borne_basse"][place] = columns["borne_haute"][place] = None
    return pa.table(columns, schema=table.schema)
