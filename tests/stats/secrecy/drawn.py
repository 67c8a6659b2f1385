"""Tables drawn at random: to four dimensions, hierarchies that cross, zeros, large contributors."""

from __future__ import annotations

import random
from itertools import product

from stats.secrecy.protection import Protection
from stats.secrecy.releases import Release
from stats.secrecy.rules import Rules, read_rules
from stats.secrecy.table import Table, build_table

SHAPES = ((4,), (3, 3), (4, 3), (4, 4), (5, 5), (6, 4), (2, 2, 2), (3, 2, 2), (3, 3, 2))
LARGE = ((3, 3, 3), (2, 2, 2, 2), (8, 8), (12, 4), (4, 3, 3))


def drawn_table(seed: int, shapes=SHAPES, **more) -> tuple[Table, Rules]:
    """The same table for the same seed; half of them count contributors too."""
    chance = random.Random(seed)
    shape = chance.choice(shapes)
    names = [f"d{n}" for n in range(len(shape))]
    dimensions = {}
    for name, size in zip(names, shape, strict=True):
        dimensions[name] = {"total": "T"}
        if size >= 3 and chance.random() < 0.4:
            trees = [{f"c{n}": f"g{n % 2}" for n in range(size)}]
            if chance.random() < 0.5:
                trees.append({f"c{n}": f"h{n // 2}" for n in range(size)})
            dimensions[name]["hierarchies"] = trees
    rules = {"seuil": str(chance.choice([3, 5]))}
    counted = chance.random() < 0.5
    if counted:
        rules |= {"dominance": "85", "p": chance.choice(["10", ""])}
    cells = {
        tuple(f"c{n}" for n in place): _cell(chance, counted)
        for place in product(*(range(size) for size in shape))
    }
    read = read_rules({"dimensions": dimensions, "regles": rules, "limite": "10", **more})
    return build_table(cells, read, names), read


def _cell(chance: random.Random, counted: bool) -> dict[str, float]:
    value = chance.choice([0, chance.randint(0, 30), chance.randint(0, 8), chance.randint(5, 30)])
    if not counted:
        return {"effectif": float(value)}
    people = min(value, chance.randint(1, 8)) if value else 0
    parts = sorted((chance.random() for _ in range(people)), reverse=True)
    largest = value if people == 1 else max(1, round(value * parts[0] / sum(parts))) if parts else 0
    return {
        "effectif": float(value),
        "contributeurs": float(people),
        "maximum": float(largest),
    }


def small_table(cells: dict, dimensions: dict, **more) -> tuple[Table, Rules]:
    """A table written by hand: {codes: effectif, or the measures}."""
    rules = {"dimensions": dimensions, "regles": more.pop("regles", {"seuil": "5"}), **more}
    read = read_rules(rules)
    full = {
        key: value if isinstance(value, dict) else {"effectif": float(value)}
        for key, value in cells.items()
    }
    return build_table(full, read, list(dimensions)), read


def release_of(found: Protection, name: str = "OUT") -> Release:
    """What the file that `protect` writes would say."""
    pairs = list(zip(found.cells, found.statuses.tolist(), found.values.tolist(), strict=True))
    return Release(
        name,
        found.dimensions,
        {cell: value for cell, status, value in pairs if status == "V"},
        {cell: status for cell, status, _ in pairs if status != "V"},
    )


def naive_release(table: Table, secret: set, masks: set | frozenset = frozenset()) -> Release:
    """Everything published but these secrets and these masks."""
    values = dict(zip(table.keys(), table.value.ravel().tolist(), strict=True))
    hidden = dict.fromkeys(secret, "A") | dict.fromkeys(masks, "D")
    shown = {cell: value for cell, value in values.items() if cell not in hidden}
    return Release("OUT", table.names, shown, hidden)


def flat_table(seed: int, shape: tuple[int, ...]) -> tuple[Table, Rules]:
    """Counts crossed without hierarchy, few of them zero: what any program protects."""
    chance = random.Random(seed)
    names = [f"d{n}" for n in range(len(shape))]
    cells = {
        tuple(f"c{n}" for n in place): float(
            chance.choice([chance.randint(0, 40), chance.randint(1, 8), chance.randint(5, 60)])
        )
        for place in product(*(range(size) for size in shape))
    }
    return small_table(cells, {name: {"total": "T"} for name in names})


def geography(territories, region: str) -> tuple[list, list[dict[str, str]]]:
    """The communes of a region, and two hierarchies that cross: départements, and EPCI."""
    communes = territories.children(("region", region), "commune")
    inside, grouped = {}, {}
    for commune in communes:
        parents = {str(one.level): one.code for one in territories.parents(commune.key)}
        name, part = f"C{commune.code}", parents.get("epci_dep")
        if part:
            inside[f"P{part}"] = f"D{parents['departement']}"
            grouped[f"P{part}"] = f"E{parents['epci']}"
        elif "epci" in parents:
            grouped[name] = f"E{parents['epci']}"
        inside[name] = f"P{part}" if part else f"D{parents['departement']}"
    return list(communes), [inside, grouped]


def caf_like_table(territories, region: str, seed: int = 4) -> tuple[Table, Rules]:
    """Four kinds of families in each commune, under EPCI, département and région: invented counts
    on the real geography, at the scale of the population."""
    chance = random.Random(seed)
    communes, trees = geography(territories, region)
    shares = {"isolés": 0.07, "monoparents": 0.02, "couples": 0.015, "couples avec enfant": 0.05}
    cells = {
        (f"C{commune.code}", kind): float(
            round((commune.population or 500) * share * chance.lognormvariate(0, 0.5))
        )
        for commune in communes
        for kind, share in shares.items()
    }
    dimensions = {
        "territoire": {"total": region, "hierarchies": trees},
        "famille": {"total": "ensemble"},
    }
    return small_table(cells, dimensions)
