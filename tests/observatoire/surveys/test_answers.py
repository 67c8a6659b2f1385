"""Answering by a signed link; what nothing may join."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils import timezone

from observatoire.base.registry import registry
from observatoire.surveys import actions
from observatoire.surveys.models import Answer, Invitation, Survey
from observatoire.surveys.queries.links import invitation_of_token, path_of
from tests.observatoire.surveys.asking import CAME, TEXT, answered, closed, opened, paths, version

pytestmark = pytest.mark.django_db


def shown(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def title(response) -> str:
    return shown(response).h1.get_text(strip=True)


def code_of(response) -> str:
    return shown(response).select_one(".obs-survey__code").get_text(strip=True)


class TestNamed:
    def test_it_is_answered_then_corrected(self, client):
        survey = opened(is_anonymous=False)
        (path,) = paths(survey)
        assert title(client.get(path)) == "Votre avis"
        assert title(client.post(path, CAME)) == "Merci de votre réponse"
        page = shown(client.get(path))
        assert [one["value"] for one in page.select("input[checked]")] == ["oui", "tres_satisfait"]
        assert title(client.post(path, {"q-venu": "non"})) == "Merci de votre réponse"
        assert [one.values for one in survey.answers.all()] == [{"venu": "non"}]

    def test_a_draft_is_kept_and_taken_up_again(self, client):
        survey = opened(is_anonymous=False)
        (path,) = paths(survey)
        half = {"q-mots": "à suivre", "enregistrer": "oui"}
        said = client.post(path, half, headers={"accept": "application/json"}).json()
        assert said == {"phrase": "Réponses enregistrées\u00a0: ce lien y ramène."}
        assert shown(client.get(path)).select_one("[name=q-mots]")["value"] == "à suivre"
        assert survey.invitations.get().has_answered is False
        assert actions.close_survey(by=None, survey=survey).answers.count() == 0

    def test_a_fault_keeps_what_was_typed_and_saves_nothing(self, client):
        survey = opened(is_anonymous=False)
        (path,) = paths(survey)
        page = shown(client.post(path, {"q-venu": "oui", "q-mots": "gardé"}))
        assert [one.get_text(strip=True) for one in page.select("[role=alert] li a")] == [
            "Satisfait ?"
        ]
        assert page.select_one("[name=q-mots]")["value"] == "gardé"
        assert survey.answers.count() == 0


class TestAnonymous:
    def test_a_second_answer_by_the_same_link_is_refused(self, client):
        survey = opened()
        (path,) = paths(survey)
        assert title(client.post(path, CAME)) == "Merci de votre réponse"
        assert title(client.post(path, {"q-venu": "non"})) == "Vous avez déjà répondu"
        assert title(client.get(path)) == "Vous avez déjà répondu"
        assert [one.values["venu"] for one in survey.answers.all()] == ["oui"]

    def test_it_is_corrected_by_the_code_that_only_its_author_holds(self, client):
        survey = opened(people=3)
        codes = [code_of(client.post(path, CAME)) for path in paths(survey)]
        page = shown(client.post("/enquetes/corriger/", {"code": codes[1]}))
        assert [one["value"] for one in page.select("input[checked]")] == ["oui", "tres_satisfait"]
        sent = {"code": codes[1], "remettre": "oui", "q-venu": "non"}
        assert title(client.post("/enquetes/corriger/", sent)) == "Merci de votre réponse"
        found = sorted(one.values["venu"] for one in survey.answers.all())
        assert found == ["non", "oui", "oui"]

    @pytest.mark.parametrize("code", ["", "faux"])
    def test_a_false_code_opens_nothing(self, client, code):
        answered(opened(), [{"venu": "oui"}])
        page = shown(client.post("/enquetes/corriger/", {"code": code}))
        assert page.select_one(".fr-error-text").get_text() == (
            "Ce code ne correspond à aucune réponse\u00a0: le recopier en entier."
        )

    def test_there_is_no_draft(self, client):
        survey = opened()
        client.post(paths(survey)[0], {"q-venu": "oui", "enregistrer": "oui"})
        assert survey.answers.count() == 0

    def test_personal_questions_are_refused(self):
        text = TEXT.replace("code: jour, ", "code: jour, personnel: true, ")
        with pytest.raises(actions.Refused, match="ne peut être anonyme"):
            opened(text=text)

    def test_nothing_joins_an_answer_and_a_person(self):
        """No column of an answer holds a key, an hour or a value of an invitation."""
        survey = answered(opened(people=8), [{"mots": f"réponse {n}"} for n in range(8)])
        invitations = {str(v) for row in Invitation.objects.values() for v in row.values()}
        for row in Answer.objects.values():
            row.pop("survey_id")  # the same for all
            assert (row["invitation_id"], row["submitted_at"]) == (None, None)
            assert {str(row["id"]), row["code_digest"]}.isdisjoint(invitations)
        dates = [f.name for f in Invitation._meta.fields if "Date" in type(f).__name__]
        assert dates == []
        assert survey.answers.count() == 8

    def test_the_order_of_the_rows_is_drawn_again_each_time(self):
        """In the order of the disk, where each answer stands does not depend on when it came."""
        survey = opened(people=12)
        row = "rowid" if connection.vendor == "sqlite" else "ctid"

        def stored():
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT id, "values" FROM surveys_answer ORDER BY {row}')
                return [(str(key), re.sub(r"\D", "", str(values))) for key, values in cursor]

        seen = []
        for n, invitation in enumerate(survey.invitations.order_by("key")):
            actions.submit(invitation=invitation, values={"mots": str(n)})
            seen.append(stored())
        arrival = [str(n) for n in range(12)]
        assert sorted(words for _, words in seen[-1]) == sorted(arrival)
        assert [words for _, words in seen[-1]] != arrival  # one chance in 479,001,600
        assert {key for key, _ in seen[-1]} & {key for key, _ in seen[-2]} == set()

    def test_all_rows_were_written_by_one_transaction(self):
        """PostgreSQL tells which transaction wrote a row: it is the same for every answer."""
        if connection.vendor != "postgresql":
            pytest.skip("PostgreSQL seul nomme la transaction d’une ligne")
        survey = opened(people=6)
        answered(survey, [{"venu": "oui"}] * 6)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_answer")
            assert cursor.fetchone() == (1,)


class TestRefusals:
    @pytest.mark.parametrize("path", ["/enquetes/faux/", "/enquetes/WzFd:1abc:def/"])
    def test_a_false_link_is_not_found(self, client, path):
        assert client.get(path).status_code == 404
        assert client.post(path, CAME).status_code == 404

    def test_a_signature_of_something_else_opens_nothing(self):
        assert invitation_of_token(paths(opened())[0].split("/")[2][:-1]) is None

    def test_closed_takes_nothing(self, client):
        survey = opened(is_anonymous=False)
        (path,) = paths(survey)
        closed(survey)
        assert title(client.get(path)) == "L’enquête est close"
        assert title(client.post(path, CAME)) == "L’enquête est close"
        assert survey.answers.count() == 0

    def test_the_hour_closes_even_when_no_work_came_by(self, client, fixed_clock):
        survey = opened()
        fixed_clock.shift(timedelta(days=11).total_seconds())
        assert title(client.post(paths(survey)[0], CAME)) == "L’enquête est close"
        assert actions.close_due_surveys() == 1
        assert Survey.objects.get().state == "close"

    def test_prepared_is_not_open_yet(self, client):
        survey = actions.prepare_survey(by=None, version=version(), title="Bientôt")
        (one,) = actions.invite(survey=survey, people={"a": ""}).values()
        assert title(client.get(path_of(one))) == "L’enquête n’est pas encore ouverte"

    def test_closed_for_good(self):
        survey = closed(opened())
        with pytest.raises(actions.Refused):
            actions.open_survey(by=None, survey=survey, closes_at=None)
        with pytest.raises(actions.Refused):
            actions.close_survey(by=None, survey=survey)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_anonymous", [True, False])
def test_fifty_answers_at_once_by_one_link_keep_one(is_anonymous):
    survey = opened(is_anonymous=is_anonymous)
    (path,) = paths(survey)
    start, ends = threading.Barrier(50), []

    def send(number: int) -> None:
        start.wait()
        try:
            ends.append(title(Client().post(path, CAME | {"q-mots": str(number)})))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(n,)) for n in range(50)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(ends) == 50
    assert survey.answers.count() == 1
    assert survey.invitations.get().has_answered is True
    thanked = ends.count("Merci de votre réponse")
    assert thanked == (1 if is_anonymous else 50)


class TestPerson:
    def test_a_person_is_shown_what_is_held(self):
        answered(opened(is_anonymous=False, people=2), [{"venu": "oui"}])
        entry = registry.personal["enquetes"]
        assert entry.export("P000@example.org") == [
            {
                "enquete": "Votre avis",
                "anonyme": False,
                "a_repondu": "oui",
                "reponses": {"venu": "oui"},
            }
        ]
        assert sorted(box for box, _ in entry.addresses()) == [
            "p000@example.org",
            "p001@example.org",
        ]

    def test_named_answers_go_with_the_person_anonymous_ones_are_nobody_s(self):
        answered(opened(is_anonymous=False), [{"venu": "oui"}])
        answered(opened(), [{"venu": "oui"}])
        assert registry.personal["enquetes"].erase("p000@example.org") == 2
        assert [one.invitation_id for one in Answer.objects.all()] == [None]
        assert Invitation.objects.filter(mailbox="p000@example.org").count() == 0
        assert Invitation.objects.get().has_answered is True

    def test_after_its_time_the_counts_alone_are_kept(self):
        survey = closed(answered(opened(people=6), [{"venu": "oui", "mots": "secret"}] * 6))
        assert actions.purge_surveys(timezone.now() + timedelta(days=700)) == 0
        assert actions.purge_surveys(timezone.now() + timedelta(days=740)) == 1
        survey.refresh_from_db()
        assert (survey.answers.count(), survey.invitations.count()) == (0, 0)
        assert "secret" not in str(survey.frozen)
