"""The home page: one sentence, then what the features have to show."""

from __future__ import annotations

import pytest

from observatoire.base.models import NewsPage
from observatoire.base.registry import EVENT, LETTER, NOTE, STUDY, registry
from tests.observatoire.portal.reading import card, paris, parsed, texts

pytestmark = pytest.mark.django_db
OURS = ("30-etudes", "40-rendez-vous", "50-lettre", "60-note", "70-actualites")


@pytest.fixture(autouse=True)
def our_panels(monkeypatch):
    """The panels of the other features have their own tests."""
    kept = {key: give for key, give in registry.panels.items() if key[1] in OURS}
    monkeypatch.setattr(registry, "panels", kept)


def test_it_works(client, site, offered):
    offered([])
    page = parsed(client.get("/"))
    assert texts(page, "h1") == [
        "Ce que l’État, les départements, l’Insee et les associations savent de la pauvreté en "
        "Pays de la Loire, réuni pour la voir venir et agir ensemble."
    ]
    assert texts(page, "main h2") == ["Actualités"]
    assert texts(page, "main h3") == [
        "L’aide alimentaire au cœur de la conférence du 21 mars 2024",
        "Trois nouveaux indicateurs en cours de collecte",
        "Fragilité numérique : 94 inscrits à la première matinale",
    ]
    assert page.select("main a.fr-link")[-1]["href"] == "/actualites/"


def test_what_features_give_comes_in_order(client, site, offered):
    offered(
        [
            card("La note", NOTE, published_at=paris(2026, 3, 2)),
            card("Lettre de janvier", LETTER, published_at=paris(2026, 1, 15)),
            card("Lettre de mars", LETTER, published_at=paris(2026, 3, 15)),
            card("Étude d’hier", STUDY, published_at=paris(2026, 3, 16)),
            *(card(f"Étude {day}", STUDY, published_at=paris(2026, 2, day)) for day in (1, 2, 3)),
            card("Matinale", EVENT, date=paris(2026, 4, 7)),
            card("Matinale passée", EVENT, date=paris(2026, 3, 7)),
        ]
    )
    page = parsed(client.get("/"))
    assert texts(page, "main h2") == [
        "Dernières études",
        "Prochains rendez-vous",
        "La dernière lettre",
        "La note de conjoncture",
        "Actualités",
    ]
    assert texts(page, "main h3")[:-3] == [
        "Étude d’hier",
        "Étude 3",
        "Étude 2",
        "Matinale",
        "Lettre de mars",
        "La note",
    ]


def test_what_is_kept_by_a_group_is_not_shown_to_an_outsider(client, site, member, offered):
    offered([card("Étude interne", STUDY, published_at=paris(2026, 3, 2), group="pauvrete")])
    assert texts(parsed(client.get("/")), "main h2") == ["Actualités"]
    client.force_login(member)
    assert texts(parsed(client.get("/")), "main h2") == ["Dernières études", "Actualités"]


def test_news_of_tomorrow_wait(client, site, offered):
    offered([])
    NewsPage.objects.filter(slug="matinale-fragilite-numerique").update(date="2026-03-18")
    assert len(texts(parsed(client.get("/")), "main h3")) == 2


def test_its_stylesheets_are_those_of_its_panels(client, site, offered):
    offered([])
    sheets = [link["href"] for link in parsed(client.get("/")).select("link[rel=stylesheet]")]
    assert sheets == [
        "/statique/dsfr/dist/dsfr.min.css",
        "/statique/base/base.css",
        "/statique/portal/portal.css",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_news(client, site, offered, django_assert_num_queries, number):
    offered([])
    for page in NewsPage.objects.order_by("path")[number:]:
        page.delete()
    client.get("/")  # Wagtail keeps where its sites are rooted
    with django_assert_num_queries(8):
        assert len(texts(parsed(client.get("/")), "main h3")) == number
