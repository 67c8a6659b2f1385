"""Where: a territory after its preposition, or with its article."""

from __future__ import annotations

from stats.territory.model import Level, Territory

VOWELS = tuple("AEIOUYÀÂÉÈÊËÎÏÔÖÛÜŒaeiouyàâéèêëîïôöûüœ")
CONTRACTIONS = {"Le ": "au ", "Les ": "aux ", "Aux ": "aux "}


def where(territory: Territory) -> str:
    """« en Vendée », « dans le Maine-et-Loire », « à Nantes », « au Mans », « aux Sorinières »."""
    match territory.level:
        case Level.DEPARTEMENT | Level.REGION | Level.METROPOLITAN_FRANCE | Level.FRANCE:
            return _in_large(territory)
        case Level.EPCI:
            article = territory.article
            return f"dans {_with_article(territory)}" if article else f"à {territory.name}"
        case Level.EPCI_PART:
            return f"dans la partie départementale {of(territory.name)}"
        case Level.EMPLOYMENT_ZONE:
            return f"dans la zone d’emploi {of(territory.name)}"
        case Level.LIVING_AREA:
            return f"dans le bassin de vie {of(territory.name)}"
        case Level.IRIS | Level.QPV:
            return f"dans le quartier {territory.name}"
    return _at(territory.name)


def named(territory: Territory) -> str:
    """With its article inside a sentence: « la Vendée », « les Pays de la Loire », « Nantes »."""
    return _with_article(territory)


def of(name: str) -> str:
    """« de Nantes », « d’Angers », « du Mans », « des Sables-d’Olonne »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name.startswith(VOWELS) else f"de {name}"


def _in_large(territory: Territory) -> str:
    match territory.article:
        case "le" | "les":
            return f"dans {territory.article} {territory.name}"
        case "la" | "l’" | "l'":
            return f"en {territory.name}"
    if territory.level in (Level.METROPOLITAN_FRANCE, Level.FRANCE):
        return f"en {territory.name}"
    return _at(territory.name)


def _at(name: str) -> str:
    for start, written in CONTRACTIONS.items():
        if name.startswith(start):
            return written + name[len(start) :]
    return f"à {name}"


def _with_article(territory: Territory) -> str:
    article = territory.article
    if not article and territory.level in (Level.METROPOLITAN_FRANCE, Level.FRANCE):
        article = "la"
    if not article:
        return territory.name
    return f"{article}{territory.name}" if article[-1] in "’'" else f"{article} {territory.name}"
