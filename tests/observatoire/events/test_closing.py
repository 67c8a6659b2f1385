"""After the event: the answers, the closing, the bilan."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from observatoire.base.models import SearchEntry
from observatoire.base.registry import registry
from observatoire.directory.models import AuditLine
from observatoire.events.actions import answers, attendance, closing, satisfaction
from observatoire.events.actions import replay as replays
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import (
    Event,
    Question,
    Registration,
)
from observatoire.events.queries.bilan import bilan_of, bilan_shown
from observatoire.mail.models import Message
from observatoire.surveys import actions as surveys
from tests.observatoire.directory.signing import texts
from tests.observatoire.events.past import (
    CSV,
    YESTERDAY,
    registrant,
    states,
)

pytestmark = pytest.mark.django_db


class TestAnswers:
    @pytest.fixture
    def question(self, past):
        return Question.objects.create(
            event=past, author=registrant(past, "Ada"), text="Combien de ménages ?", state="visible"
        )

    def test_it_is_owed_answered_published_and_found(self, question, past, browser, keeper, client):
        Event.objects.update(stage="inscriptions")
        address = f"/gestion/evenements/questions/{question.pk}/"
        browser.post(address, {"owner": str(keeper.pk), "answer": "Mille deux cents ménages."})
        browser.post(f"{address}publier/")
        page = client.get(past.get_absolute_url())
        assert texts(page, ".obs-answer") == ["Combien de ménages ?Mille deux cents ménages."]
        assert "Ada" not in page.content.decode()
        assert SearchEntry.objects.get(kind="question").title == "Combien de ménages ?"
        browser.post(f"{address}retirer/")
        assert texts(client.get(past.get_absolute_url()), ".obs-answer") == []
        assert SearchEntry.objects.filter(kind="question").count() == 0

    def test_not_without_the_consent_of_who_asked(self, question, keeper):
        answers.write_answer(by=keeper, question=question, answer="Oui.")
        question.may_publish = False
        with pytest.raises(Refused, match="pas accepté"):
            answers.publish_answer(by=keeper, question=question)

    @pytest.mark.parametrize(("answer", "said"), [("", "vide"), ("   ", "vide")])
    def test_not_without_an_answer(self, question, keeper, answer, said):
        with pytest.raises(Refused, match=said):
            answers.write_answer(by=keeper, question=question, answer=answer)
        with pytest.raises(Refused, match="Écrire la réponse"):
            answers.publish_answer(by=keeper, question=question)


class TestClosing:
    def test_it_is_refused_until_each_thing_is_settled(self, recorded, keeper, browser):
        event = recorded
        Question.objects.create(event=event, text="Et après ?", state="visible")
        expected = {"enquete": "du", "replay": "du", "questions": "du", "bilan": "du"}
        assert states(event) == expected
        with pytest.raises(Refused, match="Enquête de satisfaction.*Replay.*Bilan"):
            closing.close_event(by=keeper, event=event)

        satisfaction.send_due_surveys()
        assert states(event)["enquete"] == "du"  # still open
        satisfaction.close_survey(by=keeper, event=Event.objects.get(pk=event.pk))
        replays.publish_replay(by=keeper, event=event)
        replays.send_replays()
        closing.waive(
            by=keeper, event=event, subject="questions", reason="Répondue de vive voix après."
        )
        closing.settle_bilan(by=keeper, event=event)
        event = Event.objects.get(pk=event.pk)
        expected = {"enquete": "regle", "replay": "regle", "questions": "dispense"}
        assert states(event) == expected | {"bilan": "regle"}
        browser.post(f"/gestion/evenements/{event.pk}/apres/clore/")
        event.refresh_from_db()
        assert (event.stage, event.closed_at is None) == ("clos", False)
        assert AuditLine.objects.filter(verb="clore", key=str(event.pk)).count() == 1

    def test_the_screen_says_what_is_left(self, past, browser):
        page = browser.get(f"/gestion/evenements/{past.pk}/apres/")
        assert texts(page, ".obs-settled") == ["À faire", "À faire", "Réglé", "À faire"]
        browser.post(f"/gestion/evenements/{past.pk}/apres/clore/")
        past.refresh_from_db()
        assert past.stage == "direct"

    def test_a_waiver_is_taken_back(self, past, browser):
        address = f"/gestion/evenements/{past.pk}/apres/"
        typed = {"subject": "replay", "reason": "La matinale n’a pas été enregistrée."}
        browser.post(f"{address}abandonner/", typed)
        assert states(past)["replay"] == "dispense"
        browser.post(f"{address}reprendre/replay/")
        assert states(past)["replay"] == "du"

    def test_not_before_it_took_place(self, make_event, keeper):
        event = make_event()
        with pytest.raises(Refused, match="pas encore eu lieu"):
            closing.close_event(by=keeper, event=event)
        with pytest.raises(Refused, match="pas encore eu lieu"):
            closing.settle_bilan(by=keeper, event=event)

    def test_the_desk_asks_for_it(self, past, keeper):
        reasons = [one.reason for one in registry.todos["evenements"](person=keeper)]
        assert "À régler avant de clore\u00a0: enquête de satisfaction, replay, bilan." in reasons


class TestBilan:
    def test_it_makes_itself(self, past, keeper):
        attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        satisfaction.send_due_surveys()
        found = bilan_of(Event.objects.get(pk=past.pk))
        assert (found.invited, found.registered, found.present, found.newcomers) == (250, 4, 4, 1)
        assert [(one.name, one.invited, one.registered, one.present) for one in found.roads] == [
            ("Contacts", 250, 2, 2),
            ("Sans lien d’invitation", None, 2, 0),
        ]
        assert found.kinds == (("Non reconnue", 3), ("Service de l’État", 1))
        assert (found.asked, found.answered, found.minutes) == (4, 0, 60.0)

    def test_figures_that_were_told_are_told_as_such(self, make_event, browser):
        event = make_event(
            starts_at=None,
            ends_at=None,
            around=YESTERDAY.date(),
            reported_registered=94,
            reported_present=70,
            reported_about=True,
        )
        page = browser.get(f"/gestion/evenements/{event.pk}/bilan/")
        assert texts(page, ".obs-tally dd")[:3] == ["inconnu", "94", "environ 70"]
        assert texts(page, "#entonnoir + p") == [
            "94 inscrits, environ 70 présents (74 % des inscrits)."
        ]

    def test_settled_it_no_longer_moves(self, past, keeper):
        closing.settle_bilan(by=keeper, event=past)
        Registration.objects.update(state="annulee")
        assert (bilan_shown(past).registered, bilan_of(past).registered) == (4, 0)

    def test_it_is_taken_away(self, past, browser):
        address = f"/gestion/evenements/{past.pk}/bilan/"
        assert browser.get(f"{address}pdf/").content[:5] == b"%PDF-"
        book = load_workbook(BytesIO(browser.get(f"{address}xlsx/").content))
        rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
        assert rows[0] == ["rubrique", "libelle", "valeur"]
        assert ["Chiffre", "Inscrits", "4"] in rows
        assert browser.get(f"{address}doc/").status_code == 404

    def test_no_more_queries_for_more_people(self, past, browser, django_assert_num_queries):
        address = f"/gestion/evenements/{past.pk}/bilan/"
        browser.get(address)
        with django_assert_num_queries(11):
            browser.get(address)

    def test_nor_once_the_survey_is_read(self, past, browser, django_assert_num_queries):
        """Six registrants, five answers: the satisfaction is shown, with one question more."""
        for rank in (5, 6):
            Registration.objects.create(
                event=past, rank=rank, state="confirmee", email=f"r{rank}@example.org"
            )
        satisfaction.send_due_surveys()
        survey = Event.objects.get(pk=past.pk).followup.survey
        given = {"suivi": "direct", "globale": "tres_satisfait"}
        for invitation in list(survey.invitations.order_by("key"))[:5]:
            surveys.submit(invitation=invitation, values=given)
        surveys.close_survey(by=None, survey=survey)
        address = f"/gestion/evenements/{past.pk}/bilan/"
        page = browser.get(address)
        assert texts(page, ".obs-tally dd")[4:6] == ["5", "100 %"]
        with django_assert_num_queries(12):
            browser.get(address)


@pytest.mark.parametrize(("screen", "number"), [("apres", 12), ("presences", 12)])
def test_screens_after_the_event_ask_few_questions(
    past, browser, screen, number, django_assert_num_queries
):
    address = f"/gestion/evenements/{past.pk}/{screen}/"
    browser.get(address)
    with django_assert_num_queries(number):
        browser.get(address)


def test_messages_are_few(past):
    """One survey a registrant, and nothing else."""
    satisfaction.send_due_surveys()
    assert Message.objects.count() == 4
