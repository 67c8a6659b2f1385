"""The search of the whole site: what it finds, what it forgives, what it keeps to itself."""

from __future__ import annotations

from datetime import date

import pytest

from observatoire.base.actions import remember_searchable
from observatoire.base.models import Territory
from observatoire.base.registry import Ref, SearchDraft
from tests.observatoire.portal.reading import parsed, texts

pytestmark = pytest.mark.django_db


def remember(title, *, kind="Étude", key="", **fields):
    ref = Ref("essai", key or title)
    remember_searchable(SearchDraft(ref, title, f"/essai/{key}/", kind, **fields))


def found(client, words, **parameters) -> list[str]:
    page = parsed(client.get("/recherche/", {"q": words, **parameters}))
    return texts(page, ".obs-hits h3")


def test_it_works(client):
    remember(
        "La précarité énergétique",
        key="energie",
        summary="Un ménage sur dix a froid.",
        date=date(2025, 2, 3),
    )
    remember("Le surendettement")
    response = client.get("/recherche/", {"q": "précarité"})
    page = parsed(response)
    assert response.status_code == 200
    assert texts(page, "title") == [
        "Un résultat pour « précarité » — Plateforme d’observation des solidarités"
    ]
    assert texts(page, "h1") == ["Un résultat pour « précarité »"]
    assert texts(page, ".obs-hits li") == [
        "Étude2025 La précarité énergétique Un ménage sur dix a froid."
    ]
    assert [link["href"] for link in page.select(".obs-hits a")] == ["/essai/energie/"]
    assert page.select_one("main input[name=q]")["value"] == "précarité"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("logements sociaux", "Le logement social dans les villes moyennes"),
        ("precarite", "Précarité et santé"),
        ("PRÉCARITÉ énergétiques", "La précarité énergétique des ménages"),
        ("menages ages", "Ménages âgés : qui demande l’aide ?"),
        ("l'ile d'yeu", "L’Île-d’Yeu"),
        ("St Nazaire", "Saint-Nazaire"),
        ("surendett", "Le surendettement recule"),
    ],
)
def test_it_forgives_accents_capitals_plurals_and_a_word_begun(client, words, title):
    remember(title)
    remember("Une tout autre chose")
    assert found(client, words) == [title]


def test_every_word_must_be_there(client):
    remember("Le logement")
    remember("Le logement des jeunes")
    assert found(client, "logement jeunes") == ["Le logement des jeunes"]


def test_without_any_entry_that_holds_every_word_the_nearest_are_shown(client):
    remember("Le logement des jeunes")
    remember("Le logement")
    remember("La santé")
    page = parsed(client.get("/recherche/", {"q": "logement jeunes sarthois"}))
    assert texts(page, "h1") == ["Rien ne contient tous les mots de « logement jeunes sarthois »"]
    assert texts(page, ".obs-hits h3") == ["Le logement des jeunes", "Le logement"]


class TestAnIndicatorInATerritory:
    @pytest.fixture(autouse=True)
    def entries(self):
        named = [
            ("territoire", "departement:85", "Vendée", "Département", 3.0),
            ("territoire", "commune:85001", "Vendée", "Commune", 1.2),
            ("territoire", "commune:85191", "La Roche-sur-Yon", "Commune", 1.2),
            ("indicateur", "TX_CHOM", "Taux de chômage", "Indicateur", 2.0),
            ("indicateur", "TX_PAUV60", "Taux de pauvreté", "Indicateur", 2.0),
        ]
        for kind, key, title, label, weight in named:
            address = f"/{kind}s/{key}/"
            remember_searchable(SearchDraft(Ref(kind, key), title, address, label, weight=weight))

    @pytest.mark.parametrize(
        ("words", "asked"),
        [
            ("chomage vendee", "TX_CHOM/?territoire=departement%3A85"),
            ("Vendée chômage", "TX_CHOM/?territoire=departement%3A85"),
            ("taux de chômage en Vendée", "TX_CHOM/?territoire=departement%3A85"),
            ("pauvreté à la roche sur yon", "TX_PAUV60/?territoire=commune%3A85191"),
        ],
    )
    def test_it_is_offered_straight_away(self, client, words, asked):
        page = parsed(client.get("/recherche/", {"q": words}))
        links = [link["href"] for link in page.select(".obs-crossings a")]
        assert links == [f"/indicateurs/{asked}"]
        assert texts(page, "h1") == [f"Les chiffres que demande « {words} »"]

    @pytest.mark.parametrize("words", ["vendee", "chomage", "chomage corse"])
    def test_it_takes_both(self, client, words):
        page = parsed(client.get("/recherche/", {"q": words}))
        assert page.select(".obs-crossings") == []


