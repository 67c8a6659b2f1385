"""An alert as its page shows it: where it stands, what others say, what the figures say."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.alerts.models import Alert, AlertIndicator
from observatoire.base.registry import Card, Ref, registry

ROAD = (
    (Alert.State.RECEIVED, "Reçue"),
    (Alert.State.SORTED, "Triée"),
    (Alert.State.BACKED, "Corroborée"),
    (Alert.State.EXAMINED, "Examinée en groupe"),
    (Alert.State.CLOSED, "Conclue"),
)


@dataclass(frozen=True)
class Milestone:
    """`mark` is « faite », « ici » or « à venir »."""

    label: str
    mark: str


@dataclass(frozen=True)
class Beside:
    """An indicator beside an alert; `sentence` is the engine's own."""

    link: AlertIndicator
    title: str
    address: str
    sentence: str
    has_news: bool


@dataclass(frozen=True)
class Told:
    """A step, with the meeting that it names."""

    step: object
    card: Card | None


HEADER = (
    "public", "difficulté", "territoire", "depuis", "ampleur", "état", "conclusion",
    "reçue le", "répondu le", "conclue le", "signalée par", "groupe",
)  # fmt: skip


def road(alert: Alert) -> list[Milestone]:
    here = [state for state, _ in ROAD].index(alert.state)
    marks = ["faite"] * here + ["ici"] + ["à venir"] * (len(ROAD) - here - 1)
    labels = [label for _, label in ROAD]
    if alert.outcome:
        labels[-1] = f"Conclue\u00a0: {alert.get_outcome_display()}"
    return [Milestone(label, mark) for label, mark in zip(labels, marks, strict=True)]


def beside(alert: Alert) -> list[Beside]:
    """What the figures say of the place of an alert; one that nobody knows any more is left out."""
    place = alert.territory
    level, code = (place.level, place.code) if place else ("", "")
    found = []
    for link in alert.indicators.order_by("code", "pk"):
        ref = Ref("indicateur", link.code)
        card = registry.resolve(ref)
        if card is None:
            continue
        said = registry.saying(ref, level, code)
        found.append(
            Beside(
                link=link,
                title=card.title,
                address=said.address if said else card.address,
                sentence=said.sentence if said else "Aucun chiffre publié pour ce territoire.",
                has_news=bool(said and link.period and said.period > link.period),
            )
        )
    return found


def story(alert: Alert) -> list[Told]:
    return [
        Told(one, registry.resolve(Ref(one.ref_kind, one.ref_key)) if one.ref_kind else None)
        for one in alert.steps.order_by("at", "pk")
    ]


def row(alert: Alert) -> tuple:
    """One line of the export: codes and dates, never the words."""

    def day(moment) -> str:
        return moment.date().isoformat() if moment else ""

    return (
        alert.public_label,
        alert.difficulty_label,
        alert.place_label,
        alert.since.isoformat(),
        alert.extent_label,
        alert.get_state_display(),
        alert.get_outcome_display() if alert.outcome else "",
        day(alert.received_at),
        day(alert.answered_at),
        day(alert.closed_at),
        str(alert.institution or ""),
        alert.group.name if alert.group else "",
    )


def months_before(link: AlertIndicator) -> int:
    """How many whole months an alert came before the figure was known."""
    start, end = link.alert.received_at.date(), link.moved_on
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))
