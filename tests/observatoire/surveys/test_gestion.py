"""/gestion/enquetes/: participation, results, exports, writing."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from observatoire.directory.rules import COORDINATION, EDITION
from observatoire.surveys import actions
from observatoire.surveys.models import Draft, Survey, Version
from observatoire.surveys.queries.results import results_of
from tests.observatoire.directory.signing import account, signed
from tests.observatoire.surveys.asking import answered, closed, opened, version

pytestmark = pytest.mark.django_db
ROOT = "/gestion/enquetes/"
MINDS = [{"venu": "oui", "avis": "tres_satisfait", "mots": "Bravo"}] * 6 + [{"venu": "non"}] * 5


@pytest.fixture
def keeper():
    return signed(account("coordination.essai@example.org", COORDINATION))


def page_of(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(page, selector: str) -> list[str]:
    return [" ".join(one.get_text(" ", strip=True).split()) for one in page.select(selector)]


class TestList:
    def test_empty_it_says_how_it_begins(self, keeper):
        assert texts(page_of(keeper, ROOT), ".obs-empty h2") == ["Aucune enquête pour l’instant"]

    @pytest.mark.parametrize("number", [1, 3])
    def test_more_surveys_ask_no_more(self, keeper, django_assert_num_queries, number):
        for _ in range(number):
            opened()
        keeper.get(ROOT)
        with django_assert_num_queries(9):
            assert len(texts(page_of(keeper, ROOT), "tbody tr")) == number

    @pytest.mark.parametrize(("asked", "found"), [("q=avis", 1), ("q=rien", 0), ("etat=close", 0)])
    def test_it_is_searched(self, keeper, asked, found):
        opened()
        assert len(texts(page_of(keeper, f"{ROOT}?{asked}"), "tbody tr")) == found

    @pytest.mark.parametrize("end", ["", "questionnaires/", "questionnaires/ajouter/"])
    def test_edition_stays_out(self, end):
        browser = signed(account("edition.essai@example.org", EDITION))
        assert browser.get(ROOT + end).url == "/gestion/"
        assert Client().get(ROOT + end).url == f"/gestion/login/?next={ROOT}{end}"


class TestResults:
    def test_open_and_anonymous_it_gives_the_number_alone(self, keeper):
        survey = answered(opened(people=20), MINDS)
        page = page_of(keeper, survey.get_absolute_url())
        assert texts(page, ".obs-tally dd") == ["20", "11", "55 %"]
        assert texts(page, ".obs-empty h3") == [
            "Les réponses à une enquête anonyme se lisent quand elle est close."
        ]
        assert "Bravo" not in page.get_text()

    def test_closed_it_is_read(self, keeper):
        survey = closed(answered(opened(people=20), MINDS))
        page = page_of(keeper, survey.get_absolute_url())
        assert texts(page, ".obs-result")[0] == (
            "Êtes-vous venu ? D’abord « Oui » (55 %) ; 11 réponses. Êtes-vous venu ? "
            "Réponse Effectif Part Oui 6 55 % Non 5 45 %"
        )
        assert texts(page, ".obs-texts li") == ["Bravo"] * 6

    def test_fewer_than_five_are_not_shown(self, keeper):
        survey = closed(answered(opened(people=20), MINDS[:4]))
        page = page_of(keeper, survey.get_absolute_url())
        assert texts(page, ".obs-empty h3") == ["Moins de 5 réponses : elles ne se montrent pas."]
        assert keeper.get(f"{survey.get_absolute_url()}export/csv/").status_code == 404

    def test_by_group(self, keeper):
        survey = closed(answered(opened(people=20), MINDS))
        page = page_of(keeper, f"{survey.get_absolute_url()}?groupe=venu")
        assert texts(page, ".obs-group > summary") == ["Oui", "Non"]

    def test_an_unknown_group_is_no_group(self, keeper):
        survey = closed(answered(opened(people=20), MINDS))
        assert (
            texts(page_of(keeper, f"{survey.get_absolute_url()}?groupe=mots"), ".obs-group") == []
        )

    def test_closing_is_asked_and_done(self, keeper):
        survey = opened()
        assert keeper.post(f"{survey.get_absolute_url()}clore/").url == survey.get_absolute_url()
        assert Survey.objects.get().state == "close"

    def test_closing_is_put_off(self, keeper):
        survey = opened()
        later = {"closes_at": "2026-05-01T12:00"}
        keeper.post(f"{survey.get_absolute_url()}prolonger/", later)
        assert Survey.objects.get().closes_at.isoformat() == "2026-05-01T10:00:00+00:00"
        page = keeper.post(
            f"{survey.get_absolute_url()}prolonger/", {"closes_at": "2020-05-01T12:00"}
        )
        assert texts(BeautifulSoup(page.content, "html.parser"), ".error-message") == [
            "Choisir une heure à venir."
        ]

    def test_purged_it_still_counts(self, keeper):
        survey = closed(answered(opened(people=20), MINDS))
        before = results_of(survey).tallies
        actions.purge_surveys(timezone.now() + timedelta(days=900))
        survey.refresh_from_db()
        assert results_of(survey).tallies == before
        page = page_of(keeper, survey.get_absolute_url())
        assert texts(page, ".obs-tally dd") == ["20", "11", "55 %"]


class TestExports:
    def test_counts_of_an_anonymous_survey(self, keeper):
        address = closed(answered(opened(people=20), MINDS)).get_absolute_url()
        english = keeper.get(f"{address}export/csv/").content.decode().splitlines()
        french = keeper.get(f"{address}export/csv-fr/").content.decode("utf-8-sig").splitlines()
        assert english[:2] == [
            "question,ligne,reponse,effectif,part,reponses,moyenne",
            "Êtes-vous venu ?,,Oui,6,0.5455,11,",
        ]
        assert french[1] == '"Êtes-vous venu ?";"";"Oui";"6";"0,5455";"11";""'
        book = load_workbook(io.BytesIO(keeper.get(f"{address}export/xlsx/").content))
        assert [cell.value for cell in book.active[2]][:4] == ["Êtes-vous venu ?", None, "Oui", "6"]
        assert "Bravo" not in "".join(english + french)

    def test_answers_of_a_named_survey(self, keeper):
        survey = closed(answered(opened(is_anonymous=False, people=20), MINDS))
        lines = keeper.get(f"{survey.get_absolute_url()}export/csv/").content.decode().splitlines()
        assert lines[0] == "venu,avis,usages,note,parler,trajet,jour,mots,points.salle,points.son"
        assert sorted(lines[1:]) == sorted(
            ["oui,tres_satisfait,,,,,,Bravo,,"] * 6 + ["non,,,,,,,,,"] * 5
        )

    def test_an_unknown_form_is_not_found(self, keeper):
        survey = closed(answered(opened(people=20), MINDS))
        assert keeper.get(f"{survey.get_absolute_url()}export/pdf/").status_code == 404


class TestWriting:
    def test_a_questionnaire_is_written_question_by_question(self, keeper):
        keeper.post(f"{ROOT}questionnaires/ajouter/", {"title": "Réunion de mars"})
        draft = Draft.objects.get()
        one = {"label": "Utile ?", "kind": "choix", "section": "0", "choices": "Oui\nNon"}
        two = {"label": "Pourquoi ?", "kind": "texte", "section": "0", "condition": "utile=non"}
        for typed in (one, two):
            keeper.post(f"{draft.get_absolute_url()}question/", typed)
        keeper.post(f"{draft.get_absolute_url()}publier/")
        found = Version.objects.get()
        assert (found.code, found.number, found.origin) == ("reunion_de_mars", 1, "site")
        asked = list(found.read().questions)
        assert [(q.code, q.kind, q.condition and q.condition.among) for q in asked] == [
            ("utile", "choix", None),
            ("pourquoi", "texte", ("non",)),
        ]
        assert Draft.objects.count() == 0

    def test_a_question_is_changed_moved_and_taken_away(self, keeper):
        draft = actions.writing.take_version(by=None, version=version())
        address = draft.get_absolute_url()
        keeper.post(f"{address}jour/monter/")
        keeper.post(f"{address}mots/retirer/")
        changed = {"label": "Le trajet ?", "kind": "nombre", "section": "0"}
        keeper.post(f"{address}question/trajet/", changed)
        draft.refresh_from_db()
        asked = [(one.code, one.label) for one in draft.read().questions][4:]
        assert asked == [
            ("parler", "En parlerez-vous ?"),
            ("jour", "Quel jour ?"),
            ("trajet", "Le trajet ?"),
            ("points", "Point par point ?"),
        ]

    def test_a_question_that_others_depend_on_stays(self, keeper):
        draft = actions.writing.take_version(by=None, version=version())
        keeper.post(f"{draft.get_absolute_url()}venu/retirer/")
        draft.refresh_from_db()
        assert next(draft.read().questions).code == "venu"

    def test_a_fault_of_the_text_has_its_line(self, keeper):
        draft = actions.writing.take_version(by=None, version=version())
        wrong = draft.text.replace("type: date", "type: jour")
        page = keeper.post(f"{draft.get_absolute_url()}texte/", {"text": wrong})
        (said,) = texts(BeautifulSoup(page.content, "html.parser"), ".error-message")
        assert said.startswith("Ligne ")

    def test_what_was_asked_never_changes(self):
        survey = opened()
        other = survey.version.text.replace("Vos mots ?", "Un mot ?")
        with pytest.raises(actions.Refused, match="écrire version\u00a0: 2"):
            version(other)
        assert version(other.replace("version: 1", "version: 2")).number == 2
        assert survey.version.number == 1

    def test_an_empty_draft_is_not_published(self, keeper):
        keeper.post(f"{ROOT}questionnaires/ajouter/", {"title": "Vide"})
        draft = Draft.objects.get()
        assert keeper.post(f"{draft.get_absolute_url()}publier/").url == draft.get_absolute_url()
        assert Version.objects.count() == 0

    def test_a_version_is_read(self, keeper):
        page = page_of(keeper, version().get_absolute_url())
        assert texts(page, ".obs-questions > li > p:first-child")[0] == "Êtes-vous venu ? *"

    def test_the_same_title_is_not_taken_twice(self, keeper):
        for _ in range(2):
            page = keeper.post(f"{ROOT}questionnaires/ajouter/", {"title": "Deux fois"})
        assert texts(BeautifulSoup(page.content, "html.parser"), ".error-message") == [
            "Un questionnaire porte déjà ce titre : le reprendre, ou l’appeler autrement."
        ]
