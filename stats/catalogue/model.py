"""What the catalogue holds, as frozen values: indicators, sources, dashboards."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Theme(StrEnum):
    """The four themes of the working group, and what only gives context."""

    PRECARITE = "precarite"
    LOGEMENT = "logement_hebergement"
    ALIMENTATION = "precarite_alimentaire"
    JEUNES = "fragilite_jeunes"
    CONTEXTE = "contexte"

    @property
    def label(self) -> str:
        return {
            "precarite": "Précarité",
            "logement_hebergement": "Logement et hébergement",
            "precarite_alimentaire": "Précarité alimentaire",
            "fragilite_jeunes": "Fragilité des jeunes",
            "contexte": "Contexte",
        }[self]


class Cycle(StrEnum):
    """The life of an indicator, from the idea to the shelf."""

    PROPOSED = "propose"
    RETAINED = "retenu"
    IN_COLLECTION = "en_collecte"
    PUBLISHED = "publie"
    ABANDONED = "abandonne"


class Availability(StrEnum):
    """How the figures are obtained."""

    OPEN = "ouverte"
    AGREEMENT = "convention"
    MANUAL = "manuelle"


class Nature(StrEnum):
    """What kind of number it is: decides what arithmetic is allowed."""

    COUNT = "effectif"
    RATE = "taux"
    MEDIAN = "mediane"
    QUANTILE = "quantile"
    RATIO = "rapport"
    AMOUNT = "montant"
    INDEX = "indice"
    CHANGE = "evolution"


class Randomness(StrEnum):
    """Whether the number comes from a count of all, an estimation, or a sample."""

    EXHAUSTIVE = "exhaustif"
    ESTIMATION = "estimation"
    SURVEY = "enquete"


@dataclass(frozen=True)
class Break:
    """From `period` on, the way of counting changed: no comparison across it."""

    period: str
    reason: str


@dataclass(frozen=True)
class MinimumChange:
    """Below `value` (`kind`: « points », « pourcent » or « unites ») the words say « stable »."""

    value: float
    kind: str


@dataclass(frozen=True)
class Collection:
    """Who gathers a figure no file holds yet, since when, expected when (ISO dates or words)."""

    by: str
    since: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Indicator:
    """One indicator. `direction` is -1 (a rise is bad news), 1 (good news) or 0 (ambiguous)."""

    code: str
    title: str
    short_title: str
    subject: str
    plural: bool
    theme: Theme
    nature: Nature
    unit: str
    decimals: int
    definition: str
    numerator: str
    denominator: str
    source: str
    producer: str
    rhythm: str
    levels: tuple[str, ...]
    direction: int
    randomness: Randomness
    cycle: Cycle
    availability: Availability
    minimum_change: MinimumChange
    caveats: tuple[str, ...]
    why: str
    silence: str
    in_insee_panorama: bool
    key: bool = False
    additive: bool = False
    scope: str = ""
    related_theme: Theme | None = None
    breaks: tuple[Break, ...] = ()
    collection: Collection | None = None
    lead: str = ""
    components: tuple[str, ...] = ()
    path: Path | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Source:
    """One source: who publishes, under which licence, how often, and how its files are read."""

    code: str
    title: str
    producer: str
    licence: str
    address: str
    rhythm: str
    scope: str = ""
    notes: tuple[str, ...] = ()
    reading: dict | None = field(default=None, compare=False)
    path: Path | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Section:
    """A theme of a dashboard and the codes it shows, in order."""

    theme: Theme
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Dashboard:
    """A dashboard is data: an address, a title, sections."""

    slug: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    path: Path | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Catalogue:
    """All that `catalogue/` declares, validated."""

    indicators: dict[str, Indicator]
    sources: dict[str, Source]
    dashboards: dict[str, Dashboard]
    figures: tuple[Path, ...] = ()
