"""What the public is owed about an indicator: its sheet, its state, how to quote it."""

from __future__ import annotations

from stats.catalogue import Indicator, Source
from stats.catalogue.model import Availability, Cycle, Nature, Randomness
from stats.periods import parse_period
from stats.territory import Level
from stats.words.numbers import WITHOUT_DIMENSION, agree

AVAILABILITY = {
    Availability.OPEN: "Données ouvertes",
    Availability.AGREEMENT: "Données transmises par convention",
    Availability.MANUAL: "Données recueillies à la main",
}
NATURES = {
    Nature.COUNT: "Effectif",
    Nature.RATE: "Taux",
    Nature.MEDIAN: "Médiane",
    Nature.QUANTILE: "Quantile",
    Nature.RATIO: "Rapport",
    Nature.AMOUNT: "Montant",
    Nature.INDEX: "Indice",
    Nature.CHANGE: "Évolution",
}
OBSERVED = {
    Randomness.EXHAUSTIVE: "Tous les cas sont comptés, sans sondage",
    Randomness.POISSON: "Événements comptés un par un (aléa de Poisson)",
    Randomness.ESTIMATION: "Estimation",
    Randomness.MODEL: "Modèle",
    Randomness.SURVEY: "Enquête par sondage",
}
DIRECTIONS = {
    -1: "Une hausse est une mauvaise nouvelle.",
    1: "Une hausse est une bonne nouvelle.",
    0: "Une hausse peut être une bonne ou une mauvaise nouvelle\u00a0: aucune couleur de jugement.",
}


def present_facts(indicator: Indicator, source: Source | None) -> list[tuple[str, str]]:
    """The sheet, term by term; a term without text is left out."""
    levels = ", ".join(Level(level).plural for level in indicator.levels)
    facts = [
        ("Définition", indicator.definition),
        ("Numérateur", indicator.numerator),
        ("Dénominateur", indicator.denominator),
        ("Unité", indicator.unit),
        ("Nature", NATURES[indicator.nature]),
        ("Champ", indicator.scope or (source.scope if source else "")),
        ("Source", f"{source.title} ({source.producer})" if source else ""),
        ("Licence de la source", source.licence if source else ""),
        ("Producteur", indicator.producer),
        ("Rythme", indicator.rhythm),
        ("Niveaux", levels),
        ("Observation", OBSERVED[indicator.randomness]),
        ("Disponibilité", AVAILABILITY[indicator.availability]),
        ("Sens de lecture", direction_told(indicator)),
        (
            "Panorama régional de l’Insee",
            "Y figure" if indicator.in_insee_panorama else "N’y figure pas",
        ),
    ]
    return [(term, _capital(text)) for term, text in facts if text and text != "-"]


def direction_told(indicator: Indicator) -> str:
    """Good news, bad news, or neither and why."""
    return " ".join(filter(None, [DIRECTIONS[indicator.direction], indicator.direction_reason]))


def present_state(indicator: Indicator) -> list[str]:
    """Sentences on an indicator that is not published yet."""
    if indicator.cycle is Cycle.IN_COLLECTION and indicator.collection:
        expected = _moment(indicator.collection.expected) or "date à fixer"
        since = indicator.collection.since
        begun = f", depuis {_moment(since)}" if since else ""
        return [
            f"En cours de collecte par {indicator.collection.by}{begun}.",
            f"Attendu\u00a0: {expected}.",
        ]
    if indicator.cycle is Cycle.PROPOSED:
        lead = f" Piste\u00a0: {indicator.lead}." if indicator.lead else ""
        return [f"Indicateur proposé, pas encore retenu par le groupe de travail.{lead}"]
    if indicator.cycle is Cycle.ABANDONED:
        return ["Indicateur abandonné."]
    return []


def cite(
    indicator: Indicator, source: Source | None, period: str, address: str, platform: str
) -> str:
    """How to quote the page: who publishes, what, when, where it is read."""
    producer = source.producer if source else indicator.producer
    title = f"«\u00a0{indicator.title}\u00a0»"
    return ", ".join(filter(None, [producer, title, period, platform, address]))


def caption(indicator: Indicator) -> str:
    """« Taux de chômage, en % », « Surendettement, pour 100 000 habitants », « Indice de Gini »."""
    unit = agree(indicator.unit, 2)
    if indicator.unit.startswith(WITHOUT_DIMENSION):
        return indicator.title
    return f"{indicator.title}, {unit if unit.startswith('pour') else f'en {unit}'}"


def _moment(text: str) -> str:
    """« 2023-11 » → « novembre 2023 »; words stay words."""
    try:
        return parse_period(text).label
    except ValueError:
        return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
