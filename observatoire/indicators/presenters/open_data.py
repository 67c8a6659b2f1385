"""What whoever takes the figures away must know: columns, statuses, marks, sources."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.base.french import normalise
from stats.catalogue import Catalogue
from stats.export import COLUMNS, MORE
from stats.statuses import Mark, Status
from stats.words import format_number

MEANINGS = {
    "indicateur": "Code de l’indicateur, celui de sa page.",
    "territoire": "Code officiel, zéros compris. Seul, il ne suffit pas\u00a0: le lire avec "
    "«\u00a0niveau\u00a0».",
    "libelle": "Nom du territoire.",
    "niveau": "commune, epci, departement, region, france_metro, france…",
    "periode": "2025, 2025-S1, 2025-T3, 2025-09, 2025-12-31 ou 2022-2023.",
    "valeur": "Le nombre, vide quand il n’y en a pas\u00a0: «\u00a0statut\u00a0» dit pourquoi.",
    "statut": "Pourquoi il y a, ou non, un nombre (voir plus bas).",
    "marques": "Ce qu’il faut savoir du nombre, séparé par «\u00a0|\u00a0» (voir plus bas).",
    "unite": "Unité du nombre.",
    "source": "Citation de la publication.",
    "millesime": "Année de la géographie.",
    "revision": "Numéro de la révision, à partir de 1.",
    "edition": "Publication d’où vient le nombre\u00a0: deux valeurs ne se comparent qu’à même "
    "édition.",
    "note": "Remarque du producteur ou de la plateforme.",
    "borne_basse": "Ce que la valeur dépasse, quand seule une borne est publiée.",
    "borne_haute": "Ce que la valeur n’atteint pas, quand seule une borne est publiée.",
}


@dataclass(frozen=True)
class SourceLine:
    title: str
    producer: str
    licence: str
    address: str
    rhythm: str


def present_open_data(catalogue: Catalogue, *, figures: int, indicators: int) -> dict:
    sources = sorted(catalogue.sources.values(), key=lambda one: normalise(one.title))
    return {
        "figures": format_number(figures),
        "indicators": format_number(indicators),
        "columns": [(name, MEANINGS[name]) for name in COLUMNS],
        "more_columns": [(name, MEANINGS[name]) for name in MORE],
        "statuses": [(str(one), one.label, one.explanation) for one in Status],
        "marks": [(str(one), one.label, one.explanation) for one in Mark],
        "sources": [
            SourceLine(
                one.title,
                one.producer,
                one.licence[:1].upper() + one.licence[1:],
                one.address if one.address.startswith("https://") else "",
                one.rhythm,
            )
            for one in sources
        ],
    }
