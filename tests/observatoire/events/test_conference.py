"""A conference: ideas become sessions, the programme holds, the door works without network."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from observatoire.base.registry import Ref, registry
from observatoire.contributions.actions import answer, answer_invitation, become, invite, think_of
from observatoire.contributions.emails import address_of
from observatoire.contributions.models import Call, Speaker
from observatoire.events.actions.demonstration_calls import (
    load_demonstration_calls,
    remove_demonstration_calls,
)
from observatoire.events.actions.programme import (
    content_of,
    give_voice,
    keep_version,
    move,
    put_in_order,
    restore_version,
    save_session,
)
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.welcoming import note_arrivals, publish_synthesis
from observatoire.events.models import Conference, Event, Intervention, Registration, Session
from observatoire.events.presenters.certificate import Certificate, parts_of
from observatoire.events.queries import conference as queries
from observatoire.mail.models import Message
from tests.observatoire.contributions.calls import call, idea, keeper
from tests.observatoire.directory.people import parsed, shown, texts
from tests.observatoire.directory.signing import CountedQueries

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2026, 5, 21, 9, 0, tzinfo=PARIS)


@pytest.fixture
def day() -> Event:
    return Event.objects.create(
        slug="journee",
        title="Journée fictive",
        kind="conference",
        stage="annonce",
        mode="place",
        starts_at=NINE,
        ends_at=NINE + timedelta(hours=3, minutes=30),
        place_name="Salle fictive",
    )


@pytest.fixture
def person():
    return keeper()


def sessions(event: Event, *titles: str, minutes: int = 30) -> list[Session]:
    return [
        Session.objects.create(event=event, order=rank, title=title, minutes=minutes)
        for rank, title in enumerate(titles)
    ]


def titles(event: Event) -> list[str]:
    return list(event.sessions.order_by("order").values_list("title", flat=True))


def speaker(event: Event, name: str = "Intervenant fictif", **fields) -> Speaker:
    owner = Ref("evenement", str(event.pk))
    return think_of(by=None, owner=owner, full_name=name, **fields)


def registered(event: Event, number: int) -> list[Registration]:
    return Registration.objects.bulk_create(
        Registration(
            event=event,
            email=f"inscrit{rank}@example.org",
            first_name="Inscrit",
            last_name=f"Fictif {rank}",
            presence="place",
            state="confirmee",
            rank=rank,
        )
        for rank in range(number)
    )


class TestFromIdeaToStage:
    def test_an_idea_becomes_a_session_whose_speaker_confirms_without_account(
        self, client, day, person
    ):
        one = call(owner=Ref("evenement", str(day.pk)))
        made = idea(one, named_name="Invitée fictive", named_email="invitee@example.org")
        answer(by=person, proposal=made, status="retenue", text="Oui.")
        outcome = become(by=person, proposal=made, offer="seance")
        assert become(by=person, proposal=made, offer="seance").pk == outcome.pk
        session = Session.objects.get()
        assert (outcome.ref, session.title) == (Ref("seance", str(session.pk)), made.title)
        assert registry.resolve(outcome.ref).title == session.title
        guest = Speaker.objects.get()
        assert (guest.full_name, guest.email, guest.state) == (
            "Invitée fictive",
            "invitee@example.org",
            "pressenti",
        )
        invite(by=person, speaker=guest, occasion=day.title)
        guest.refresh_from_db()
        here = "/intervenir/" + address_of(guest).partition("/intervenir/")[2]
        said = {"comes": "oui", "full_name": "Invitée fictive", "may_record": "oui"}
        page = parsed(client.post(here, said | {"may_broadcast": "non"}, follow=True))
        assert texts(page, ".obs-eyebrow") == ["Intervention confirmée"]
        voice = Intervention.objects.get()
        assert (voice.status, voice.may_record, voice.may_broadcast) == ("confirme", True, False)
        assert Message.objects.filter(mailbox="invitee@example.org", kind="code").count() == 1

    def test_it_is_offered_only_to_calls_of_an_event(self, day, person):
        made = idea(call())
        with pytest.raises(Exception, match="n’est pas offerte ici"):
            become(by=person, proposal=made, offer="seance")
        assert Session.objects.count() == 0

    def test_an_older_link_opens_nothing_once_another_was_sent(self, client, day, person):
        guest = speaker(day, email="invite@example.org")
        first = address_of(invite(by=person, speaker=guest, occasion="x"))
        invite(by=person, speaker=guest, occasion="x")
        assert client.get("/intervenir/" + first.partition("/intervenir/")[2]).status_code == 404

    def test_who_sent_no_slides_is_asked_again(self, client, day, person):
        guest = speaker(day, email="invite@example.org")
        answer_invitation(speaker=guest, comes=True, fields={})
        client.force_login(person)
        client.post(f"/evenements/conduite/{day.pk}/intervenants/relancer/")
        assert list(Message.objects.values_list("mailbox", flat=True)) == ["invite@example.org"]

    def test_erased_a_speaker_leaves_the_programme_too(self, day):
        guest = speaker(day, email="invite@example.org", organisation="Structure fictive")
        voice = give_voice(by=None, session=sessions(day, "a")[0], speaker=guest)
        assert registry.personal["invites"].erase("invite@example.org") == 1
        voice.refresh_from_db()
        assert (voice.speaker_name, str(voice)) == ("", "Structure fictive")


class TestTheOrder:
    def test_buttons_ranks_and_dragging_give_the_same_order(self, client, day, person):
        first, second, third = sessions(day, "a", "b", "c")
        client.force_login(person)
        here = f"/evenements/conduite/{day.pk}/"
        client.post(f"{here}seances/{third.pk}/deplacer/", {"vers": "haut"})
        assert titles(day) == ["a", "c", "b"]
        client.post(f"{here}seances/{first.pk}/deplacer/", {"vers": "3"})
        assert titles(day) == ["c", "b", "a"]
        order = ",".join(str(one.pk) for one in (first, second, third))
        client.post(f"{here}ordre/", {"ordre": order})
        assert titles(day) == ["a", "b", "c"]

    def test_beyond_the_ends_it_stays_at_the_end(self, day, person):
        first, _, third = sessions(day, "a", "b", "c")
        move(by=person, session=first, to=-4)
        move(by=person, session=third, to=99)
        assert titles(day) == ["a", "b", "c"]

    def test_an_order_that_forgets_a_session_is_refused(self, day, person):
        first, second, _ = sessions(day, "a", "b", "c")
        with pytest.raises(Refused, match="a changé entre-temps"):
            put_in_order(by=person, event=day, keys=[second.pk, first.pk])
        assert titles(day) == ["a", "b", "c"]

    def test_hours_follow_the_order(self, day):
        sessions(day, "a", "b")
        hours = [timezone.localtime(slot.starts_at).hour for slot in queries.slots_of(day)]
        minutes = [timezone.localtime(slot.starts_at).minute for slot in queries.slots_of(day)]
        assert (hours, minutes) == ([9, 9], [0, 30])

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_screen_asks_the_same_questions(self, client, day, person, number):
        for rank, one in enumerate(sessions(day, *"abc"[:number])):
            give_voice(by=None, session=one, speaker=speaker(day, f"Fictif {rank}"))
        client.force_login(person)
        client.get(f"/evenements/conduite/{day.pk}/")
        with CountedQueries() as counted:
            client.get(f"/evenements/conduite/{day.pk}/")
        assert counted.number == 11


class TestWhatDoesNotHold:
    def faults(self, event: Event) -> list[str]:
        slots = queries.slots_of(event)
        found = queries.faults_of(event, slots, queries.absences_of(event))
        return [fault.replace("\u00a0", " ") for fault in found]

    def test_a_programme_that_holds_has_none(self, day):
        sessions(day, "a", "b")
        assert self.faults(day) == []

    def test_one_person_and_one_room_twice_at_the_same_hour(self, day):
        first, second = sessions(day, "a", "b")
        guest = speaker(day)
        for one in (first, second):
            one.starts_at, one.room = NINE, "Amphi"
            one.save()
            give_voice(by=None, session=one, speaker=guest)
        assert self.faults(day) == [
            "Intervenant fictif parle à la même heure dans « a » et « b ».",
            "La salle Amphi est prise deux fois à la même heure : « a » et « b ».",
        ]

    def test_who_is_away_and_who_declined(self, day):
        first, second = sessions(day, "a", "b")
        away, gone = speaker(day, "Absent fictif"), speaker(day, "Parti fictif")
        give_voice(by=None, session=first, speaker=away)
        give_voice(by=None, session=second, speaker=gone)
        hours = [(NINE, NINE + timedelta(minutes=10))]
        answer_invitation(speaker=away, comes=True, fields={}, absences=hours)
        answer_invitation(speaker=gone, comes=False, fields={})
        assert self.faults(day) == [
            "Absent fictif n’est pas disponible à l’heure de « a ».",
            "Parti fictif a décliné, et reste au programme dans « b ».",
        ]

    def test_what_ends_too_late_and_what_has_no_duration(self, day):
        sessions(day, "a", minutes=220)
        Session.objects.create(event=day, order=9, title="b")
        assert self.faults(day) == [
            "« a » finit 10 min après la fin annoncée.",
            "« b » n’a pas de durée : les heures qui suivent sont inconnues.",
        ]


class TestVersions:
    def test_a_version_is_compared_and_given_back(self, client, day, person):
        first, second, third = sessions(day, "a", "b", "c")
        give_voice(by=None, session=first, speaker=speaker(day))
        version = keep_version(by=person, event=day, remark="avant")
        put_in_order(by=person, event=day, keys=[third.pk, first.pk, second.pk])
        second.minutes = 45
        save_session(by=person, session=second)
        client.force_login(person)
        here = f"/evenements/conduite/{day.pk}/"
        client.post(f"{here}seances/{first.pk}/retirer/")
        changes = queries.compared(version.content, content_of(day))
        assert changes == [
            ("retirée", "a"),
            ("passe du rang 2 au rang 1", "c"),
            ("autre durée, passe du rang 1 au rang 2", "b"),
        ]
        restore_version(by=person, event=day, version=version)
        assert content_of(day) == version.content
        assert titles(day) == ["a", "b", "c"]


class TestTheDoor:
    def test_said_twice_or_late_the_first_hour_stands(self, day, person, fixed_clock):
        one = registered(day, 1)[0]
        early = timezone.now() - timedelta(minutes=20)
        for at in (timezone.now(), early, timezone.now()):
            note_arrivals(by=person, event=day, arrivals=[(one.pk, at)])
        one.refresh_from_db()
        assert one.checked_in_at == early

    def test_a_clock_ahead_does_not_write_tomorrow(self, day, person):
        one = registered(day, 1)[0]
        tomorrow = timezone.now() + timedelta(days=1)
        note_arrivals(by=person, event=day, arrivals=[(one.pk, tomorrow)])
        one.refresh_from_db()
        assert one.checked_in_at == timezone.now()

    def test_two_hundred_of_which_twenty_from_a_telephone(self, client, day, person):
        rows = registered(day, 200)
        client.force_login(person)
        here = f"/evenements/conduite/{day.pk}/accueil/"
        for one in rows[:3]:
            client.post(f"{here}noter/", {"inscription": one.pk, "present": "oui"})
        now = timezone.now()
        note_arrivals(by=person, event=day, arrivals=[(one.pk, now) for one in rows[3:180]])
        told = [{"id": str(one.pk), "a": now.isoformat()} for one in rows[180:]]
        told.append({"id": str(UUID(int=7)), "a": now.isoformat()})
        for _ in range(2):
            heard = client.post(
                f"{here}presences/", json.dumps({"arrivees": told}), content_type="application/json"
            ).json()
        assert heard["notees"] == sorted(str(one.pk) for one in rows[180:])
        assert day.registrations.exclude(checked_in_at=None).count() == 200
        assert texts(shown(client, here), "#arrives") == ["200"]

    def test_what_cannot_be_read_is_refused_and_changes_nothing(self, client, day, person):
        registered(day, 1)
        client.force_login(person)
        here = f"/evenements/conduite/{day.pk}/accueil/presences/"
        answer = client.post(here, '{"arrivees": [{"id": 3}]}', content_type="application/json")
        assert (answer.status_code, answer.json()) == (400, {"erreur": "Arrivées illisibles."})

    def test_badges_and_sheet_name_everyone(self, client, day, person):
        registered(day, 2)
        client.force_login(person)
        here = f"/evenements/conduite/{day.pk}/accueil/"
        names = ["Inscrit Fictif 0", "Inscrit Fictif 1"]
        assert texts(shown(client, f"{here}badges/"), ".obs-badges__name") == names
        cells = texts(shown(client, f"{here}emargement/"), "tbody td:first-child")
        assert cells == ["Fictif 0 Inscrit", "Fictif 1 Inscrit"]


class TestWhatIsKept:
    def test_certificates_are_for_who_was_there_once_it_is_over(
        self, client, day, person, fixed_clock
    ):
        there, absent = registered(day, 2)
        note_arrivals(by=person, event=day, arrivals=[(there.pk, timezone.now())])
        client.force_login(person)
        here = f"/evenements/conduite/{day.pk}/accueil/attestations/"
        assert client.get(f"{here}{there.pk}.pdf").status_code == 404
        fixed_clock.move_to(NINE + timedelta(days=1))
        client.force_login(person)
        assert client.get(f"{here}{there.pk}.pdf").content[:5] == b"%PDF-"
        assert client.get(f"{here}{absent.pk}.pdf").status_code == 404

    def test_the_synthesis_becomes_a_card_once_published(self, client, day, person):
        kept = Conference.objects.create(event=day)
        with pytest.raises(Refused, match="Écrire d’abord"):
            publish_synthesis(by=person, conference=kept)
        client.force_login(person)
        here = f"/evenements/conduite/{day.pk}/journee/"
        page = parsed(client.post(here, {"synthesis": "1\n2\n3\n4\n5\n6"}))
        assert texts(page, ".fr-error-text") == ["Cinq lignes au plus : une idée par ligne."]
        client.post(here, {"synthesis": "Une idée.\nUne autre."})
        give = registry.cards["conferences"]
        assert give(horizon=timezone.localdate()) == []
        client.post(f"{here}synthese/")
        card = give(horizon=timezone.localdate())[0]
        assert (card.kind, card.summary) == ("Synthèse", "Une idée. Une autre.")
        page = shown(client, day.get_absolute_url())
        assert texts(page, ".fr-callout__text li") == ["Une idée.", "Une autre."]


def test_a_certificate_says_who_what_when_and_where():
    one = Certificate(
        "Personne fictive", "CCAS fictif", "a participé à", "Journée", NINE, None, "Nantes"
    )
    assert [part.text.replace("\u00a0", " ") for part in parts_of(one)] == [
        "Nous attestons que",
        "Personne fictive",
        "CCAS fictif",
        "a participé à",
        "Journée",
        "le 21 mai 2026, de 9 h, Nantes.",
    ]


def test_the_demonstration_is_laid_once_and_taken_away_whole(settings):
    settings.DEMONSTRATION = True
    assert [load_demonstration_calls() for _ in range(2)] == [3, 0]
    assert Message.objects.count() == 0
    assert (Call.objects.count(), Speaker.objects.count()) == (3, 2)
    assert remove_demonstration_calls() == 3
    assert (Call.objects.count(), Speaker.objects.count()) == (0, 0)
