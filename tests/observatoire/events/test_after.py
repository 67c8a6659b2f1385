"""After the event: who was there, the survey, the replay, the answers, the bilan, the closing."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from observatoire.base.models import Document, SearchEntry
from observatoire.base.registry import registry
from observatoire.directory.models import AuditLine, Institution
from observatoire.directory.rules import COORDINATION
from observatoire.events.actions import answers, attendance, closing, keeping, satisfaction
from observatoire.events.actions import replay as replays
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import (
    Attendance,
    AttendanceImport,
    Channel,
    Event,
    Intervention,
    Notice,
    Question,
    Registration,
    RoomReport,
    Session,
)
from observatoire.events.queries.after import settlements_of, survey_due_at
from observatoire.events.queries.bilan import bilan_of, bilan_shown
from observatoire.events.queries.links import token_of
from observatoire.events.queries.presence import present_at, to_confirm
from observatoire.mail.models import Message
from observatoire.surveys import actions as surveys
from tests.observatoire.directory.signing import account, signed, texts
from tests.observatoire.events.letters import letters_to, links_in

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
YESTERDAY = datetime(2026, 3, 16, 9, 30, tzinfo=PARIS)  # the clock stands the day after, at nine
CSV = """Nom;Courriel;Durée (minutes)
Ada Un;ada@example.org;100
Blaise DEUX;;60
C. Trois;;30
Visiteuse Inconnue;ailleurs@example.org;45
"""


@pytest.fixture
def past(make_event):
    """A matinale held yesterday, its survey armed, with four registrants from two roads."""
    event = make_event(
        starts_at=YESTERDAY, ends_at=YESTERDAY + timedelta(hours=2), stage=Event.Stage.LIVE
    )
    satisfaction.followup_of(event)
    road = Channel.objects.create(event=event, name="Contacts", kind="liste", invited=250)
    institution = Institution.objects.create(name="Service d’essai", slug="essai", kind="etat")
    names = [("Ada", "Un"), ("Blaise", "Deux"), ("Chloé", "Trois"), ("Denis", "Quatre")]
    for rank, (first, last) in enumerate(names, start=1):
        Registration.objects.create(
            event=event,
            rank=rank,
            state="confirmee",
            first_name=first,
            last_name=last,
            email=f"{first.lower()}@example.org".replace("é", "e"),
            channel=road if rank < 3 else None,
            institution=institution if rank == 1 else None,
            is_newcomer=rank == 4,
            confirmed_at=YESTERDAY - timedelta(days=20),
        )
    return event


@pytest.fixture
def keeper(db):
    return account("coordination@example.org", COORDINATION)


@pytest.fixture
def browser(keeper):
    return signed(keeper)


def registrant(event: Event, first: str) -> Registration:
    return event.registrations.get(first_name=first)


def subjects(address: str) -> list[str]:
    return [one.subject for one in letters_to(address)]


def survey_links(address: str) -> set[str]:
    """Those of the only letter that an address received."""
    (letter,) = letters_to(address)
    return {one for one in links_in(letter) if "/enquetes/" in one}


def states(event: Event) -> dict[str, str]:
    return {one.subject: one.state for one in settlements_of(event)}


def file(text: str = CSV) -> SimpleUploadedFile:
    return SimpleUploadedFile("presences.csv", text.encode(), content_type="text/csv")


class TestAttendance:
    def test_a_file_is_taken_whole(self, past, keeper):
        """Ada by her address, Blaise by his name, C. Trois to be confirmed, one from outside."""
        taken = attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        assert (taken.form, taken.sittings, taken.people) == ("Tableau", 4, 4)
        rows = taken.rows.order_by("full_name")
        assert [(one.full_name, one.certainty, str(one.registration)) for one in rows] == [
            ("Ada Un", "adresse", "Ada Un"),
            ("Blaise DEUX", "nom", "Blaise Deux"),
            ("C. Trois", "doute", "None"),
            ("Visiteuse Inconnue", "aucun", "None"),
        ]
        present = present_at(past)
        assert (len(present.registered), present.outside, present.waiting) == (2, 1, 1)

    def test_the_pile_is_confirmed_by_a_person(self, past, keeper, browser):
        attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        ((row, candidates),) = to_confirm(past)
        assert [str(one) for one in candidates] == ["Chloé Trois"]
        address = f"/gestion/evenements/presences/{row.pk}/confirmer/"
        browser.post(address, {"inscription": str(candidates[0].pk)})
        row.refresh_from_db()
        assert (row.certainty, str(row.registration)) == ("main", "Chloé Trois")
        assert to_confirm(past) == []

    def test_a_line_that_cannot_be_read_keeps_everything_out(self, past, keeper):
        with pytest.raises(Refused, match="Rien n’a été pris. Ligne 3"):
            content = CSV.replace(";;60", ";;longtemps").encode()
            attendance.take_attendance(by=keeper, event=past, content=content)
        assert AttendanceImport.objects.count() == Attendance.objects.count() == 0

    def test_the_same_file_is_taken_once_and_again_once_undone(self, past, keeper):
        taken = attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        with pytest.raises(Refused, match="déjà été pris"):
            attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        attendance.undo_attendance(by=keeper, taken=taken)
        assert (Attendance.objects.count(), present_at(past).is_known) == (0, False)
        with pytest.raises(Refused, match="déjà annulé"):
            attendance.undo_attendance(by=keeper, taken=taken)
        attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        assert Attendance.objects.count() == 4

    def test_two_files_count_a_registrant_once(self, past, keeper):
        for content in (CSV, "Nom;Courriel;Durée\nAda Un;ada@example.org;12\n"):
            attendance.take_attendance(by=keeper, event=past, content=content.encode())
        assert len(present_at(past).registered) == 2

    def test_the_room_names_registrants_by_their_key(self, past, keeper):
        one = {"ext_user_id": str(registrant(past, "Denis").pk), "name": "D", "joins": []}
        content = {"data": {"attendees": [one | {"duration": 600}]}}
        report = RoomReport.objects.create(event=past, content=content, digest="x")
        attendance.take_room_report(by=keeper, report=report)
        assert present_at(past).registered == {registrant(past, "Denis").pk}

    def test_it_is_seen_before_it_is_taken(self, past, browser):
        address = f"/gestion/evenements/{past.pk}/presences/prendre/"
        seen = browser.post(address, {"file": file()})
        assert texts(seen, ".obs-tally dd") == ["2", "1", "1"]
        assert Attendance.objects.count() == 0
        browser.post(address, {"file": file(), "prendre": "oui"})
        assert Attendance.objects.count() == 4
        page = browser.get(f"/gestion/evenements/{past.pk}/presences/")
        assert texts(page, ".obs-tally dd") == ["2", "1", "1"]

    def test_a_file_that_is_none_says_what_to_do(self, past, browser):
        address = f"/gestion/evenements/{past.pk}/presences/prendre/"
        page = browser.post(address, {"file": file("bonjour")})
        assert texts(page, ".error-message")[0].startswith("Aucune colonne de nom")

    def test_arrivals_on_site(self, past, browser):
        Event.objects.update(mode="deux")
        Registration.objects.update(presence="place")
        sheet = browser.get(f"/gestion/evenements/{past.pk}/presences/emargement/")
        assert texts(sheet, "tbody th") == ["Blaise Deux", "Denis Quatre", "Chloé Trois", "Ada Un"]
        one = registrant(past, "Ada")
        browser.post(f"/gestion/evenements/inscrits/{one.pk}/arrivee/")
        assert present_at(past).registered == {one.pk}
        browser.post(f"/gestion/evenements/inscrits/{one.pk}/arrivee/", {"absent": "oui"})
        assert present_at(past).is_known is False

    def test_the_code_of_a_registrant_is_read_at_the_door(self, past, browser, client):
        token = token_of(registrant(past, "Ada"))
        drawn = client.get(f"/evenements/inscription/{token}/code.svg")
        assert (drawn["Content-Type"], drawn.content[:4]) == ("image/svg+xml", b"<svg")
        browser.post(f"/gestion/evenements/arrivee/{token}/")
        assert present_at(past).registered == {registrant(past, "Ada").pk}
        assert client.get("/evenements/inscription/faux/code.svg").status_code == 404

    def test_a_person_is_shown_and_erased(self, past, keeper):
        attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        entry = registry.personal["presences"]
        assert entry.export("Blaise@example.org")[0]["minutes"] == 60
        assert entry.erase("blaise@example.org") == 1
        assert len(present_at(past).registered) == 2
        assert Attendance.objects.filter(full_name="Blaise DEUX").count() == 0


class TestSurvey:
    def test_it_is_armed_with_the_event(self, keeper):
        event = Event(title="Nouvelle", kind="matinale", starts_at=YESTERDAY + timedelta(days=30))
        keeping.save_event(by=keeper, event=event)
        assert (event.followup.survey.state, event.followup.survey.is_anonymous) == (
            "preparee",
            True,
        )

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-03-28T10:00", "2026-03-29T07:00:00+00:00"),  # summer begins in the night
            ("2026-10-24T10:00", "2026-10-25T08:00:00+00:00"),  # and ends
        ],
    )
    def test_it_leaves_at_nine_the_day_after(self, make_event, day, expected):
        starts_at = datetime.fromisoformat(day).replace(tzinfo=PARIS)
        event = make_event(starts_at=starts_at, ends_at=None)
        due = survey_due_at(event)
        assert due.astimezone(ZoneInfo("UTC")).isoformat() == expected

    def test_it_leaves_by_itself_once_whoever_asks(self, past):
        for _ in range(3):
            satisfaction.send_due_surveys()
        assert Notice.objects.filter(kind="enquete").count() == 4
        assert subjects("ada@example.org") == [f"Votre avis\u00a0: {past.title}"]
        past.followup.refresh_from_db()
        assert past.followup.survey_sent_at is not None

    def test_it_waits_for_its_hour(self, past):
        Event.objects.update(starts_at=YESTERDAY + timedelta(days=1), ends_at=None)
        assert satisfaction.send_due_surveys() == 0

    def test_it_is_answered_by_its_link(self, past, client):
        satisfaction.send_due_surveys()
        (link,) = survey_links("ada@example.org")
        path = "/" + link.split("/", 3)[3]
        client.post(path, {"q-suivi": "direct", "q-globale": "tres_satisfait"})
        assert past.followup.survey.answers.count() == 1

    def test_only_those_who_did_not_answer_are_reminded_and_once(self, past, fixed_clock):
        satisfaction.send_due_surveys()
        survey = past.followup.survey
        survey.refresh_from_db()
        key = str(registrant(past, "Ada").pk)
        surveys.submit(invitation=survey.invitations.get(key=key), values={"suivi": "direct"})
        fixed_clock.shift(5 * 24 * 3600 + 60)
        for _ in range(3):
            satisfaction.send_due_surveys()
        recalled = Notice.objects.filter(kind="relance").order_by("registration__rank")
        assert [one.registration.first_name for one in recalled] == ["Blaise", "Chloé", "Denis"]

    def test_it_is_given_up_only_with_a_reason(self, past, keeper):
        with pytest.raises(Refused, match="Écrire pourquoi"):
            closing.waive(by=keeper, event=past, subject="enquete", reason="non")
        reason = "Trop peu de participants pour une enquête."
        closing.waive(by=keeper, event=past, subject="enquete", reason=reason)
        assert satisfaction.send_due_surveys() == 0
        assert states(past)["enquete"] == "dispense"

    def test_one_that_was_missed_leaves_with_the_next(self, past, make_event, keeper):
        """Ada came to both: one letter, two links. Emma came to the first alone."""
        first = make_event(starts_at=YESTERDAY - timedelta(days=150), ends_at=None, stage="direct")
        for rank, name in enumerate(["ada", "emma"], start=1):
            Registration.objects.create(
                event=first, rank=rank, state="confirmee", email=f"{name}@example.org"
            )
        satisfaction.join_survey(by=keeper, event=first, to=past)
        assert "Non envoyée, à envoyer avec" in settlements_of(first)[0].sentence
        satisfaction.send_due_surveys()
        assert len(survey_links("ada@example.org")) == 2
        assert subjects("emma@example.org") == [f"Votre avis\u00a0: {first.title}"]
        first.followup.refresh_from_db()
        assert first.followup.survey_sent_at is not None
        with pytest.raises(Refused, match="déjà partie"):
            satisfaction.join_survey(by=keeper, event=first, to=None)

    def test_not_before_the_event(self, make_event, keeper):
        with pytest.raises(Refused, match="pas encore eu lieu"):
            satisfaction.send_now(by=keeper, event=make_event())


VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nBonjour à toutes et tous.\n"


@pytest.fixture
def recorded(past):
    """With a link, captions and a transcript; its two speakers agree."""
    session = Session.objects.create(event=past, title="Une étude", order=1)
    for number in (1, 2):
        Intervention.objects.create(
            session=session,
            institution_name=f"Institut {number}",
            may_record=True,
            may_broadcast=True,
        )
    captions = Document.objects.create(title="vtt", file=ContentFile(VTT.encode(), "v.vtt"))
    past.replay_address, past.replay_captions = "https://video.example.org/a", captions
    past.replay_transcript = "Bonjour à toutes et tous."
    past.save()
    return past


class TestReplay:
    def test_it_is_published_when_all_agree_and_all_can_follow(self, recorded, keeper, client):
        replays.publish_replay(by=keeper, event=recorded)
        page = client.get(f"/evenements/{recorded.slug}/replay/")
        assert texts(page, "h1") == [recorded.title]
        assert texts(client.get("/matinale/"), "h2 a") == [recorded.title]
        seen = client.get(f"/evenements/{recorded.slug}/replay/voir/")
        assert seen.url == "https://video.example.org/a"
        recorded.refresh_from_db()
        assert recorded.replay_views == 1

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"replay_address": ""}, "Donner l’adresse du replay"),
            ({"replay_captions": None}, "Donner les sous-titres"),
            ({"replay_transcript": ""}, "Donner la transcription"),
        ],
    )
    def test_what_is_missing_is_said(self, recorded, keeper, change, said):
        for name, value in change.items():
            setattr(recorded, name, value)
        recorded.save()
        with pytest.raises(Refused, match=said):
            replays.publish_replay(by=keeper, event=recorded)

    @pytest.mark.parametrize(
        ("permission", "said"),
        [
            ({"may_broadcast": None}, "Demander l’accord de diffusion à\u00a0: Institut 1"),
            ({"may_broadcast": False}, "Refusent la diffusion\u00a0: Institut 1"),
            ({"may_record": False}, "Refusent la diffusion\u00a0: Institut 1"),
        ],
    )
    def test_not_without_each_speaker_s_agreement(self, recorded, keeper, permission, said):
        Intervention.objects.filter(institution_name="Institut 1").update(**permission)
        with pytest.raises(Refused, match=said):
            replays.publish_replay(by=keeper, event=recorded)

    def test_an_agreement_withdrawn_takes_the_replay_away(self, recorded, keeper, client):
        replays.publish_replay(by=keeper, event=recorded)
        speaker = Intervention.objects.get(institution_name="Institut 2")
        speaker.may_broadcast = False
        keeping.save_intervention(by=keeper, intervention=speaker)
        assert client.get(f"/evenements/{recorded.slug}/replay/").status_code == 404
        assert client.get(f"/evenements/{recorded.slug}/replay/voir/").status_code == 404

    def test_it_is_sent_once_in_other_words_to_who_was_there(self, recorded, keeper):
        attendance.take_attendance(by=keeper, event=recorded, content=CSV.encode())
        replays.publish_replay(by=keeper, event=recorded)
        assert [replays.send_replays() for _ in range(3)] == [4, 0, 0]
        (there,), (away,) = letters_to("ada@example.org"), letters_to("denis@example.org")
        assert "Vous y étiez" in there.text
        assert "Vous n’avez pas pu être là" in away.text
        recorded.refresh_from_db()
        assert recorded.replay_sent_at is not None

    def test_its_form(self, recorded, browser):
        address = f"/gestion/evenements/{recorded.pk}/apres/replay/"
        typed = {"replay_address": "https://video.example.org/b", "replay_transcript": "Mots"}
        typed |= {"chapters": "12:30 Deuxième\n0:00 Première", "captions_reason": "En cours"}
        assert browser.post(address, typed).status_code == 302
        recorded.refresh_from_db()
        assert [(one["seconds"], one["title"]) for one in recorded.replay_chapters] == [
            (0, "Première"),
            (750, "Deuxième"),
        ]
        wrong = browser.post(address, typed | {"chapters": "au début"})
        assert texts(wrong, ".error-message") == ["« au début » : écrire une heure puis un titre."]

    @pytest.mark.parametrize("content", [b"", b"1\n00:00:01,000", b"WEBVTT\n\nrien"])
    def test_what_is_no_captions_is_refused(self, content):
        with pytest.raises(Refused, match="VTT"):
            replays.check_captions(content)


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
        with django_assert_num_queries(15):
            browser.get(address)


def test_messages_are_few(past):
    """One survey a registrant, and nothing else."""
    satisfaction.send_due_surveys()
    assert Message.objects.count() == 4
