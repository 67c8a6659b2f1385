"""The five kinds of page, as a visitor reads them."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, PageViewRestriction, Site

from observatoire.base.models import (
    HomePage,
    LegalPage,
    NewsPage,
    SearchEntry,
    SectionPage,
    StandardPage,
)
from observatoire.base.registry import MenuEntry, Panel, registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    page = HomePage(title="Accueil", slug="accueil", introduction_heading="Voir venir.")
    Page.get_first_root_node().add_child(instance=page)
    Site.objects.update(root_page=page)
    return page


@pytest.fixture(autouse=True)
def no_panel(monkeypatch):
    monkeypatch.setattr(registry, "panels", {})


def read(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(page, selector) -> list[str]:
    return [" ".join(found.get_text().split()) for found in page.select(selector)]


def below(parent, page):
    parent.add_child(instance=page)
    return page


def test_home_shows_its_sentence_and_its_panels(client, home, monkeypatch):
    panel = Panel("portal/home/events.html", {"cards": []}, ("essai/a.css",), ("essai/a.js",))
    panels = {("home", "b"): lambda *, request: panel, ("home", "a"): lambda *, request: None}
    monkeypatch.setattr(registry, "panels", panels)
    page = read(client, "/")
    assert texts(page, "title") == ["Accueil — Plateforme d’observation des solidarités"]
    assert texts(page, "h1") == ["Voir venir."]
    assert texts(page, "main h2") == ["Prochains rendez-vous"]
    assert page.select("link[rel=stylesheet]")[-1]["href"] == "/statique/essai/a.css"
    assert page.select("script[src]")[-1]["src"] == "/statique/essai/a.js"


def test_home_without_sentence_shows_its_title(client, home):
    HomePage.objects.update(introduction_heading="")
    assert texts(read(client, "/"), "h1") == ["Accueil"]


def test_a_section_lists_its_pages_in_the_order_of_the_tree(client, home):
    section = below(home, SectionPage(title="La plateforme", slug="plateforme"))
    for title in ("Présentation", "Contact", "Charte"):
        below(section, StandardPage(title=title))
    below(section, StandardPage(title="Brouillon", live=False))
    page = read(client, "/plateforme/")
    assert texts(page, "h1") == ["La plateforme"]
    assert texts(page, "main h2") == ["Présentation", "Contact", "Charte"]


def test_a_section_lists_its_news_the_latest_first(client, home):
    section = below(home, SectionPage(title="Actualités", slug="actualites"))
    for title, day in (("Hier", 16), ("Il y a longtemps", 1), ("Ce matin", 17)):
        below(section, NewsPage(title=title, date=date(2026, 3, day)))
    assert texts(read(client, "/actualites/"), "main li") == [
        "Accueil",
        "Actualités",
        "17 mars 2026 Ce matin",
        "16 mars 2026 Hier",
        "1er mars 2026 Il y a longtemps",
    ]


def test_a_section_does_not_name_a_protected_page(client, home):
    section = below(home, SectionPage(title="La plateforme", slug="plateforme"))
    hidden = below(section, StandardPage(title="Entre nous", slug="entre-nous"))
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert texts(read(client, "/plateforme/"), ".obs-empty") == [
        "Les pages de cette rubrique seront listées ici dès qu’elles seront publiées."
    ]


def test_a_standard_page_says_where_it_is(client, home):
    section = below(home, SectionPage(title="La plateforme", slug="plateforme"))
    below(
        section,
        StandardPage(
            title="Contact",
            slug="contact",
            introduction="Nous vous lisons.",
            body='[{"type": "heading", "value": "Par courriel"}]',
        ),
    )
    page = read(client, "/plateforme/contact/")
    assert texts(page, ".fr-breadcrumb li") == ["Accueil", "La plateforme", "Contact"]
    assert texts(page, "h1") == ["Contact"]
    assert texts(page, ".fr-text--lead") == ["Nous vous lisons."]
    assert texts(page, "main h2") == ["Par courriel"]
    assert page.select_one("meta[name=description]")["content"] == "Nous vous lisons."


def test_news_are_dated(client, home):
    section = below(home, SectionPage(title="Actualités", slug="actualites"))
    below(section, NewsPage(title="La matinale", slug="matinale", date=date(2026, 3, 1)))
    page = read(client, "/actualites/matinale/")
    assert texts(page, "h1") == ["La matinale"]
    assert texts(page, "main time") == ["1er mars 2026"]
    assert [link["href"] for link in page.select("main a.fr-link")] == ["/actualites/"]


def test_the_legal_page_names_the_sources(client, home, monkeypatch):
    monkeypatch.setattr(registry, "credits", {"essai": lambda: ["Insee, Licence Ouverte 2.0"]})
    for slug in ("mentions-legales", "accessibilite"):
        below(home, LegalPage(title="Page légale", slug=slug))
    assert texts(read(client, "/mentions-legales/"), "main .fr-col-12 li") == [
        "Insee, Licence Ouverte 2.0"
    ]
    assert texts(read(client, "/accessibilite/"), "main .fr-col-12 li") == []


def test_the_menu_shows_the_sections_put_there(client, home):
    below(home, SectionPage(title="La plateforme", slug="plateforme", show_in_menus=True))
    below(home, SectionPage(title="Actualités", slug="actualites"))
    page = read(client, "/plateforme/")
    assert texts(page, "#navigation li")[-1] == "La plateforme"
    assert texts(page, "#navigation [aria-current]") == ["La plateforme"]


def test_the_menu_gathers_lines_under_the_heading_of_their_section(client, home, monkeypatch):
    menu = {
        "a": MenuEntry("Accueil", "/", 0),
        "b": MenuEntry("Groupes", "/groupes/", 40, section="participer"),
        "c": MenuEntry("Tableau", "/tableau/", 10, section="chiffres"),
        "d": MenuEntry("Données", "/plateforme/", 90, section="chiffres"),
    }
    monkeypatch.setattr(registry, "menu", menu)
    below(home, SectionPage(title="La plateforme", slug="plateforme"))
    page = read(client, "/plateforme/")
    # Alone in its section, « Groupes » is its own line.
    assert [
        line.find(["a", "button"], recursive=False).get_text()
        for line in page.select(".fr-nav__list > li")
    ] == ["Accueil", "Chiffres et territoires", "Groupes"]
    assert [(link.get_text(), link["href"]) for link in page.select(".fr-menu__list a")] == [
        ("Tableau", "/tableau/"),
        ("Données", "/plateforme/"),
    ]
    assert [(one.name, one["aria-current"]) for one in page.select("nav [aria-current]")][:2] == [
        ("button", "true"),
        ("a", "page"),
    ]


def test_a_draft_is_not_found(client, home):
    below(home, StandardPage(title="Brouillon", slug="brouillon", live=False))
    response = client.get("/brouillon/")
    assert response.status_code == 404
    assert texts(BeautifulSoup(response.content, "html.parser"), "h1") == ["Page introuvable"]


def test_publishing_and_withdrawing_follow_in_the_search(home):
    page = below(home, StandardPage(title="Contact", slug="contact", live=False))
    page.save_revision().publish()
    assert [entry.address for entry in SearchEntry.objects.all()] == ["/contact/"]
    page.refresh_from_db()
    page.unpublish()
    assert SearchEntry.objects.count() == 0
    page.save_revision().publish()
    page.delete()
    assert SearchEntry.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_section_do_not_grow(client, home, django_assert_num_queries, number):
    section = below(home, SectionPage(title="La plateforme", slug="plateforme"))
    for rank in range(number):
        below(section, StandardPage(title=f"Page {rank}"))
        below(section, NewsPage(title=f"Nouvelle {rank}", date=date(2026, 3, 1)))
    client.get("/plateforme/")  # Wagtail keeps where its sites are rooted
    with django_assert_num_queries(12):
        assert len(texts(read(client, "/plateforme/"), "main h2")) == 2 * number
