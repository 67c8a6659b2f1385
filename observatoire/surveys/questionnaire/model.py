"""What a questionnaire is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of question; each one says how it is asked, read and counted."""

    SINGLE = "choix"
    MULTIPLE = "choix_multiple"
    SATISFACTION = "satisfaction"
    SCALE = "echelle"
    RECOMMENDATION = "recommandation"
    NUMBER = "nombre"
    TEXT = "texte"
    DATE = "date"
    MATRIX = "matrice"
    GRID = "grille"
    TOTAL = "total"


WRITTEN = {Kind.TEXT, Kind.DATE, Kind.NUMBER, Kind.GRID, Kind.TOTAL}
LABELS = {
    Kind.SINGLE: "une réponse parmi plusieurs",
    Kind.MULTIPLE: "plusieurs réponses possibles",
    Kind.SATISFACTION: "satisfaction, en quatre degrés",
    Kind.SCALE: "échelle de nombres",
    Kind.RECOMMENDATION: "recommandation, de 0 à 10",
    Kind.NUMBER: "nombre",
    Kind.TEXT: "texte libre",
    Kind.DATE: "date",
    Kind.MATRIX: "matrice\u00a0: une même question sur plusieurs lignes",
    Kind.GRID: "grille\u00a0: des nombres en lignes et en colonnes",
    Kind.TOTAL: "total, calculé et jamais saisi",
}


@dataclass(frozen=True)
class Option:
    code: str
    label: str


SATISFACTION = (
    Option("tres_satisfait", "Très satisfait"),
    Option("plutot_satisfait", "Plutôt satisfait"),
    Option("plutot_insatisfait", "Plutôt insatisfait"),
    Option("tres_insatisfait", "Très insatisfait"),
    Option("sans_avis", "Sans avis"),
)


@dataclass(frozen=True)
class Condition:
    """Asked only to who answered one of these to an earlier question."""

    question: str
    among: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    code: str
    kind: Kind
    label: str
    help: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    columns: tuple[Option, ...] = ()
    has_totals: bool = False
    parts: tuple[str, ...] = ()  # what a total adds up: « code », « grille.ligne.* »
    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""
    minimum: float | None = None
    maximum: float | None = None
    is_whole: bool = False
    unit: str = ""
    is_long: bool = False
    longest: int = 2_000
    condition: Condition | None = None
    is_personal: bool = False

    @property
    def choices(self) -> tuple[Option, ...]:
        """What may be answered, for every kind that is chosen and not written."""
        if self.kind is Kind.SATISFACTION:
            return SATISFACTION
        if self.kind in {Kind.SCALE, Kind.RECOMMENDATION}:
            return tuple(Option(str(n), str(n)) for n in range(self.low, self.high + 1))
        return self.options

    @property
    def is_counted(self) -> bool:
        """Whether its answers are a distribution, not words or a measure."""
        return self.kind not in WRITTEN

    def label_of(self, code: str) -> str:
        return next((one.label for one in self.choices if one.code == code), code)


class Severity(StrEnum):
    """What a control that does not hold asks of the respondent."""

    BLOCKING = "bloquant"
    TO_JUSTIFY = "a_justifier"
    INFORMATION = "information"


@dataclass(frozen=True)
class Control:
    """What should hold between answers: « fin = debut + nouvelles - sorties »."""

    code: str
    severity: Severity
    sentence: str
    expected: str


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question, ...]
    text: str = ""


@dataclass(frozen=True)
class Questionnaire:
    code: str
    version: int
    title: str
    sections: tuple[Section, ...]
    introduction: str = ""
    controls: tuple[Control, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def question(self, code: str) -> Question:
        return next(one for one in self.questions if one.code == code)
