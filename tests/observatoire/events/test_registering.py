"""Seats, the waiting line, what each registrant is told, and the links they are given."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone
from icalendar import Calendar

from observatoire.directory.models import Address, Institution, MailDomain, Person
from observatoire.directory.queries.consent import may_receive
from observatoire.events.actions import keeping, news, telling
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.registering import Asked, cancel, change, register
from observatoire.events.models import Event, Registration
from observatoire.events.queries.links import registration_of, token_of
from observatoire.mail.models import Message
from tests.observatoire.directory.signing import texts
from tests.observatoire.events.letters import letters_to, links_in

State = Registration.State


def seat(event: Event, name: str, **more) -> Registration:
    return register(by=None, event=event, asked=Asked(f"{name}@example.org", **more))


def states(event: Event) -> list[str]:
    return list(event.registrations.order_by("rank").values_list("state", flat=True))


def test_places_are_given_in_order_then_the_line_begins(make_event):
    event = make_event(places_remote=2)
    for name in "abcd":
        seat(event, name)
    assert states(event) == [State.CONFIRMED, State.CONFIRMED, State.WAITING, State.WAITING]


def test_whoever_cancels_gives_their_place_to_the_first_who_waits(make_event):
    event = make_event(places_remote=1)
    first, second, third = (seat(event, name) for name in "abc")
    cancel(by=None, registration=first)
    cancel(by=None, registration=first)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, second.was_promoted, third.state) == (State.CONFIRMED, True, "attente")


def test_who_waits_and_cancels_frees_no_place(make_event):
    event = make_event(places_remote=1)
    _, second, _ = (seat(event, name) for name in "abc")
    cancel(by=None, registration=second)
    assert states(event) == [State.CONFIRMED, State.CANCELLED, State.WAITING]


def test_more_places_go_to_those_who_wait(make_event):
    event = make_event(places_remote=1)
    for name in "abcd":
        seat(event, name)
    event.refresh_from_db()
    event.places_remote = 3
    keeping.save_event(by=None, event=event)
    assert Counter(states(event)) == {State.CONFIRMED: 3, State.WAITING: 1}


def test_whoever_comes_back_takes_the_last_rank(make_event):
    event = make_event(places_remote=1)
    first, second = seat(event, "a"), seat(event, "b")
    cancel(by=None, registration=first)
    seat(event, "c")
    again = seat(event, "a")
    assert again.pk == first.pk
    assert (again.state, again.rank) == (State.WAITING, 4)
    second.refresh_from_db()
    assert second.state == State.CONFIRMED


def test_an_address_registers_once_and_its_message_leaves_again(
    event, django_capture_on_commit_callbacks
):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            seat(event, "a", first_name="Essai")
    assert states(event) == [State.CONFIRMED]
    assert [one.subject for one in letters_to("a@example.org")] == [
        "Inscription confirmée\u00a0: Matinale 1"
    ] * 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"stage": Event.Stage.ANNOUNCED}, "Les inscriptions ne sont pas encore ouvertes."),
        ({"stage": Event.Stage.CLOSED}, "Les inscriptions sont closes."),
        ({"closes_at": "2026-03-01T09:00Z"}, "Les inscriptions sont closes."),
        ({"cancelled_at": "2026-03-01T09:00Z"}, "Cet événement est annulé."),
    ],
)
def test_closed_registrations_say_why(make_event, given, sentence):
    event = make_event(**given)
    event.refresh_from_db()
    with pytest.raises(Refused, match=sentence):
        seat(event, "a")
    assert states(event) == []


def test_on_site_and_remote_have_their_own_places(make_event):
    event = make_event(mode="deux", places_on_site=1, places_remote=1, place_name="Insee")
    seat(event, "a", presence="place")
    moved = seat(event, "b", presence="distance")
    seat(event, "c", presence="place")
    with pytest.raises(Refused, match="Il n’y a plus de place sur place"):
        change(by=None, registration=moved, asked=Asked("", presence="place"))
    assert states(event) == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


def test_who_registers_is_recognised(event):
    institution = Institution.objects.create(name="Département d’essai", slug="essai")
    MailDomain.objects.create(institution=institution, name="essai.example.org")
    person = Person.objects.create(last_name="Essai", institution=institution)
    Address.objects.create(email="connu@example.org", person=person)
    known = seat(event, "connu")
    by_domain = register(by=None, event=event, asked=Asked("x@sante.essai.example.org"))
    by_name = seat(event, "y", institution_name="DEPARTEMENT D'ESSAI")
    unknown = seat(event, "z", institution_name="Centre social")
    rows = [known, by_domain, by_name, unknown]
    assert [one.institution for one in rows] == [institution, institution, institution, None]
    assert [one.is_newcomer for one in rows] == [False, True, True, True]
    assert known.person == person


def test_a_confirmation_brings_a_calendar_and_a_link_without_any_name(
    event, django_capture_on_commit_callbacks, client
):
    with django_capture_on_commit_callbacks(execute=True):
        one = seat(event, "a", first_name="Essai", last_name="Fictif")
    letter = letters_to("a@example.org")[0]
    assert [link for link in links_in(letter) if "/inscription/" in link] == [
        f"http://127.0.0.1:8000/evenements/inscription/{token_of(one)}/"
    ] * 2
    calendar = Calendar.from_ical(letter.calendar)
    entry = calendar.events[0]
    assert (calendar["method"], entry["uid"]) == ("REQUEST", f"{event.pk}@observatoire")
    assert entry["dtstart"].dt.isoformat() == "2026-04-07T09:30:00+02:00"
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/Paris"]
    answer = client.get(f"/evenements/inscription/{token_of(one)}/")
    assert texts(answer, ".fr-alert__title") == ["Votre place est confirmée"]
    assert answer["Cache-Control"] == "no-store, private"


def test_each_change_is_told_once_and_calendars_follow(
    event, django_capture_on_commit_callbacks, fixed_clock
):
    with django_capture_on_commit_callbacks(execute=True):
        one = seat(event, "a")
    fixed_clock.shift(60)
    event.refresh_from_db()
    event.starts_at += timedelta(days=1)
    event.ends_at += timedelta(days=1)
    keeping.save_event(by=None, event=event)
    assert [telling.tell_everyone() for _ in range(3)] == [1, 0, 0]
    fixed_clock.shift(60)
    with django_capture_on_commit_callbacks(execute=True):
        cancel(by=None, registration=one)
    sent = letters_to("a@example.org")
    assert [letter.subject.partition("\u00a0:")[0] for letter in sent] == [
        "Inscription confirmée",
        "Changement",
        "Inscription annulée",
    ]
    calendars = [Calendar.from_ical(letter.calendar) for letter in sent]
    assert [str(one["method"]) for one in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(one.events[0]["uid"]) for one in calendars}) == 1
    sequences = [int(one.events[0]["sequence"]) for one in calendars]
    assert sequences == sorted(set(sequences))


def test_an_event_called_off_is_told_to_all(event, django_capture_on_commit_callbacks, fixed_clock):
    with django_capture_on_commit_callbacks(execute=True):
        seat(event, "a")
    fixed_clock.shift(60)
    keeping.call_off(by=None, event=event, reason="Salle indisponible.")
    assert telling.tell_everyone() == 1
    last = letters_to("a@example.org")[-1]
    assert last.subject == "Annulé\u00a0: Matinale 1"
    assert Calendar.from_ical(last.calendar)["method"] == "CANCEL"


def test_a_false_link_opens_nothing(event, client):
    one = seat(event, "a")
    token = token_of(one)
    assert registration_of(token) == one
    assert registration_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert client.get("/evenements/inscription/faux/").status_code == 404


def test_news_are_a_choice_apart_that_only_the_message_confirms(event):
    one = seat(event, "a", wants_news=True, last_name="Fictif")
    assert may_receive(email="a@example.org", purpose="evenements") is False
    for _ in range(2):
        news.confirm_news(registration=one)
    assert may_receive(email="a@example.org", purpose="evenements") is True
    assert Person.objects.filter(source="inscription").count() == 1


def test_the_short_form_registers(make_event, client):
    make_event()
    typed = {"email": "A@Example.org", "first_name": "Essai", "last_name": "Fictif"}
    answer = client.post("/evenements/matinale-1/inscription/", typed)
    assert answer["Location"] == "/evenements/matinale-1/inscription/faite/"
    assert Registration.objects.get().email == "a@example.org"


def test_the_form_says_what_is_missing(make_event, client):
    make_event()
    answer = client.post("/evenements/matinale-1/inscription/", {"email": "non"})
    assert texts(answer, ".fr-error-text") == [
        "Écrire l’adresse en entier, par exemple nom@domaine.fr.",
        "Remplir ce champ.",
        "Remplir ce champ.",
    ]
    assert Registration.objects.count() == 0


def test_an_own_page_changes_and_cancels(event, client):
    one = seat(event, "a", first_name="Essai", last_name="Fictif")
    root = f"/evenements/inscription/{token_of(one)}/"
    typed = {"first_name": "Autre", "last_name": "Fictif", "needs": "Boucle magnétique"}
    assert client.post(f"{root}modifier/", typed)["Location"] == root
    assert client.post(f"{root}annuler/")["Location"] == root
    one.refresh_from_db()
    assert (one.first_name, one.needs, one.state) == ("Autre", "Boucle magnétique", "annulee")


def test_an_invitation_counts_and_is_remembered(event, client):
    channel = event.channels.create(name="Lettre d’un partenaire")
    to = client.get(f"/invitation/{channel.token}/")["Location"]
    assert to == f"/evenements/matinale-1/?par={channel.token}"
    typed = {"email": "a@example.org", "first_name": "E", "last_name": "F", "par": channel.token}
    client.post("/evenements/matinale-1/inscription/", typed)
    channel.refresh_from_db()
    assert (channel.opened, Registration.objects.get().channel) == (1, channel)


def test_a_registration_is_erased_without_changing_the_counts(event):
    from observatoire.base.registry import registry  # noqa: PLC0415 filled at the start

    seat(event, "a", first_name="Essai", last_name="Fictif")
    assert registry.personal["inscriptions"].erase("a@example.org") == 1
    row = Registration.objects.get()
    assert (row.email, row.last_name, row.state) == ("", "", State.CONFIRMED)


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_for_eight_places(make_event):
    """The short form of the five hundred for a hundred (`make bench`)."""
    event = make_event(places_remote=8)
    failures = []

    def come(numbers):
        try:
            for number in numbers:
                seat(event, f"personne-{number}")
        except Exception as error:  # what a thread raises is otherwise lost
            failures.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=come, args=[range(n, 40, 8)]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    rows = list(event.registrations.order_by("rank").values_list("state", "rank"))
    assert rows == [
        (State.CONFIRMED if rank <= 8 else State.WAITING, rank) for rank in range(1, 41)
    ]
    assert Message.objects.count() == 40
    assert Registration.objects.filter(told_state="").count() == 0
    cancel(by=None, registration=event.registrations.get(rank=3))
    promoted = event.registrations.get(was_promoted=True)
    assert (promoted.rank, event.registrations.confirmed().count()) == (9, 8)
    assert timezone.now() >= promoted.confirmed_at
