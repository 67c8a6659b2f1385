"""What a change is worth saying: no « augmente » without a change, a comparison, a direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stats.catalogue.model import Indicator, Randomness
from stats.comparison.intervals import Interval, interval_of
from stats.observation import Observation
from stats.periods import parse_period
from stats.statuses import Mark
from stats.territory.model import SETTLED
from stats.words.numbers import NB_SPACE, format_number, format_value, rounded
from stats.words.precision import as_published
from stats.words.times import between, in_sentence, previous_known

RISE, FALL, STABLE = "hausse", "baisse", "stable"
BREAK, INCOMPARABLE, UNKNOWN = "rupture", "incomparable", "inconnu"
ARROWS = {RISE: "↗", FALL: "↘", STABLE: "→"}
SIGNS = "+\u2212"
# Two editions further apart than this are two works: nothing says that they count alike.
FARTHEST_EDITIONS = 2.0  # years
HARMLESS = frozenset({"", "arrondi", "arrondie", "arrondis", "valeur à la publication"})
VERBS = {
    RISE: ("augmente", "augmentent"),
    FALL: ("baisse", "baissent"),
    STABLE: ("est stable", "sont stables"),
}


@dataclass(frozen=True)
class Change:
    """A change in words. `kind`: hausse, baisse, stable, rupture, incomparable or inconnu.

    `text` is a clause that begins with the indicator's subject, in lower case and without a full
    stop; `short` the change alone (« −0,2 point », « +3,1 % », « stable »); `arrow` is empty where
    nothing is compared; `tone`: bonne, mauvaise or neutre (always when the direction is
    ambiguous). `since` is the period compared with, if any.
    """

    kind: str
    text: str
    short: str = ""
    arrow: str = ""
    tone: str = "neutre"
    since: str = ""


def last_change(indicator: Indicator, series: Sequence[Observation]) -> Change:
    """The change up to the last number of one territory's series, in the order of time."""
    known = [observation for observation in series if observation.known]
    if not known:
        return Change(UNKNOWN, f"{indicator.subject}{NB_SPACE}: aucune valeur connue")
    current = max(known, key=lambda observation: parse_period(observation.period))
    previous = previous_known(series, current)
    return describe_change(indicator, previous, current, series)


def describe_change(
    indicator: Indicator,
    previous: Observation | None,
    current: Observation,
    series: Sequence[Observation] = (),
) -> Change:
    """The change from `previous` to `current`; `series` shows the breaks that lie between them."""
    if previous is None or not previous.known or not current.known:
        return Change(UNKNOWN, _unknown(indicator, previous, current))
    if reason := _break_between(indicator, previous, current, series):
        dates = between(previous.period, current.period)
        text = f"{indicator.subject} ne se compare pas {dates}{NB_SPACE}: {reason}"
        return Change(BREAK, text, short="rupture de série", since=previous.period)
    if reason := _other_measure(indicator, previous, current):
        dates = between(previous.period, current.period)
        text = f"{indicator.subject} ne se compare pas {dates}{NB_SPACE}: {reason}"
        return Change(INCOMPARABLE, text, short="non comparable", since=previous.period)
    return _measured(indicator, previous, current)


def _measured(indicator: Indicator, previous: Observation, current: Observation) -> Change:
    indicator = as_published(indicator, (previous, current))
    amount, shown = _difference(indicator, previous.value, current.value)
    small = abs(amount) < indicator.minimum_change.value or amount == 0
    if small or _is_noise(indicator, previous, current):
        kind = STABLE
    else:
        kind = RISE if amount > 0 else FALL
    verb = VERBS[kind][indicator.plural]
    dates = between(previous.period, current.period)
    if kind == STABLE:
        text = f"{indicator.subject} {verb} {dates}"
        return Change(STABLE, text, short="stable", arrow=ARROWS[STABLE], since=previous.period)
    unsigned = shown.lstrip(SIGNS)
    return Change(
        kind,
        f"{indicator.subject} {verb} de {unsigned} {dates}",
        short=shown,
        arrow=ARROWS[kind],
        tone=_tone(indicator.direction, kind),
        since=previous.period,
    )


def _is_noise(indicator: Indicator, previous: Observation, current: Observation) -> bool:
    """Where the indicator declares its chance: whether the two intervals overlap."""
    found = interval_of(indicator, previous), interval_of(indicator, current)
    return all(isinstance(one, Interval) for one in found) and found[0].overlaps(found[1])


