"""After the event: the survey and the replay."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from observatoire.events.actions import attendance, closing, keeping, satisfaction
from observatoire.events.actions import replay as replays
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import (
    Event,
    Intervention,
    Notice,
    Registration,
)
from observatoire.events.queries.after import settlements_of, survey_due_at
from observatoire.surveys import actions as surveys
from tests.observatoire.directory.signing import texts
from tests.observatoire.events.letters import letters_to
from tests.observatoire.events.past import (
    CSV,
    PARIS,
    YESTERDAY,
    registrant,
    states,
    subjects,
    survey_links,
)

pytestmark = pytest.mark.django_db


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
