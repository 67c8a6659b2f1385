"""The site map: the menu, the tree of pages, the addresses that answer."""

from __future__ import annotations

import pytest
from wagtail.models import Page, PageViewRestriction

from observatoire.base.models import HomePage, StandardPage
from observatoire.base.registry import MenuEntry, registry
from tests.observatoire.portal.reading import parsed, texts

pytestmark = pytest.mark.django_db


def links(page, title) -> list[tuple[str, str]]:
    return [(link.get_text(), link["href"]) for link in page.select(f"[aria-labelledby={title}] a")]


def test_it_works(client, site, monkeypatch):
    child = MenuEntry("Pauvreté", "/tableaux-de-bord/pauvrete/", 0)
    menu = {"a": MenuEntry("Tableaux", "/tableaux-de-bord/", 10, (child,))}
    monkeypatch.setattr(registry, "menu", menu)
    page = parsed(client.get("/plan-du-site/"))
    assert texts(page, "h1") == ["Plan du site"]
    assert links(page, "rubriques") == [
        ("Tableaux", "/tableaux-de-bord/"),
        ("Pauvreté", "/tableaux-de-bord/pauvrete/"),
    ]
    assert links(page, "pages") == [
        ("La plateforme", "/plateforme/"),
        ("Présentation", "/plateforme/presentation/"),
        ("Groupes de travail", "/plateforme/groupes-de-travail/"),
        ("Contact", "/plateforme/contact/"),
        ("Actualités", "/actualites/"),
        ("Mentions légales", "/mentions-legales/"),
        ("Déclaration d’accessibilité", "/accessibilite/"),
        ("Données personnelles", "/donnees-personnelles/"),
    ]


def test_an_address_is_listed_once_it_answers(client):
    page = parsed(client.get("/plan-du-site/"))
    for _, address in links(page, "services"):
        assert client.get(address, follow=True).status_code == 200
    assert links(page, "services")[0] == ("Recherche", "/recherche/")


def test_a_draft_and_a_protected_page_are_not_listed(client, site):
    PageViewRestriction.objects.create(
        page=Page.objects.get(slug="plateforme"), restriction_type="login"
    )
    Page.objects.get(slug="accessibilite").specific.unpublish()
    page = parsed(client.get("/plan-du-site/"))
    assert [label for label, _ in links(page, "pages")] == [
        "Actualités",
        "Mentions légales",
        "Données personnelles",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_pages(client, site, django_assert_num_queries, number):
    home = HomePage.objects.get()
    for rank in range(number):
        home.add_child(instance=StandardPage(title=f"Page {rank}"))
    client.get("/plan-du-site/")  # Wagtail keeps where its sites are rooted
    with django_assert_num_queries(4):  # sections of the menu, site, restrictions, pages
        page = parsed(client.get("/plan-du-site/"))
    assert len(links(page, "pages")) == 8 + number