def test_a_title_comes_before_a_body(client):
    remember("Rapport annuel", body="Un mot du chômage.")
    remember("Le chômage")
    assert found(client, "chômage") == ["Le chômage", "Rapport annuel"]


def test_signs_of_the_query_language_are_plain_words(client):
    remember("Le logement")
    assert found(client, '"zzz" OR NOT (* : &') == []
    assert found(client, '"logement"') == ["Le logement"]


def test_one_kind_at_a_time(client):
    remember("Logement et jeunes", kind="Étude")
    remember("Logement", kind="Indicateur")
    remember("Logement social", kind="Indicateur")
    page = parsed(client.get("/recherche/", {"q": "logement", "nature": "Étude"}))
    assert texts(page, ".obs-hits h3") == ["Logement et jeunes"]
    assert texts(page, "h1") == ["Un résultat pour « logement »"]
    assert [(link.get_text(), link["href"]) for link in page.select(".obs-facets a")] == [
        ("Tout 3", "?q=logement"),
        ("Indicateur 2", "?q=logement&nature=Indicateur"),
        ("Étude 1", "?q=logement&nature=%C3%89tude"),
    ]
    assert texts(page, ".obs-facets a[aria-current]") == ["Étude 1"]


def test_pages_of_twenty_keep_the_words(client):
    for number in range(21):
        remember(f"Logement {number:02}", key=str(number))
    page = parsed(client.get("/recherche/", {"q": "logement", "page": "2"}))
    assert texts(page, "h1") == ["21 résultats pour « logement »"]
    assert texts(page, ".obs-hits h3") == ["Logement 20"]
    assert page.select_one(".obs-hits")["start"] == "21"
    assert texts(page, ".fr-pagination [aria-current]") == ["Page 2 sur 2"]
    previous = page.select(".fr-pagination a[href]")
    assert [link["href"] for link in previous] == ["?q=logement&page=1"]


def test_nothing_found_says_so_and_proposes_a_near_territory(client):
    for code, name in (("44184", "Saint-Nazaire"), ("44109", "Nantes")):
        Territory(level="commune", code=code, name=name, in_region=True).save()
    Territory(level="commune", code="13000", name="Saint-Nazère", in_region=False).save()
    page = parsed(client.get("/recherche/", {"q": "saint nazère"}))
    assert texts(page, "h1") == ["Rien ne correspond à « saint nazère »"]
    assert [(link.get_text(), link["href"]) for link in page.select(".obs-empty a")] == [
        ("Saint-Nazaire", "/territoires/commune/44184/"),
        ("plan du site", "/plan-du-site/"),
    ]


def test_a_postal_code_leads_to_its_communes(client):
    Territory(
        level="commune", code="44184", name="Saint-Nazaire", postal_codes="44600", in_region=True
    ).save()
    page = parsed(client.get("/recherche/", {"q": "44600"}))
    assert texts(page, ".obs-empty ul:first-of-type li") == ["Saint-Nazaire"]


def test_nothing_of_one_kind_leads_to_the_others(client):
    remember("Logement")
    page = parsed(client.get("/recherche/", {"q": "logement", "nature": "Lettre"}))
    assert texts(page, "h1") == ["Rien ne correspond à « logement »"]
    assert [link["href"] for link in page.select(".obs-empty a")] == [
        "?q=logement",
        "/plan-du-site/",
    ]


def test_without_words_it_says_what_can_be_found(client):
    remember("Logement", kind="Indicateur")
    remember("Emploi", kind="Indicateur")
    remember("Alimentation", kind="Étude")
    page = parsed(client.get("/recherche/"))
    assert texts(page, "h1") == ["Rechercher dans la plateforme"]
    assert texts(page, ".obs-empty li") == ["Indicateur : 2", "Étude : 1"]


def test_what_is_kept_by_a_group_is_not_found_by_an_outsider(client, member):
    remember("Compte rendu du logement", group="pauvrete")
    assert found(client, "logement") == []
    client.force_login(member)
    assert found(client, "logement") == ["Compte rendu du logement"]


def test_what_is_kept_by_another_group_is_not_found(client, member):
    remember("Compte rendu du logement", group="Mandataires")
    client.force_login(member)
    assert found(client, "logement") == []


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_results(client, django_assert_num_queries, number):
    for rank in range(number):
        remember(f"Logement {rank}")
    with django_assert_num_queries(3):  # natures, results, sections of the menu
        assert len(found(client, "logement")) == number
