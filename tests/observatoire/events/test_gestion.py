"""Events in the administration: the stages, the programme, the invitations, the registrants."""

from __future__ import annotations

import pytest

from observatoire.base.models import SearchEntry
from observatoire.directory.models import AuditLine, ContactList, Institution
from observatoire.directory.rules import COORDINATION
from observatoire.events.actions import demonstration, keeping
from observatoire.events.actions.inviting import link_of
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.registering import Asked, register
from observatoire.events.models import Channel, Event, Session, ThemeProposal
from tests.observatoire.directory.signing import account, signed, texts

Stage = Event.Stage
TYPED = {
    "kind": "matinale",
    "title": "La mobilité solidaire",
    "theme": "Mobilité",
    "summary": "Deux études.",
    "starts_at": "2026-05-05T09:30",
    "ends_at": "2026-05-05T11:00",
    "mode": "distance",
    "room_kind": "adresse",
    "room_address": "https://visio.example.org/a",
}


@pytest.fixture
def keeper(db):
    return signed(account("coordination@example.org", COORDINATION))


def test_an_event_goes_from_the_idea_to_the_direct(keeper):
    made = keeper.post("/gestion/evenements/ajouter/", TYPED)
    event = Event.objects.get()
    assert made["Location"] == f"/gestion/evenements/{event.pk}/"
    assert (event.slug, event.stage) == ("la-mobilite-solidaire", Stage.IDEA)
    for to in ("prepare", "annonce", "inscriptions", "direct"):
        keeper.post(f"/gestion/evenements/{event.pk}/etape/", {"to": to})
    event.refresh_from_db()
    assert event.stage == Stage.LIVE
    steps = AuditLine.objects.filter(verb="etape").order_by("at", "id")
    assert sorted(one.details["etape"] for one in steps) == [
        "annonce",
        "direct",
        "inscriptions",
        "prepare",
    ]
    assert SearchEntry.objects.filter(kind="evenement").count() == 1


def test_a_stage_is_refused_with_what_to_do(make_event):
    event = make_event(stage=Stage.ANNOUNCED, starts_at=None, ends_at=None)
    with pytest.raises(Refused, match="Donner la date et l’heure"):
        keeping.advance(by=None, event=event, to="inscriptions")
    with pytest.raises(Refused, match="ne suit pas"):
        keeping.advance(by=None, event=event, to="direct")
    with pytest.raises(Refused, match="ne suit pas"):
        keeping.advance(by=None, event=make_event(stage=Stage.LIVE), to="clos")


def test_what_is_announced_is_called_off_not_deleted(make_event):
    with pytest.raises(Refused, match="l’annuler plutôt que le supprimer"):
        keeping.delete_event(by=None, event=make_event(stage=Stage.ANNOUNCED))
    event = make_event(stage=Stage.IDEA)
    keeping.delete_event(by=None, event=event)
    assert Event.objects.filter(title=event.title).count() == 0


def test_an_event_with_registrants_is_not_hidden_again(make_event):
    event = make_event()
    register(by=None, event=event, asked=Asked("a@example.org"))
    keeping.step_back(by=None, event=event)
    with pytest.raises(Refused, match="ne peut plus être caché"):
        keeping.step_back(by=None, event=event)


def test_the_form_refuses_an_end_before_the_start(keeper):
    answer = keeper.post("/gestion/evenements/ajouter/", TYPED | {"ends_at": "2026-05-05T08:00"})
    assert texts(answer, ".error-message") == ["La fin vient après le début."]
    assert Event.objects.count() == 0


