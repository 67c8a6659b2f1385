"""The content of the demonstration: laid down once, taken away without what editors added."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from wagtail.models import Page, Site

from observatoire.base.models import HomePage, NewsPage, SearchEntry, StandardPage
from observatoire.base.registry import registry
from observatoire.directory.models import AuditLine, User
from observatoire.directory.queries.rights import roles_of
from observatoire.portal.actions import (
    ACCOUNTS,
    load_demonstration_content,
    load_initial_content,
    remove_demonstration_content,
)
from observatoire.portal.demonstration import FILE
from tests.observatoire.portal.reading import parsed, texts

pytestmark = pytest.mark.django_db


def slugs() -> list[str]:
    return list(Page.objects.filter(depth__gt=1).order_by("path").values_list("slug", flat=True))


ALL = [
    "accueil",
    "plateforme",
    "presentation",
    "groupes-de-travail",
    "contact",
    "actualites",
    "conference-aide-alimentaire",
    "trois-nouveaux-indicateurs",
    "matinale-fragilite-numerique",
    "mentions-legales",
    "accessibilite",
    "donnees-personnelles",
]
BASE = ["accueil", "mentions-legales", "accessibilite", "donnees-personnelles"]


def test_it_makes_a_site_of_its_own(settings):
    settings.SITE_ADDRESS = "https://observatoire.example.org"
    settings.IS_HTTPS = True
    assert load_demonstration_content() == 11
    assert slugs() == ALL
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("observatoire.example.org", 443)
    assert site.root_page.specific == HomePage.objects.get()


def test_done_again_it_changes_nothing():
    load_demonstration_content()
    StandardPage.objects.filter(slug="contact").update(title="Nous écrire")
    assert load_demonstration_content() == 0
    assert slugs() == ALL
    assert StandardPage.objects.get(slug="contact").title == "Nous écrire"
    lines = AuditLine.objects.exclude(verb="roles")
    assert [(line.verb, line.details) for line in lines] == [
        ("contenu_demonstration", {"pages": 11})
    ]


def test_its_pages_are_found(client):
    load_demonstration_content()
    assert SearchEntry.objects.filter(kind="page").count() == 11
    page = parsed(client.get("/recherche/", {"q": "fragilité numériques"}))
    assert texts(page, ".obs-hits h3") == [
        "Fragilité numérique : 94 inscrits à la première matinale"
    ]


def test_every_page_opens_with_its_title(client, monkeypatch):
    monkeypatch.setattr(registry, "credits", {})
    load_demonstration_content()
    for page in Page.objects.filter(depth__gt=2).order_by("path"):
        assert texts(parsed(client.get(page.get_url())), "h1") == [" ".join(page.title.split())]


def test_the_account_opens_the_administration(client):
    load_demonstration_content()
    client.force_login(User.objects.get(email="coordination@example.org"))
    assert texts(parsed(client.get("/gestion/")), "main h1") == ["Le bureau"]


def test_each_account_has_its_role_and_no_password():
    load_demonstration_content()
    load_demonstration_content()
    accounts = User.objects.order_by("email")
    assert {one.email: [role.key for role in roles_of(one)] for one in accounts} == {
        email: [role.key, "public"] for email, role in ACCOUNTS.items()
    }
    assert [one.has_usable_password() for one in accounts] == [False] * 4
    assert [one.is_demonstration for one in accounts] == [True] * 4
    assert {one.email: Authenticator.objects.filter(user=one).count() for one in accounts} == {
        "coordination@example.org": 1,
        "edition@example.org": 1,
        "partenaire@example.org": 0,
        "repondant@example.org": 0,
    }


def test_elsewhere_than_on_a_demonstration_no_account_is_opened(settings):
    settings.DEMONSTRATION = False
    load_demonstration_content()
    assert User.objects.count() == 0


def test_what_is_marked_is_taken_away_and_the_base_stays():
    load_demonstration_content()
    assert remove_demonstration_content() == 8
    assert slugs() == BASE
    assert User.objects.count() == 0
    assert [entry.address for entry in SearchEntry.objects.order_by("address")] == [
        "/accessibilite/",
        "/donnees-personnelles/",
        "/mentions-legales/",
    ]
    assert set(AuditLine.objects.values_list("verb", flat=True)) == {
        "contenu_demonstration",
        "contenu_demonstration_supprime",
        "roles",
    }


def test_the_page_of_an_editor_below_a_marked_one_stays():
    load_demonstration_content()
    section = Page.objects.get(slug="actualites")
    section.add_child(instance=NewsPage(title="À nous", slug="a-nous", date="2026-03-01"))
    remove_demonstration_content()
    assert slugs() == ["accueil", "actualites", "a-nous", *BASE[1:]]


def test_a_marked_page_that_was_moved_is_still_taken_away():
    load_demonstration_content()
    page = Page.objects.get(slug="contact")
    page.move(HomePage.objects.get(), pos="last-child")
    remove_demonstration_content()
    assert slugs() == BASE


def test_the_commands_say_what_they_did(capsys):
    call_command("contenu_demonstration")
    call_command("contenu_demonstration")
    call_command("supprimer_demonstration")
    account = (
        "Comptes de démonstration\u00a0: coordination@example.org, edition@example.org, "
        "partenaire@example.org, repondant@example.org (sur /compte/connexion/).\n"
    )
    assert capsys.readouterr().out == (
        "Pages créées\u00a0: 11.\nPersonnes fictives de l’annuaire\u00a0: 250.\n"
        + account
        + "Les pages étaient déjà là.\nPersonnes fictives de l’annuaire\u00a0: 0.\n"
        + account
        + "Lettres supprimées\u00a0: 0.\n"
        + "Appels supprimés\u00a0: 0.\nÉvénements supprimés\u00a0: 0.\n"
        + "Réunions supprimées\u00a0: 8.\nNotices supprimées\u00a0: 0.\n"
        + "Personnes fictives supprimées\u00a0: 253.\nPages supprimées\u00a0: 8.\n"
    )


def test_its_french_has_its_own_spaces_and_apostrophes():
    """No plain space before « : ; ? ! % » nor inside guillemets, no straight apostrophe."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    wrong = re.compile(r"(?<=\S) [:;?!%»](?=\s|<|$)|« |\w'\w")
    assert [line for line in lines if wrong.search(line)] == []


