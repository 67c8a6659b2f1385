"""Territories that resemble one another: the context variables that the catalogue names.

Each variable is put on one scale (its mean over the territories compared becomes 0, its standard
deviation 1), so that none weighs more for being written in larger numbers. The distance of two
territories is the root mean square of their differences over the variables that both have.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from stats.grid import type_key

FILE = Path("profils") / "semblables.yaml"
OWN = ("population", "densite")  # what a territory says of itself
SCALES = ("lineaire", "log")
KEYS = {"variable", "nom", "echelle"}


@dataclass(frozen=True)
class Variable:
    """`code` is « population », « densite » or an indicator; `name` stands in a sentence."""

    code: str
    name: str
    is_log: bool = False


@dataclass(frozen=True)
class Resemblance:
    """How like territories are looked for: how many, by what, sharing how many variables."""

    count: int
    least_shared: int
    variables: tuple[Variable, ...]


@dataclass(frozen=True)
class Alike:
    """A territory and how far it is; `shared` are the codes of the variables both have."""

    key: type_key
    distance: float
    shared: tuple[str, ...]


def read_resemblance(catalogue: Path) -> Resemblance | None:
    """The file of the catalogue, None without one. ValueError, in French, says what to correct."""
    if not (catalogue / FILE).is_file():
        return None
    content = yaml.safe_load((catalogue / FILE).read_text(encoding="utf-8"))
    try:
        variables = tuple(_variable(one) for one in content["variables"])
        found = Resemblance(int(content["nombre"]), int(content["en_commun"]), variables)
    except (KeyError, TypeError) as error:
        raise ValueError(
            f"{FILE}\u00a0: il faut «\u00a0nombre\u00a0», «\u00a0en_commun\u00a0» et une liste "
            "«\u00a0variables\u00a0»."
        ) from error
    if not 1 <= found.least_shared <= len(variables):
        raise ValueError(f"{FILE}\u00a0: en_commun va de 1 au nombre des variables.")
    return found


def check_resemblance(catalogue: Path, indicators: Collection[str]) -> list[str]:
    """What is wrong in the file, in French; `indicators` are the codes that a variable may be."""
    try:
        found = read_resemblance(catalogue)
    except ValueError as error:
        return [str(error)]
    known = {*OWN, *indicators}
    unknown = [one.code for one in found.variables if one.code not in known] if found else []
    return [
        f"{FILE}\u00a0: la variable «\u00a0{code}\u00a0» n’est ni population, ni densite, ni le "
        "code d’un indicateur."
        for code in unknown
    ]


def _variable(written: Mapping[str, str]) -> Variable:
    scale = written.get("echelle", "lineaire")
    if scale not in SCALES or not {"variable", "nom"} <= set(written) <= KEYS:
        raise ValueError(
            f"{FILE}\u00a0: une variable a un code («\u00a0variable\u00a0»), un «\u00a0nom\u00a0», "
            "et peut avoir une «\u00a0echelle\u00a0», log ou lineaire."
        )
    return Variable(written["variable"], written["nom"], scale == "log")


def most_alike(
    resemblance: Resemblance,
    target: type_key,
    known: Mapping[str, Mapping[type_key, float]],
    among: Collection[type_key],
) -> list[Alike]:
    """The nearest of `among` first; `known` gives the values of each variable.

    A territory that shares too few variables with the target is left out; so is a variable that
    is the same everywhere.
    """
    scaled = {
        one.code: _scaled(one, known.get(one.code, {}), {target, *among})
        for one in resemblance.variables
    }
    found = []
    for key in sorted(set(among) - {target}):
        shared = tuple(
            code for code, values in scaled.items() if key in values and target in values
        )
        if len(shared) >= resemblance.least_shared:
            gaps = [scaled[code][key] - scaled[code][target] for code in shared]
            found.append(Alike(key, math.sqrt(sum(gap**2 for gap in gaps) / len(gaps)), shared))
    return sorted(found, key=lambda one: (one.distance, one.key))[: resemblance.count]


def _scaled(
    variable: Variable, values: Mapping[type_key, float], kept: Collection[type_key]
) -> dict[type_key, float]:
    usable = {key: value for key, value in values.items() if key in kept}
    if variable.is_log:
        usable = {key: math.log10(value) for key, value in usable.items() if value > 0}
    if len(usable) < 2:
        return {}
    spread = float(np.std(list(usable.values())))
    mean = float(np.mean(list(usable.values())))
    return {key: (value - mean) / spread for key, value in usable.items()} if spread else {}
