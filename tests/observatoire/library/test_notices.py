"""Writing a notice: states, revisions, what is around it, and the screens that do it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from observatoire.base.models import Revision
from observatoire.base.registry import Card, Ref, registry
from observatoire.directory.actions.institutions import save_institution
from observatoire.directory.models import AuditLine, Group, Institution
from observatoire.directory.rules import COORDINATION, EDITION
from observatoire.library.actions.notices import (
    Links,
    change_status,
    free_slug,
    producer_of,
    restore_notice,
    save_notice,
)
from observatoire.library.actions.refusal import Refused
from observatoire.library.models import Notice
from observatoire.library.presenters import notice as sheet
from tests.observatoire.directory.signing import account, parsed, texts
from tests.observatoire.library.studies import ADDRESS, partner, study

pytestmark = pytest.mark.django_db
ROOT = "/gestion/base-documentaire/"


@pytest.fixture
def keeper(client):
    person = account("edition.essai@example.org", EDITION)
    client.force_login(person)
    return person


def test_what_cannot_lead_to_the_study_is_not_published():
    notice = study("Sans rien", status="brouillon", source_address="", themes=[])
    with pytest.raises(Refused, match="au moins un thème"):
        change_status(by=None, notice=notice, status="publiee")
    notice.themes.set([1])
    with pytest.raises(Refused, match="une adresse ou un fichier"):
        change_status(by=None, notice=notice, status="publiee")


def test_a_version_comes_back(keeper):
    notice = study("Titre premier", producers=["Insee"])
    notice.title = "Titre second"
    save_notice(by=keeper, notice=notice, links=Links(producers=[producer_of("DREES")]))
    before = Revision.objects.get(kind="notice", key=str(notice.pk))
    assert (before.content["title"], before.content["producers"]) == ("Titre premier", ["Insee"])
    restore_notice(by=keeper, notice=notice, revision=before)
    again = Notice.objects.get(pk=notice.pk)
    assert (again.title, again.slug, again.published_on) == (
        "Titre premier",
        "titre-premier",
        date(2024, 5, 2),
    )
    assert [one.name for one in again.producers.all()] == ["Insee"]
    assert Revision.objects.filter(key=str(notice.pk)).count() == 2
    verbs = AuditLine.objects.filter(kind="notice").order_by("verb").values_list("verb", flat=True)
    assert list(verbs) == ["creer", "modifier", "modifier"]


def test_a_version_of_another_notice_is_refused():
    first, second = study("Une"), study("Deux")
    save_notice(by=None, notice=first, links=Links())
    revision = Revision.objects.get(key=str(first.pk))
    with pytest.raises(Refused, match="celle d’une autre notice"):
        restore_notice(by=None, notice=second, revision=revision)


def test_new_is_said_again_only_to_those_who_could_not_read(fixed_clock):
    group = Group.objects.create(slug="essai", name="Essai")
    notice = study("Étude", visibility="groupe", group=group)
    first = notice.published_at
    fixed_clock.shift(3600)
    save_notice(by=None, notice=notice, links=Links())
    assert notice.published_at == first
    notice.visibility, notice.group = "public", None
    save_notice(by=None, notice=notice, links=Links())
    assert (notice.published_at - first).total_seconds() == 3600


def test_what_is_not_for_everyone_never_enters_the_letter():
    assert study("Étude", visibility="partenaires", in_letter=True).in_letter is False


def test_addresses_are_permanent_and_each_one_s_own():
    names = [study("L’accès aux soins").slug, study("L'acces aux soins").slug]
    assert names == ["lacces-aux-soins", "lacces-aux-soins-2"]
    assert free_slug("Déposer") == "deposer-etude"


def test_a_producer_is_tied_to_the_institution_of_its_name():
    institution = save_institution(
        by=None, institution=Institution(name="Direction de l’essai", acronym="DE")
    )
    by_name, by_acronym = producer_of("direction de l’essai"), producer_of("DE")
    assert (by_name, by_name.institution) == (by_acronym, institution)


def test_a_newer_vintage_is_told_through_the_registry(client, monkeypatch):
    card = Card(Ref("indicateur", "TX"), "Un taux", "/indicateurs/TX/", "Indicateur")
    monkeypatch.setitem(registry.resolvers, "indicateur", lambda key: card if key == "TX" else None)
    monkeypatch.setitem(registry.periods, "indicateur", lambda key: "2021")
    refs = [("indicateur", "TX", "2018"), ("indicateur", "DISPARU", "2018")]
    page = client.get(study("Étude", refs=refs).get_absolute_url())
    assert texts(page, ".obs-notice__cited li") == [
        "Un taux en 2018 Des chiffres plus récents existent : 2021"
    ]
    monkeypatch.setitem(registry.periods, "indicateur", lambda key: "2018")
    page = client.get(study("Autre", refs=refs[:1]).get_absolute_url())
    assert texts(page, ".obs-notice__cited li") == ["Un taux en 2018"]


def test_programs_read_a_notice(client):
    notice = study(
        "Titre </script><b>", authors="Une, A.; Autre, B.", doi="10.1/x", number="12",
        collection="Cahiers", precision="mois", kind="article",
    )  # fmt: skip
    page = client.get(notice.get_absolute_url())
    metas = {one["name"]: one["content"] for one in parsed(page).select("meta[name^=citation_]")}
    assert metas["citation_title"] == "Titre </script><b>"
    assert metas["citation_publication_date"] == "2024/05"
    assert metas["citation_journal_title"] == "Cahiers"
    data = json.loads(parsed(page).select_one('script[type="application/ld+json"]').string)
    assert (data["name"], data["@type"]) == ("Titre </script><b>", "ScholarlyArticle")
    assert "rft.date=2024-05" in sheet.coins_of(notice)
    assert b"</script><b>" not in page.content


class TestScreens:
    def test_a_notice_is_added_read_and_published(self, client, keeper):
        given = {
            "title": "Étude nouvelle", "kind": "rapport", "producer_names": "Insee\nDREES",
            "date": "03/2024", "chosen_themes": ["7"], "near": ["france:FR"],
            "words": "soins, accès", "source_address": ADDRESS, "language": "fr",
            "visibility": "public", "others": "https://example.org/presse Presse du jour",
        }  # fmt: skip
        added = client.post(f"{ROOT}ajouter/", given)
        notice = Notice.objects.get()
        assert added["Location"] == f"{ROOT}{notice.pk}/"
        assert (notice.status, notice.published_on, notice.precision, notice.keywords) == (
            "brouillon",
            date(2024, 3, 1),
            "mois",
            ["soins", "accès"],
        )
        assert notice.manifestations.get().kind == "presse"
        client.post(f"{ROOT}{notice.pk}/publier/")
        assert texts(client.get("/base-documentaire/"), ".obs-study__source") == ["DREES, Insee"]
        page = client.get(f"{ROOT}?q=nouvelle")
        assert texts(page, ".obs-object") == ["Étude nouvelle"]

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("date", "mars 2024", "Écrire la date comme 15/03/2024, ou 03/2024"),
            ("source_address", "javascript:alert(1)", "URL valide"),
            ("others", "javascript:alert(1) Presse", "n’est pas une adresse"),
            ("indicators", "INCONNU 2020", "Aucun indicateur n’a le code"),
            ("places", "Nulle-Part", "n’est le nom d’aucun territoire"),
            ("visibility", "groupe", "Choisir le groupe"),
        ],
    )
    def test_a_refusal_says_what_to_do(self, client, keeper, field, value, sentence):
        given = {"title": "Étude", "kind": "etude", "language": "fr", "visibility": "public"}
        page = client.post(f"{ROOT}ajouter/", given | {field: value})
        assert Notice.objects.count() == 0
        assert sentence in page.content.decode()

    def test_a_version_is_brought_back_by_a_post(self, client, keeper):
        notice = study("Avant")
        notice.title = "Après"
        save_notice(by=keeper, notice=notice, links=Links())
        revision = Revision.objects.get(key=str(notice.pk))
        address = f"{ROOT}{notice.pk}/versions/{revision.pk}/"
        client.get(address)
        assert Notice.objects.get().title == "Après"
        client.post(address)
        assert Notice.objects.get().title == "Avant"

    def test_deleting_asks_first(self, client, keeper):
        notice = study("Étude")
        assert "Supprimer" in texts(client.get(f"{ROOT}{notice.pk}/supprimer/"), "h1")[0]
        client.post(f"{ROOT}{notice.pk}/supprimer/")
        assert Notice.objects.count() == 0
        assert client.get(notice.get_absolute_url()).status_code == 404

    def test_others_stay_out(self, client):
        client.force_login(partner())
        assert client.get(ROOT).status_code == 403

    def test_themes_are_changed_there(self, client):
        client.force_login(account("coordination.essai@example.org", COORDINATION))
        page = client.get("/gestion/themes/")
        assert "Logement et hébergement" in page.content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_costs_the_same(self, client, keeper, number, django_assert_num_queries):
        for rank in range(number):
            study(f"Étude {rank}")
        client.get(ROOT)
        with django_assert_num_queries(12):
            page = client.get(ROOT)
        assert len(texts(page, ".obs-object")) == number
