"""The rules of a table: its dimensions, what makes a cell secret, what is already known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import yaml

from stats.store.table import RefusedError

MARGIN = Fraction(10)
SECONDS = 20.0
COSTS = ("cellules", "effectif")
RESERVED = ("effectif", "contributeurs", "maximum", "deuxieme", "valeur", "statut")
KEYS = {
    "dimensions",
    "regles",
    "cout",
    "marge",
    "deja_publie",
    "masque_precedent",
    "taux",
    "evolutions",
    "arrondi",
    "repondants",
    "statuts_connus",
    "limite",
}
RULES = {"seuil", "seuil_effectif", "dominance", "p", "zeros_sensibles"}


@dataclass(frozen=True)
class Shape:
    """What the rules say of a dimension. Without `total`, its codes do not add up."""

    total: str | None = None
    hierarchies: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Rules:
    """When a cell is secret, and how well it must be hidden.

    `threshold`: fewer contributors than that (or than that in the cell, where contributors are
    not given); `headcount`: the same, always on the value itself. `dominance`: percentage of the
    value above which the largest contributor is too large. `p`: percentage of the largest
    contributor's part that the others must at least make. `margin`: percentage of the value
    within which nobody may come near a primary secret. `rounding`: published values are multiples
    of it. `respondents`: the dimension whose codes are respondents, who know their own line.
    """

    dimensions: Mapping[str, Shape]
    threshold: Fraction | None = None
    headcount: Fraction | None = None
    dominance: Fraction | None = None
    p: Fraction | None = None
    sensitive_zeros: bool = False
    cost: str = "cellules"
    margin: Fraction = MARGIN
    published: tuple[Path, ...] = ()
    previous_masks: tuple[Path, ...] = ()
    rates: tuple[Path, ...] = ()
    growths: tuple[Path, ...] = ()
    rounding: int = 0
    respondents: str = ""
    statuses_known: bool = False
    seconds: float = SECONDS
    folder: Path = field(default=Path(), compare=False)

    def interval(self, value: float, own: float = 0.0) -> tuple[float, float]:
        """What must remain possible of a secret cell, for who already knows `own` of it."""
        reach = self.reach(value - own)
        return max(value - reach, own), value + reach

    def reach(self, value: float) -> int:
        """How far from a primary secret the attacker must remain: [value − it, value + it]."""
        exact = Fraction(str(value)) * self.margin / 100
        return max(1, -(-exact.numerator // exact.denominator))


class _Loader(yaml.BaseLoader):
    """Every scalar as it is written: a code keeps its zeros. A key said twice is refused: a child
    with two parents in one hierarchy would lose one of them in silence."""

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict:
        seen = set()
        for key, _ in getattr(node, "value", ()):
            if str(key.value) in seen:
                raise yaml.YAMLError(f"la clé « {key.value} » est là deux fois.")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def load_rules(path: Path) -> Rules:
    """The rules of a YAML file. RefusedError with a sentence that says what to correct."""
    try:
        given = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError, IsADirectoryError) as error:
        raise RefusedError(f"{path.name} ne se lit pas comme du YAML : {error}") from error
    return read_rules(given, folder=path.parent, name=path.name)


def read_rules(given: object, *, folder: Path = Path(), name: str = "Règles") -> Rules:
    """The same from what YAML gave, every scalar a text."""
    reading = _Reading(name)
    top = reading.mapping(given, "", KEYS)
    rules = reading.mapping(top.get("regles") or {}, "regles", RULES)
    shapes = reading.mapping(top.get("dimensions"), "dimensions")
    if not shapes:
        raise reading.refused("dimensions", "déclarer au moins une dimension.")
    for name in (one for one in shapes if one in RESERVED):
        raise reading.refused(f"dimensions.{name}", "ce nom est celui d’une mesure.")
    respondents = str(top.get("repondants") or "")
    if respondents and respondents not in shapes:
        raise reading.refused("repondants", "nommer une des dimensions.")
    return Rules(
        dimensions={str(key): reading.shape(value, str(key)) for key, value in shapes.items()},
        threshold=reading.number(rules, "seuil"),
        headcount=reading.number(rules, "seuil_effectif"),
        dominance=reading.number(rules, "dominance", most=100),
        p=reading.number(rules, "p"),
        sensitive_zeros=reading.flag(rules, "zeros_sensibles"),
        cost=str(top.get("cout") or COSTS[0]),
        margin=_or(reading.number(top, "marge"), MARGIN),
        published=reading.files(top, "deja_publie", folder),
        previous_masks=reading.files(top, "masque_precedent", folder),
        rates=reading.files(top, "taux", folder),
        growths=reading.files(top, "evolutions", folder),
        rounding=int(_or(reading.number(top, "arrondi", whole=True), Fraction(0))),
        respondents=respondents,
        statuses_known=reading.flag(top, "statuts_connus"),
        seconds=float(_or(reading.number(top, "limite"), Fraction(str(SECONDS)))),
        folder=folder,
    )


def _or(value: Fraction | None, otherwise: Fraction) -> Fraction:
    return otherwise if value is None else value


class _Reading:
    """Reads the keys of one file, and says in which one a fault is."""

    def __init__(self, name: str) -> None:
        self.name = name

    def refused(self, key: str, remedy: str) -> RefusedError:
        return RefusedError(f"{self.name} : la clé « {key} » n’est pas bonne ; {remedy}")

    def mapping(self, given: object, key: str, known: set[str] | None = None) -> dict:
        if not isinstance(given, dict):
            raise self.refused(key or "dimensions", "écrire des sous-clés.")
        unknown = [str(one) for one in given if known is not None and one not in known]
        if unknown:
            listed = ", ".join(sorted(known or ()))
            raise self.refused(unknown[0], f"les clés admises sont : {listed}.")
        return given

    def shape(self, given: object, name: str) -> Shape:
        if given in ("", None):
            return Shape()
        asked = self.mapping(given, f"dimensions.{name}", {"total", "hierarchies"})
        trees = asked.get("hierarchies") or []
        trees = [trees] if isinstance(trees, dict) else trees
        if not isinstance(trees, list) or not all(isinstance(one, dict) for one in trees):
            raise self.refused(
                f"dimensions.{name}.hierarchies", "écrire une liste de {enfant: parent}."
            )
        pairs = [{str(child): str(parent) for child, parent in one.items()} for one in trees]
        return Shape(str(asked["total"]) if asked.get("total") else None, tuple(pairs))

    def number(
        self, given: Mapping, key: str, *, most: int | None = None, whole: bool = False
    ) -> Fraction | None:
        text = given.get(key)
        if text in (None, "", "null", "~"):
            return None
        try:
            found = Fraction(str(text).replace(",", ".").removesuffix("%").strip())
        except (ValueError, ZeroDivisionError):
            raise self.refused(key, "écrire un nombre.") from None
        if found < 0:
            raise self.refused(key, "écrire un nombre positif.")
        if most is not None and found > most:
            raise self.refused(key, f"écrire un nombre de 0 à {most}.")
        if whole and found.denominator != 1:
            raise self.refused(key, "écrire un nombre entier.")
        return found

    def flag(self, given: Mapping, key: str) -> bool:
        text = str(given.get(key) or "false").lower()
        if text not in ("true", "false", "oui", "non"):
            raise self.refused(key, "écrire true ou false.")
        return text in ("true", "oui")

    def files(self, given: Mapping, key: str, folder: Path) -> tuple[Path, ...]:
        """A file beside the rules, else from where the command runs."""
        found = given.get(key) or []
        if isinstance(found, str):
            found = [found]
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.refused(key, "écrire une liste de fichiers.")
        beside = [folder / one for one in found]
        return tuple(
            near if near.exists() else Path(one) for near, one in zip(beside, found, strict=True)
        )
