"""Articles before and inside names."""

import pytest

from stats.territory.naming import full_name, grouping_article, grouping_name, sentence_article


@pytest.mark.parametrize(
    ("tncc", "bare", "name"),
    [
        ("3", "Roche-sur-Yon", "La Roche-sur-Yon"),
        ("2", "Mans", "Le Mans"),
        ("5", "Île-d'Yeu", "L'Île-d'Yeu"),
        ("4", "Sables-d'Olonne", "Les Sables-d'Olonne"),
        ("0", "Nantes", "Nantes"),
        ("1", "Angers", "Angers"),
    ],
)
def test_a_commune_is_named_with_its_article(tncc, bare, name):
    assert full_name(tncc, bare) == name


@pytest.mark.parametrize(
    ("tncc", "name", "article"),
    [
        ("3", "Loire-Atlantique", "la"),
        ("0", "Maine-et-Loire", "le"),
        ("4", "Pays de la Loire", "les"),
        ("5", "Ain", "l’"),
        ("1", "Île-de-France", "l’"),
        ("0", "La Réunion", ""),
        ("0", "Paris", ""),
    ],
)
def test_the_article_of_a_sentence(tncc, name, article):
    assert sentence_article(tncc, name) == article


@pytest.mark.parametrize(
    ("short", "name", "article"),
    [
        ("CC de Nozay", "Communauté de communes de Nozay", "la"),
        ("CU d'Alençon", "Communauté urbaine d'Alençon", "la"),
        ("Nantes Métropole", "Nantes Métropole", ""),
        ("Eurométropole de Strasbourg", "Eurométropole de Strasbourg", "l’"),
    ],
)
def test_an_intercommunalite_is_named_in_full(short, name, article):
    assert (grouping_name(short), grouping_article(name)) == (name, article)