def test_the_programme_is_written_and_put_in_order(keeper, event):
    for title in ("A", "B", "C"):
        keeper.post(
            f"/gestion/evenements/{event.pk}/seance/",
            {"kind": "etude", "title": title, "minutes": 20},
        )
    last = Session.objects.get(title="C")
    keeper.post(f"/gestion/evenements/seances/{last.pk}/monter/")
    keeper.post(f"/gestion/evenements/seances/{last.pk}/monter/")
    assert list(event.sessions.values_list("title", flat=True)) == ["C", "A", "B"]
    keeper.post(
        f"/gestion/evenements/seances/{last.pk}/intervenant/",
        {"institution_name": "Institut", "status": "pressenti", "may_record": "true"},
    )
    speaker = last.interventions.get()
    assert (str(speaker), speaker.may_record, speaker.may_broadcast) == ("Institut", True, None)
    assert speaker.permission_at is not None
    keeper.post(f"/gestion/evenements/seances/{last.pk}/supprimer/")
    assert event.sessions.count() == 2


def test_each_road_has_its_link_and_its_counts(keeper, event):
    partner = Institution.objects.create(name="Partenaire", slug="partenaire")
    relay = ContactList.objects.create(
        name="Relais", kind="relais", relay=partner, purpose="evenements", announced_size=3000
    )
    root = f"/gestion/evenements/{event.pk}/invitations/"
    keeper.post(root, {"name": "Compas", "list": str(relay.pk)})
    channel = Channel.objects.get()
    assert (channel.kind, channel.invited) == ("relais", 3000)
    for name in ("a", "b"):
        asked = Asked(f"{name}@example.org", channel=channel.token if name == "a" else "")
        register(by=None, event=event, asked=asked)
    rows = texts(keeper.get(root), "tbody td:last-child")
    assert rows == ["1", "1"]
    page = keeper.get(f"/gestion/evenements/invitations/{channel.pk}/")
    assert link_of(channel) in texts(page, "#texte-partenaire")[0]


def test_registrants_are_listed_found_and_taken_away(keeper, event):
    for name in ("premier", "second"):
        asked = Asked(f"{name}@example.org", last_name=name, institution_name="=1+1")
        register(by=None, event=event, asked=asked)
    root = f"/gestion/evenements/{event.pk}/inscrits/"
    assert len(texts(keeper.get(root), "tbody tr")) == 2
    assert len(texts(keeper.get(root, {"q": "second"}), "tbody tr")) == 1
    lines = keeper.get(f"{root}exporter/csv/").content.decode("utf-8-sig").splitlines()
    assert (len(lines), "=1+1" in lines[1] and "'=1+1" not in lines[1]) == (3, False)
    one = event.registrations.get(last_name="premier")
    keeper.post(f"/gestion/evenements/inscrits/{one.pk}/annuler/")
    one.refresh_from_db()
    assert one.state == "annulee"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    keeper, make_event, number, django_assert_max_num_queries
):
    for _ in range(number):
        make_event()
    keeper.get("/gestion/evenements/")
    with django_assert_max_num_queries(12):
        answer = keeper.get("/gestion/evenements/")
    assert len(texts(answer, "tbody tr")) == number


def test_a_theme_becomes_an_event_once(keeper):
    typed = {"year": 2027, "kind": "matinale", "title": "La précarité énergétique"}
    keeper.post("/gestion/evenements/themes/ajouter/", typed | {"state": "proposee"})
    proposal = ThemeProposal.objects.get()
    for _ in range(2):
        keeper.post(f"/gestion/evenements/themes/{proposal.pk}/evenement/")
    event = Event.objects.get()
    proposal.refresh_from_db()
    assert (proposal.event, proposal.state, event.stage) == (event, "retenue", Stage.IDEA)


def test_the_demonstration_is_laid_down_once_and_taken_away(db, client):
    assert demonstration.load_demonstration_events() == 4
    assert demonstration.load_demonstration_events() == 0
    first = client.get("/evenements/la-fragilite-numerique/")
    assert texts(first, ".obs-counts dd") == ["94", "environ 70"]
    assert texts(first, ".obs-facts dd")[0] == "Juillet 2023, jour et heure non connus"
    assert client.get("/evenements/essayer-une-matinale/inscription/").status_code == 200
    assert demonstration.remove_demonstration_events() == 4
    assert (Event.objects.count(), ThemeProposal.objects.count()) == (0, 0)