def _difference(indicator: Indicator, before: float, after: float) -> tuple[float, str]:
    """The change in the indicator's own terms (points, percent, units), and in words."""
    difference = rounded(after, 6) - rounded(before, 6)
    if indicator.minimum_change.kind == "pourcent" and before:
        percent = float(difference) / abs(before) * 100
        return percent, f"{format_number(percent, 1, signed=True)}{NB_SPACE}%"
    amount = float(difference)
    if indicator.minimum_change.kind == "points":
        number = format_number(amount, indicator.decimals, signed=True)
        word = "points" if abs(rounded(amount, indicator.decimals)) >= 2 else "point"
        return amount, f"{number}{NB_SPACE}{word}"
    written = format_value(abs(amount), indicator.unit, indicator.decimals)
    return amount, ("+" if amount > 0 else "\u2212" if amount < 0 else "") + written


def _tone(direction: int, kind: str) -> str:
    if direction == 0:
        return "neutre"
    return "bonne" if (direction > 0) == (kind == RISE) else "mauvaise"


def _unknown(indicator: Indicator, previous: Observation | None, current: Observation) -> str:
    if not current.known:
        reason = current.status.explanation.rstrip(".")
        when = in_sentence(parse_period(current.period))
        return f"{indicator.subject}, {when}{NB_SPACE}: {_lower_first(reason)}"
    return f"{indicator.subject} n’a pas de valeur antérieure comparable"


def _break_between(
    indicator: Indicator,
    previous: Observation,
    current: Observation,
    series: Sequence[Observation],
) -> str:
    """Why nothing is compared across the two dates; empty when no break separates them."""
    first, last = parse_period(previous.period).end, parse_period(current.period).end
    for declared in indicator.breaks:
        if first < parse_period(declared.period).end <= last:
            return _lower_first(declared.reason.rstrip("."))
    for observation in (*series, current):
        inside = first < parse_period(observation.period).end <= last
        if inside and Mark.BREAK in observation.marks:
            return _lower_first(observation.note.rstrip(".")) or "la façon de compter a changé"
    return ""


def joinable(indicator: Indicator, start: Observation, end: Observation) -> bool:
    """Whether a line may go from one number to the next."""
    return not (
        _break_between(indicator, start, end, ()) or _another_measure(indicator, start, end)
    )


def _other_measure(indicator: Indicator, previous: Observation, current: Observation) -> str:
    """Why the difference of two numbers means nothing; empty when it does."""
    if reason := _another_measure(indicator, previous, current):
        return reason
    years = parse_period(current.period).end - parse_period(previous.period).end
    if previous.edition != current.edition and years > FARTHEST_EDITIONS:
        return "elles viennent de deux publications trop éloignées"
    return ""


def _another_measure(indicator: Indicator, previous: Observation, current: Observation) -> str:
    """Why two numbers do not measure the same thing; empty when they do."""
    if previous.unit != current.unit:
        return "l’unité n’est pas la même"
    if Mark.FICTITIOUS in previous.marks ^ current.marks:
        return "l’une des deux valeurs est fictive"
    if _other_ground(previous, current):
        years = f"{previous.vintage} et {current.vintage}"
        return (
            f"les deux valeurs sont dans deux géographies ({years}) et le territoire a pu changer"
        )
    if previous.origin and current.origin and previous.origin != current.origin:
        return "les deux valeurs viennent de deux sources"
    if previous.edition == current.edition:
        return ""
    if _cautions(previous) != _cautions(current):
        return "les deux publications ne comptent pas la même chose"
    if _revised_whole(indicator, previous, current):
        return (
            f"les deux valeurs viennent de deux éditions ({previous.edition or 'sans nom'}, "
            f"{current.edition or 'sans nom'})"
        )
    return ""


def _other_ground(previous: Observation, current: Observation) -> bool:
    """Whether nothing says that the territory is the same ground in both geographies."""
    vintages = (previous.vintage, current.vintage)
    return current.level not in SETTLED and None not in vintages and vintages[0] != vintages[1]


def _cautions(one: Observation) -> frozenset[str]:
    """What the remark of a number says of its scope, without what only says how it is written."""
    parts = {part.strip().lower() for part in one.note.replace(",", ";").split(";")}
    return frozenset(parts - HARMLESS)


def _revised_whole(indicator: Indicator, previous: Observation, current: Observation) -> bool:
    """Whether each edition rewrites the series: estimations, seasonally adjusted quarters and
    months, values marked « revise ». A yearly count has one edition a year and is compared."""
    rhythm = parse_period(current.period).rhythm
    return (
        indicator.randomness is Randomness.ESTIMATION
        or rhythm in ("trimestre", "mois")
        or Mark.REVISED in (previous.marks | current.marks)
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text
