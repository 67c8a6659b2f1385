"""What may be done with figures, and why not: one place that engine, pages and API ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stats.catalogue.model import Indicator, Nature
from stats.comparison.rounding import Total, total
from stats.observation import Observation
from stats.periods import parse_period
from stats.statuses import Mark, Status
from stats.territory.model import SETTLED
from stats.words.changes import BREAK, INCOMPARABLE, describe_change

ROUNDED = frozenset({Mark.ROUNDED_1, Mark.ROUNDED_5, Mark.ROUNDED_10})


class Operation(StrEnum):
    """What one may want to do with the figures of an indicator."""

    SUM = "somme"
    MEAN = "moyenne"
    RANK = "rang"
    COMPARE = "evolution"


@dataclass(frozen=True)
class Refusal:
    """An operation that would lie, and the sentence that says why and what to do instead."""

    operation: Operation
    reason: str


def refuse_sum(indicator: Indicator, values: Sequence[Observation] = ()) -> Refusal | None:
    """Whether these figures may be added up."""
    if not indicator.additive:
        return Refusal(Operation.SUM, _not_additive(indicator))
    return _mixed(Operation.SUM, values) or _unknown(Operation.SUM, values)


def refuse_mean(indicator: Indicator, values: Sequence[Observation] = ()) -> Refusal | None:
    """Whether an average of territories means something: only that of counts does."""
    if indicator.nature in (Nature.MEDIAN, Nature.QUANTILE):
        reason = "La moyenne de médianes ou de quantiles n’est la médiane de personne."
        return Refusal(Operation.MEAN, f"{reason} Demander la valeur du territoire entier.")
    if not indicator.additive:
        return Refusal(
            Operation.MEAN,
            "La moyenne de taux n’est pas le taux de l’ensemble : les territoires n’ont pas le "
            "même poids. Recalculer à partir du numérateur et du dénominateur.",
        )
    return _mixed(Operation.MEAN, values) or _unknown(Operation.MEAN, values)


def refuse_rank(indicator: Indicator, values: Sequence[Observation]) -> Refusal | None:
    """Whether the figures of one period may be put in order."""
    if any(one.status is Status.CENSORED for one in values):
        return Refusal(
            Operation.RANK,
            "Une partie des valeurs n’est connue que par un seuil (« moins de 5 % ») : on ne sait "
            "pas qui vient avant qui.",
        )
    if any(one.level == "commune" and ROUNDED & one.marks for one in values):
        return Refusal(
            Operation.RANK,
            "Valeurs arrondies, souvent secrètes : les communes ne sont pas classées.",
        )
    return _mixed(Operation.RANK, values)


def refuse_comparison(
    indicator: Indicator,
    before: Observation,
    after: Observation,
    series: Sequence[Observation] = (),
    *,
    same_ground: bool | None = None,
) -> Refusal | None:
    """Whether the change from one figure to another may be said. `same_ground` tells, for a
    commune or an EPCI in two geographies, whether the perimeter is the same."""
    if (
        before.vintage != after.vintage
        and after.level not in SETTLED
        and not same_ground
        and None not in (before.vintage, after.vintage)
    ):
        return Refusal(
            Operation.COMPARE,
            f"Les deux valeurs sont dans deux géographies ({before.vintage} et {after.vintage}) "
            "et le territoire a pu changer entre-temps : convertir d’abord.",
        )
    if same_ground:
        before = replace(before, vintage=after.vintage)
    change = describe_change(indicator, before, after, series)
    if change.kind in (BREAK, INCOMPARABLE):
        return Refusal(Operation.COMPARE, f"{_capital(change.text)}.")
    if not (before.known and after.known):
        unknown = after if before.known else before
        return Refusal(Operation.COMPARE, unknown.status.explanation)
    return None


def add_up(indicator: Indicator, values: Sequence[Observation]) -> Total | Refusal:
    """The sum, with its limits when the producer rounds; or why it is refused."""
    return refuse_sum(indicator, values) or total(values)


def what_is_allowed(
    indicator: Indicator, values: Sequence[Observation]
) -> list[tuple[Operation, str]]:
    """Each operation on the figures of one period, and why it is refused (empty when allowed)."""
    asked = (refuse_sum, refuse_mean, refuse_rank)
    found = [check(indicator, values) for check in asked]
    operations = (Operation.SUM, Operation.MEAN, Operation.RANK)
    return [
        (operation, refusal.reason if refusal else "")
        for operation, refusal in zip(operations, found, strict=True)
    ]


def _not_additive(indicator: Indicator) -> str:
    match indicator.nature:
        case Nature.RATE | Nature.RATIO | Nature.INDEX:
            return (
                "Un taux ne s’additionne pas : il se recalcule à partir de son numérateur et de "
                "son dénominateur."
            )
        case Nature.MEDIAN | Nature.QUANTILE:
            return "Une médiane ou un quantile ne s’additionne pas, et ne se recompose pas."
        case Nature.CHANGE:
            return "Une évolution ne s’additionne pas : additionner les effectifs, puis comparer."
    return (
        "Cet effectif ne s’additionne pas d’un territoire à l’autre : une même personne peut y "
        "être comptée plusieurs fois, ou la source ne couvre pas tout."
    )


def _mixed(operation: Operation, values: Sequence[Observation]) -> Refusal | None:
    """Figures of several dates, editions, geographies or levels do not go together."""
    known = [one for one in values if one.known]
    if len({one.period for one in known}) > 1:
        periods = _listed(parse_period(one.period).label for one in known)
        return Refusal(operation, f"Les valeurs sont de plusieurs dates : {periods}.")
    if len({one.edition for one in known}) > 1:
        editions = _listed(one.edition or "sans nom" for one in known)
        return Refusal(operation, f"Les valeurs viennent de plusieurs éditions : {editions}.")
    vintages = {one.vintage for one in known if one.level not in SETTLED} - {None}
    if len(vintages) > 1:
        years = _listed(str(year) for year in vintages)
        return Refusal(operation, f"Les valeurs sont dans plusieurs géographies : {years}.")
    if operation is not Operation.RANK and len({one.level for one in values}) > 1:
        return Refusal(operation, "Des territoires de plusieurs niveaux se recouvrent.")
    return None


def _unknown(operation: Operation, values: Sequence[Observation]) -> Refusal | None:
    missing = [one for one in values if not one.known]
    if not missing:
        return None
    first = missing[0]
    name = first.label or first.territory
    more = f" et {len(missing) - 1} autres" if len(missing) > 1 else ""
    return Refusal(operation, f"{name}{more} : {_lower(first.status.explanation)}")


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(sorted(set(texts)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
