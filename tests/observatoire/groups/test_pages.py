"""The pages of the groups: what each reader gets, what they may do, what is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from icalendar import Calendar
from pypdf import PdfReader

from observatoire.base.actions import remember_searchable
from observatoire.base.registry import Ref, registry
from observatoire.directory.queries.rights import groups_of
from observatoire.groups.actions import meetings, minutes, passages
from observatoire.groups.actions.demonstration import (
    load_demonstration_meetings,
    remove_demonstration_meetings,
)
from observatoire.groups.models import Meeting, Minutes, Passage, Theme
from observatoire.portal.queries.cards import agenda_for
from observatoire.portal.queries.search import find
from tests.observatoire.directory.signing import signed, texts
from tests.observatoire.groups.test_minutes import meeting_of, written

pytestmark = pytest.mark.django_db
SECRET = "Chiffre confié au groupe"


@pytest.fixture
def secret(table) -> Minutes:
    found = written(table, f"# Bilan\n{SECRET}\nAction : vérifier {SECRET} @ARS")
    minutes.circulate(by=table.pilot, minutes=found)
    minutes.adopt(by=table.pilot, minutes=found)
    return Minutes.objects.get()


def index_groups() -> None:
    for draft in registry.searchables["groupes"]():
        remember_searchable(draft)


def found_by(words: str, groups: frozenset[str]) -> list[str]:
    page = find(words=words, label="", page=None, groups=groups).page
    return [one.title for one in page]


def addresses(found: Minutes) -> list[str]:
    meeting, passage = found.meeting, found.passages.last()
    root = meeting.get_absolute_url()
    return [
        root,
        f"{root}reunion.ics",
        f"{root}manque/",
        f"{root}ordre-du-jour/",
        f"{root}presences/",
        f"{root}modifier/",
        f"{root}annuler/",
        f"{root}compte-rendu/",
        f"{root}compte-rendu/ecrire/",
        f"{root}compte-rendu/passages/{passage.pk}/versions/",
        f"{root}compte-rendu/passages/{passage.pk}/amender/",
    ]


def test_another_group_reaches_nothing(table, secret):
    """By page, file, search, card, agenda: for a member of another group it is not there."""
    browser = signed(table.stranger)
    assert {browser.get(one).status_code for one in addresses(secret)} == {404}
    index_groups()
    for person in (table.stranger, None):
        groups = groups_of(person) if person else frozenset()
        assert found_by("confié", groups) == []
        agenda = agenda_for(groups)
        assert (agenda.coming, agenda.past) == ((), ())
    assert SECRET not in browser.get(f"/groupes/{table.group.slug}/").content.decode()
    assert browser.get("/groupes/suivi/").status_code == 200
    assert SECRET not in browser.get("/groupes/suivi/").content.decode()
    may = registry.rights["groupe"]
    slug = table.group.slug
    assert may("ailleurs.essai@example.org", slug) is False
    assert may("membre.essai@example.org", slug) is True


def test_another_group_changes_nothing(table, secret):
    browser = signed(table.stranger)
    passage = secret.passages.get(kind="action")
    asked = {"state": "fait", "note": "", "text": "x", "version": 1}
    root = secret.get_absolute_url()
    for one in (
        f"/groupes/suivi/{passage.pk}/",
        f"{root}passages/{passage.pk}/",
        f"{root}ajouter/",
    ):
        assert browser.post(one, asked).status_code == 404
    passage.refresh_from_db()
    assert (passage.state, passage.version) == ("ouvert", 1)


def test_a_member_reads_and_does_not_lead(table, secret):
    browser = signed(table.member)
    page = browser.get(secret.get_absolute_url())
    assert texts(page, ".obs-text p") == [SECRET]
    root = secret.meeting.get_absolute_url()
    assert browser.get(f"{root}compte-rendu/ecrire/").status_code == 403
    assert browser.post(f"{root}convoquer/").status_code == 403


def test_the_public_reads_what_was_made_public(table, secret):
    secret.passages.filter(kind="titre").update(visibility="public")
    assert Client().get(secret.get_absolute_url()).status_code == 302
    minutes.publish(by=table.pilot, minutes=secret)
    page = Client().get(secret.get_absolute_url())
    assert texts(page, "article h2") == ["Bilan"]
    assert SECRET not in page.content.decode()
    assert texts(page, "article > .obs-quiet") == [
        "Des passages de ce compte rendu restent entre les membres du groupe."
    ]
    index_groups()
    assert found_by("confié", frozenset()) == []


def test_it_prints_as_a_document_without_what_is_hidden(table, secret):
    secret.passages.filter(kind="action").update(text="Une action", visibility="public")
    minutes.publish(by=table.pilot, minutes=secret)
    address = f"{secret.get_absolute_url()}compte-rendu.pdf"
    own, public = signed(table.member).get(address), Client().get(address)
    read = [PdfReader(BytesIO(one.content)) for one in (own, public)]
    assert [SECRET in page.pages[0].extract_text() for page in read] == [True, False]
    assert ["Action : Une action (ARS)" in _words(page) for page in read] == [True, True]
    assert read[0].trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 a PDF boolean


def _words(page) -> str:
    return " ".join(page.pages[0].extract_text().replace("\u00a0", " ").split())


def test_the_script_learns_what_became_of_a_text(table):
    found = written(table, "Un mot")
    passage = found.passages.get()
    browser = signed(table.pilot)
    address = f"{found.get_absolute_url()}passages/{passage.pk}/"
    headers = {"X-Requested-With": "fetch"}
    asked = {"version": 1, "text": "Un mot de plus"}
    assert browser.post(address, asked, headers=headers).json() == {
        "version": 2,
        "texte": "Un mot de plus",
        "reuni": False,
        "conflit": "",
    }
    answer = browser.post(address, {"version": 1, "text": "Un autre mot"}, headers=headers).json()
    assert (answer["version"], answer["texte"], answer["reuni"]) == (
        3,
        "Un autre mot de plus",
        True,
    )


def test_a_text_comes_without_script(table):
    found = written(table, "Un mot")
    browser = signed(table.pilot)
    root = found.get_absolute_url()
    answer = browser.post(f"{root}ajouter/", {"text": "Décision : trois temps"})
    assert answer["Location"] == f"{root}ecrire/#ajouter"
    passage = found.passages.get(kind="texte")
    browser.post(f"{root}passages/{passage.pk}/", {"version": 1, "text": "Un mot changé"})
    page = browser.get(f"{root}ecrire/")
    assert texts(page, "form[data-passage] textarea") == ["Un mot changé", "trois temps"]


def test_a_calendar_reads_the_meeting(table):
    coming = meeting_of(table, days=20, place="Nantes")
    answer = signed(table.member).get(f"{coming.get_absolute_url()}reunion.ics")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["LOCATION"]), event.decoded("DTSTART")) == ("Nantes", coming.starts_at)


def test_a_pilot_prepares_a_meeting_on_the_page(table):
    browser = signed(table.pilot)
    address = f"/groupes/{table.group.slug}/reunions/nouvelle/"
    asked = {"title": "", "mode": "distance", "day": "2026-04-02", "start": "09:00", "end": "08:00"}
    page = browser.post(address, asked)
    assert texts(page, ".fr-error-text") == ["L’heure de fin doit suivre l’heure de début."]
    answer = browser.post(address, asked | {"end": "11:00"})
    made = Meeting.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert texts(browser.get(made.get_absolute_url()), ".obs-agenda__part h3") == [
        "Point de conjoncture",
        "Une étude",
        "Un thème",
    ]


def test_members_propose_and_vote(table):
    browser, slug = signed(table.member), table.group.slug
    browser.post(f"/groupes/{slug}/themes/", {"title": "La ruralité", "note": ""})
    theme = Theme.objects.get()
    signed(table.pilot).post(f"/groupes/{slug}/themes/{theme.pk}/", {"verbe": "voix"})
    assert (theme.proposed_by, theme.votes.count()) == (table.insee, 2)
    browser.post(f"/groupes/{slug}/themes/{theme.pk}/", {"verbe": "sans"})
    assert theme.votes.count() == 1
    refused = browser.post(f"/groupes/{slug}/themes/{theme.pk}/", {"verbe": "ecarter"})
    assert refused.status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_asks_no_more_for_more_lines(table, django_assert_num_queries, number):
    written(table, "\n".join(f"Action : numéro {n} @ARS" for n in range(number)))
    browser = signed(table.member)
    browser.get("/groupes/suivi/")
    with django_assert_num_queries(10):
        assert len(texts(browser.get("/groupes/suivi/"), ".obs-board-line")) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_to_write_asks_no_more_for_more_passages(table, django_assert_num_queries, number):
    found = written(table, "\n".join(f"Décision : numéro {n}" for n in range(number)))
    browser = signed(table.pilot)
    browser.get(f"{found.get_absolute_url()}ecrire/")
    with django_assert_num_queries(12):
        page = browser.get(f"{found.get_absolute_url()}ecrire/")
    assert len(texts(page, ".obs-passage")) == number


def test_the_desk_tells_what_an_institution_owes(table):
    written(table, "Action : demander @ARS")
    owed = registry.todos["groupes"](person=table.pilot)
    assert [(one.title, one.action) for one in owed] == [("demander @ARS", "Dire où elle en est")]
    assert registry.todos["groupes"](person=table.stranger) == []


def test_a_name_gives_way_to_a_function(table):
    found = written(table, "Prénom Nom présente l’étude")
    passage = found.passages.get()
    passages.save_passage(by=None, pk=passage.pk, version=1, text="Prénom Nom présente deux études")
    assert registry.archives["comptes-rendus"](("Prénom Nom",), "la chargée d’études") == 1
    assert Passage.objects.get().text == "la chargée d’études présente deux études"
    kept = [one.content["text"] for one in passages.versions_of(passage)]
    assert [text.startswith("la chargée d’études") for text in kept] == [True, True]


def test_the_meetings_of_the_demonstration(table):
    """What the public minutes of November 2023 record; from them the next agendas are right."""
    from observatoire.directory.actions.demonstration import (  # noqa: PLC0415 heavy, read here alone
        load_demonstration_people,
    )

    table.group.__class__.objects.all().delete()
    table.ars.__class__.objects.all().delete()
    load_demonstration_people()
    assert load_demonstration_meetings() == 8
    assert load_demonstration_meetings() == 0
    coming = Meeting.objects.get(group__name="Comité de pilotage", minutes=None)
    lines = [(one.part, one.title) for one in coming.items.all()]
    assert lines[0] == ("approbation", "Compte rendu du 17/11/2023")
    assert sorted(title.partition(" ")[0] for part, title in lines if part == "suivi") == [
        "Demander",
        "Envoyer",
        "Illettrisme",
        "Se",
    ]
    rural = Meeting.objects.get(themes__title="L’observation de la pauvreté en milieu rural")
    assert rural.items.get(part="theme").reason == "Thème retenu par le groupe."
    public = Client().get("/groupes/comite-de-pilotage/")
    assert texts(public, "[aria-labelledby=publics] li") == ["17 novembre 2023"]
    assert remove_demonstration_meetings() == 8
    assert (Meeting.objects.count(), Passage.objects.count()) == (0, 0)


def test_cards_are_resolved(table):
    coming = meeting_of(table, days=20)
    card = registry.resolve(Ref("reunion", str(coming.pk)))
    assert (card.address, card.group) == (coming.get_absolute_url(), table.group.slug)
    assert registry.resolve(Ref("groupe", table.group.slug)).title == "Groupe Pauvreté"
    assert registry.resolve(Ref("groupe", "inconnu")) is None


def test_presences_are_told_to_the_directory(table):
    meeting = meeting_of(table)
    browser = signed(table.pilot)
    asked = {str(table.ars.pk): "present", str(table.insee.pk): "excuse"}
    browser.post(f"{meeting.get_absolute_url()}presences/", asked)
    assert [one.institution for one in table.group.attendances.all()] == [table.ars]
    meetings.note_presences(by=table.pilot, meeting=meeting, states={table.ars: ""})
    assert table.group.attendances.count() == 0
