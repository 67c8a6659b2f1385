"""What names somebody is found; what names a function, an institution or a count is let be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.alerts.privacy import marks_in
from observatoire.alerts.queries.year import gathered
from observatoire.alerts.rules import FEWEST

SURE = {
    "Écrire à famille@example.org": "une adresse électronique",
    "La joindre au 02 40 00 00 00 le soir": "un numéro de téléphone",
    "La joindre au +33240000000": "un numéro de téléphone",
    "Son numéro est 2 99 07 44 109 123 45": "un numéro de sécurité sociale",
    "Allocataire n° 1234567A": "un numéro d’allocataire",
    "Une femme née le 12/03/1980": "une date de naissance",
    "Un homme né le 1er mars 1980": "une date de naissance",
}
DOUBTFUL = {
    "Mme Exemple vient chaque semaine": "un nom de personne",
    "M. E. n’a plus de logement": "un nom de personne",
    "Ils vivent au 12 bis, rue des Essais": "une adresse de domicile",
    "Une dame âgée de 83 ans seule": "un âge précis avec une situation singulière",
}
HARMLESS = (
    "Madame la préfète et M. le directeur l’ont dit en 2025.",
    "Depuis le 12/03/2025, 350 familles de plus, soit 12,5 %, dans 3 départements.",
    "Les 16 à 29 ans du Mans et de La Roche-sur-Yon ; budget de 12 500 000 euros.",
    "La rue devient un lieu de vie ; 40 rues sont concernées.",
)


@pytest.mark.parametrize(("text", "label"), SURE.items())
def test_what_is_surely_about_a_person(text, label):
    assert [(one.label, one.is_sure) for one in marks_in(text)] == [(label, True)]


@pytest.mark.parametrize(("text", "label"), DOUBTFUL.items())
def test_what_may_be(text, label):
    assert [(one.label, one.is_sure) for one in marks_in(text)] == [(label, False)]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_names_nobody_is_let_be(text):
    assert marks_in(text) == []


@given(st.lists(st.integers(1, 9), max_size=6))
def test_no_public_count_is_small_and_none_is_lost(numbers):
    """Every number is at least three and they sum to the whole: no subtraction gives less."""
    counts = {str(rank): number for rank, number in enumerate(numbers)}
    shown = [one.number for one in gathered(counts, {})]
    assert [number for number in shown if number < FEWEST] == []
    total = sum(counts.values())
    assert sum(shown) == (total if total >= FEWEST else 0)
