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
    """Whether the number comes from a count of all, rare events, an estimation, a sample…"""

    EXHAUSTIVE = "exhaustif"
    POISSON = "poisson"
    ESTIMATION = "estimation"
    SURVEY = "enquete"
    MODEL = "modele"


class IntervalMethod(StrEnum):
    """How the interval of a value is made, where an indicator declares one."""

    WILSON = "wilson"
    POISSON = "poisson"
    ERROR = "erreur"


@dataclass(frozen=True)
class DeclaredInterval:
    """What the interval needs: the operands of a proportion, or the producer’s own error.

    `margin` is half the 95 % interval, in the indicator’s unit; `said_in` where it is published.
    """

    method: IntervalMethod
    numerator: str = ""
    denominator: str = ""
    margin: float = 0.0
    said_in: str = ""


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
class Floor:
    """At these levels the producer writes `value` for that much or less: a bound, not a number."""

    value: float
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """Who gathers a figure no file holds yet, since when, expected when (ISO dates or words)."""

    by: str
    since: str = ""
    expected: str = ""


class Operation(StrEnum):
    """How the operands of a derived indicator make its value."""

    QUOTIENT = "quotient"
    SUM = "somme"
    DIFFERENCE = "difference"


class Shift(StrEnum):
    """Where the period of an operand stands from that of the result."""

    NONE = "aucun"
    DAY_AFTER = "lendemain"
    BEFORE = "periode_precedente"


class Which(StrEnum):
    """Which value of an operand is taken, when it is no revision's number.

    The first is that of the oldest edition, whenever it was read.
    """

    CURRENT = "courante"
    FIRST = "premiere"


@dataclass(frozen=True)
class Operand:
    """One indicator of a calculation. With an `edition`, only what that publication says counts."""

    indicator: str
    shift: Shift = Shift.NONE
    revision: Which | int = Which.CURRENT
    edition: str = ""


@dataclass(frozen=True)
class Calculation:
    """`factor` × first / second, the sum of all, or first − second.

    `rhythms` are those of the periods computed (« jour », « trimestre »…); empty, every one.
    """

    operation: Operation
    operands: tuple[Operand, ...]
    factor: float = 1.0
    rhythms: tuple[str, ...] = ()


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
    direction_reason: str = ""
    related_theme: Theme | None = None
    breaks: tuple[Break, ...] = ()
    collection: Collection | None = None
    lead: str = ""
    components: tuple[str, ...] = ()
    calculation: Calculation | None = None
    interval: DeclaredInterval | None = None
    floor: Floor | None = None
    path: Path | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Schedule:
    """How often a source publishes, how many days after the end of a period, and how many more
    before it is said to be late."""

    every: str
    delay: int
    grace: int = 30


@dataclass(frozen=True)
class Download:
    """A file of a source: where it is published, its name here, its SHA-256 in hexadecimal.

    Without a fingerprint, the content first received is the one that holds.
    """

    address: str
    name: str
    fingerprint: str = ""


@dataclass(frozen=True)
class SecrecyRule:
    """When a count of a source is secret, and who decided it (`origin`, a sentence).

    `threshold`: fewer than that (or contributors, where they are counted); `dominance` and `p`
    in percent; `margin`: within that percentage, nobody may come near a secret. The indicators of
    `aside` count no people.
    """

    origin: str
    threshold: float = 0.0
    dominance: float = 0.0
    p: float = 0.0
    margin: float = 10.0
    sensitive_zeros: bool = False
    aside: tuple[str, ...] = ()


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
    downloads: tuple[Download, ...] = ()
    no_interval: str = ""
    schedule: Schedule | None = None
    secrecy: SecrecyRule | None = None
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


class Severity(StrEnum):
    """What a breach of a rule does: refuses the figures, or is only told."""

    BLOCKING = "bloquante"
    WARNING = "avertissement"


@dataclass(frozen=True)
class Equality:
    """`total` is the sum of `parts`, in one territory, period and edition, from `since` on."""

    total: str
    parts: tuple[str, ...]
    tolerance: float = 0.0
    since: str = ""


@dataclass(frozen=True)
class Nesting:
    """An additive count of a `parent` is the sum over its `child` territories.

    `tolerance` is in percent of the parent's value; `indicators` empty means every additive one.
    """

    parent: str
    child: str
    tolerance: float = 0.0
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bounds:
    """The rates of a unit lie between two numbers, but those of the indicators set aside."""

    unit: str
    lowest: float
    highest: float
    aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What published figures must keep; exactly one of the three is given."""

    code: str
    title: str
    severity: Severity
    equality: Equality | None = None
    nesting: Nesting | None = None
    bounds: Bounds | None = None
    path: Path | None = field(default=None, compare=False)

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCKING


@dataclass(frozen=True)
class Catalogue:
    """All that `catalogue/` declares, validated."""

    indicators: dict[str, Indicator]
    sources: dict[str, Source]
    dashboards: dict[str, Dashboard]
    figures: tuple[Path, ...] = ()
    rules: dict[str, Rule] = field(default_factory=dict)
