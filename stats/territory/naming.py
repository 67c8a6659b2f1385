"""Names as a reader sees them, from Insee's code of the article (TNCC).

The apostrophe of a name stays the straight one of Insee's files: a name is also a search key.
"""

from __future__ import annotations

PREFIXES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}
SENTENCE_ARTICLES = {"1": "l’", "2": "le", "3": "la", "4": "les", "5": "l’"}

# TNCC 0 says only that « de » introduces the name (« le président de Maine-et-Loire »); as the
# subject of a sentence, custom still gives these an article.
CUSTOMARY_ARTICLES = {
    "Maine-et-Loire": "le",
    "Meurthe-et-Moselle": "la",
    "Saône-et-Loire": "la",
    "Seine-et-Marne": "la",
    "Bourgogne-Franche-Comté": "la",
    "Bretagne": "la",
    "Corse": "la",
    "Normandie": "la",
    "Provence-Alpes-Côte d'Azur": "la",
}

GROUPING_STARTS = ("Communauté", "Métropole", "Eurométropole", "Agglomération")
GROUPING_NATURES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
}


def full_name(tncc: str, bare_name: str) -> str:
    """« 3 », « Roche-sur-Yon » → « La Roche-sur-Yon »."""
    return PREFIXES.get(tncc, "") + bare_name


def sentence_article(tncc: str, name: str) -> str:
    """What a French sentence puts before a département or a region (« la », « l’ », or nothing)."""
    if tncc == "0":
        return CUSTOMARY_ARTICLES.get(name, "")
    return SENTENCE_ARTICLES.get(tncc, "")


def grouping_name(name: str) -> str:
    """« CC de Nozay », as official files shorten it → « Communauté de communes de Nozay »."""
    nature, _, rest = name.partition(" ")
    return f"{GROUPING_NATURES[nature]} {rest}" if nature in GROUPING_NATURES else name


def grouping_article(name: str) -> str:
    """What precedes an EPCI: « la Communauté de communes… », but « Nantes Métropole » alone."""
    if not name.startswith(GROUPING_STARTS):
        return ""
    return "l’" if name[0] in "AE" else "la"
