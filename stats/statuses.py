"""Values that are not numbers, and the marks a number may carry.

Each code has a legend a reader understands, in French, and an arithmetic: what a sum or a
ratio becomes when one of its operands has this status. The list is closed: a source says in its
YAML which of its marks (« s », « nd », « NC »…) means which of these codes.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Why a cell holds, or does not hold, a number."""

    VALUE = "valeur"
    PRIMARY_SECRET = "secret_primaire"
    SECONDARY_SECRET = "secret_secondaire"
    NOT_AVAILABLE = "non_disponible"
    NOT_CONCERNED = "non_concerne"
    NOT_ASKED = "non_demande"
    NO_ANSWER = "non_reponse"
    CENSORED = "censure"
    INCOMPLETE = "incomplet"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]

    @property
    def explanation(self) -> str:
        return STATUS_EXPLANATIONS[self]


class Mark(StrEnum):
    """What must be known of a number before it is compared."""

    PROVISIONAL = "provisoire"
    ESTIMATED = "estime"
    REVISED = "revise"
    BREAK = "rupture"
    ROUNDED_1 = "arrondi_1"
    ROUNDED_5 = "arrondi_5"
    ROUNDED_10 = "arrondi_10"
    FICTITIOUS = "fictif"

    @property
    def label(self) -> str:
        return MARK_LABELS[self]

    @property
    def explanation(self) -> str:
        return MARK_EXPLANATIONS[self]


STATUS_LABELS = {
    Status.VALUE: "Valeur",
    Status.PRIMARY_SECRET: "Secret statistique",
    Status.SECONDARY_SECRET: "Secret statistique",
    Status.NOT_AVAILABLE: "Non disponible",
    Status.NOT_CONCERNED: "Non concerné",
    Status.NOT_ASKED: "Non demandé",
    Status.NO_ANSWER: "Non-réponse",
    Status.CENSORED: "Valeur bornée",
    Status.INCOMPLETE: "Incomplet",
}

STATUS_EXPLANATIONS = {
    Status.VALUE: "La valeur est publiée.",
    Status.PRIMARY_SECRET: (
        "Trop peu de personnes sont concernées : publier le nombre permettrait de les reconnaître."
    ),
    Status.SECONDARY_SECRET: (
        "La valeur est masquée pour qu’on ne puisse pas retrouver une autre valeur secrète "
        "par soustraction."
    ),
    Status.NOT_AVAILABLE: "Le producteur ne publie pas cette valeur.",
    Status.NOT_CONCERNED: "La question n’a pas d’objet pour ce territoire.",
    Status.NOT_ASKED: "La question n’a pas été posée cette année-là.",
    Status.NO_ANSWER: "Le répondant n’a pas répondu.",
    Status.CENSORED: "Le producteur publie seulement un seuil (« moins de » ou « plus de »).",
    Status.INCOMPLETE: "Une partie du territoire manque : la somme n’est pas calculée.",
}

MARK_LABELS = {
    Mark.PROVISIONAL: "Provisoire",
    Mark.ESTIMATED: "Estimé",
    Mark.REVISED: "Révisé",
    Mark.BREAK: "Rupture de série",
    Mark.ROUNDED_1: "Arrondi à l’unité",
    Mark.ROUNDED_5: "Arrondi à 5",
    Mark.ROUNDED_10: "Arrondi à la dizaine",
    Mark.FICTITIOUS: "Données fictives",
}

MARK_EXPLANATIONS = {
    Mark.PROVISIONAL: "Le producteur peut encore corriger cette valeur.",
    Mark.ESTIMATED: "Une partie de la valeur est estimée.",
    Mark.REVISED: "Cette valeur remplace une valeur publiée plus tôt.",
    Mark.BREAK: "La façon de compter a changé : aucune comparaison avec la période d’avant.",
    Mark.ROUNDED_1: "Le producteur arrondit cette valeur à l’unité.",
    Mark.ROUNDED_5: "Le producteur arrondit cette valeur à un multiple de 5.",
    Mark.ROUNDED_10: "Le producteur arrondit cette valeur à la dizaine.",
    Mark.FICTITIOUS: "Cette valeur est inventée pour la démonstration.",
}

SECRET = frozenset({Status.PRIMARY_SECRET, Status.SECONDARY_SECRET})


def parse_marks(text: str | None) -> frozenset[Mark]:
    """« provisoire|arrondi_10 » → the set of marks. Raises ValueError on an unknown mark."""
    return frozenset(Mark(part) for part in (text or "").split("|") if part)


def join_marks(marks: frozenset[Mark]) -> str:
    """The set of marks in the written form, sorted so that equal sets are equal texts."""
    return "|".join(sorted(marks))