class TestAnotherRegion:
    @pytest.fixture(autouse=True)
    def in_brittany(self, settings):
        settings.REGION, settings.PLATFORM_PLACE = "53", "Bretagne"
        settings.IN_REGION, settings.OF_REGION = "en Bretagne", "de Bretagne"

    def test_the_story_of_one_region_is_not_told_of_another(self):
        assert load_demonstration_content() == 6
        assert slugs() == ["accueil", "plateforme", "presentation", "contact", *BASE[1:]]

    def test_its_words_are_those_of_the_region(self):
        load_demonstration_content()
        told = [HomePage.objects.get().introduction_heading]
        told += [str(page.body) for page in StandardPage.objects.order_by("path")]
        assert "en Bretagne, réuni pour" in told[0]
        assert [text for text in told if re.search("Loire|Vendée|Compas|Nantes", text)] == []

    def test_what_another_region_had_is_taken_away_too(self, settings):
        settings.REGION = "52"
        load_demonstration_content()
        settings.REGION = "53"
        assert remove_demonstration_content() == 8
        assert slugs() == BASE


def test_a_true_platform_starts_from_its_home_page_and_what_the_law_asks_for():
    assert load_initial_content() == 4
    assert slugs() == BASE
    assert User.objects.count() == 0
    line = AuditLine.objects.get()
    assert (line.verb, line.details) == ("contenu_initial", {"pages": 4})


def test_started_again_it_changes_nothing():
    call_command("contenu_initial")
    HomePage.objects.update(introduction_heading="La nôtre.")
    assert load_initial_content() == 0
    assert HomePage.objects.get().introduction_heading == "La nôtre."
