"""The coordinator's desk, and who may sit at it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from observatoire.base.models import Schedule, StandardPage, WorkerLease
from observatoire.base.registry import Light, Ref, Todo, registry
from observatoire.directory.rules import EDITION
from observatoire.portal.presenters.desk import duration
from observatoire.portal.views.panels import background_work
from tests.observatoire.directory.signing import account, signed
from tests.observatoire.portal.reading import parsed, texts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 17)


def todo(title, **fields) -> Todo:
    return Todo(Ref("essai", title), title, "Parce que.", "/gestion/essai/", **fields)


def lines(page, number) -> list[str]:
    return texts(page, f"[aria-labelledby=bureau-{number}] .obs-desk__object")


@pytest.fixture
def asked(monkeypatch):
    """`asked(todos)`: all that the features ask of the coordinator."""

    def ask(todos):
        monkeypatch.setattr(registry, "todos", {"essai": lambda *, person: todos})

    return ask


def test_it_works(client, coordinator, asked, monkeypatch):
    asked(
        [
            todo("Dans un mois", due=TODAY + timedelta(days=30)),
            todo("Sans date"),
            todo("Cette semaine", due=TODAY + timedelta(days=3), action="Relancer"),
            todo("Aujourd’hui", due=TODAY),
            todo("En retard", due=TODAY - timedelta(days=2)),
            todo("Aux autres", due=TODAY, waits_for_others=True),
        ]
    )
    monkeypatch.setattr(
        registry, "lights", {"essai": lambda: Light("Sources", "attention", "Une source tarde.")}
    )
    client.force_login(coordinator)
    page = parsed(client.get("/gestion/"))
    assert texts(page, "title") == ["Le bureau - Gestion"]
    assert texts(page, "main h1") == ["Le bureau"]
    assert texts(page, "main h2") == [
        "À faire aujourd’hui 2",
        "Cette semaine 2",
        "En attente des autres 1",
        "Santé de la plateforme",
    ]
    assert lines(page, 1) == ["En retard", "Aujourd’hui"]
    assert lines(page, 2) == ["Cette semaine", "Sans date"]
    assert lines(page, 3) == ["Aux autres"]
    assert texts(page, "[aria-labelledby=bureau-2] li")[0] == (
        "Cette semaine Parce que. Échéance : vendredi 20 mars. Relancer"
    )
    assert texts(page, ".obs-light") == ["Sources À surveiller Une source tarde."]


def test_with_nothing_to_do_it_says_so(client, coordinator, asked):
    asked([])
    client.force_login(coordinator)
    assert texts(parsed(client.get("/gestion/")), ".obs-desk__empty") == [
        "Rien ne presse aujourd’hui.",
        "Rien n’est attendu de vous cette semaine.",
        "Personne ne vous doit de réponse.",
    ]


@pytest.mark.parametrize(("rights", "shown"), [((), ["À trancher"]), (("mail.read_mail",), [])])
def test_what_a_health_asks_is_for_its_rights(asked, monkeypatch, rights, shown):
    asked([])
    editor = account("edition.essai@example.org", EDITION)
    light = Light("Essai", "attention", "Une.", asks=(todo("À trancher", rights=rights),))
    monkeypatch.setattr(registry, "lights", {"essai": lambda: light})
    assert lines(parsed(signed(editor).get("/gestion/")), 2) == shown


def test_an_anonymous_visitor_is_sent_to_the_sign_in(client):
    response = client.get("/gestion/")
    assert (response.status_code, response.url) == (302, "/gestion/login/?next=/gestion/")


def test_a_member_without_access_is_told_so(client, member):
    client.force_login(member)
    response = client.get("/gestion/")
    assert response.status_code == 403
    assert texts(parsed(response), "h1") == ["Ce compte n’ouvre pas la gestion"]


def test_a_changed_page_asks_to_be_published(client, site, coordinator):
    page = StandardPage.objects.get(slug="contact")
    page.title = "Nous écrire"
    page.save_revision()
    client.force_login(coordinator)
    desk = parsed(client.get("/gestion/"))
    assert lines(desk, 2) == ["Nous écrire"]
    assert desk.select_one("[aria-labelledby=bureau-2] a")["href"] == (
        f"/gestion/pages/{page.pk}/edit/"
    )


def test_the_explorer_of_pages_opens(client, site, coordinator):
    client.force_login(coordinator)
    page = parsed(client.get("/gestion/pages/"))
    assert texts(page, "main .title-wrapper a[href$='/edit/']") == ["Accueil"]


class TestBackgroundWork:
    def test_before_any_worker(self):
        assert background_work() == Light(
            "Travaux de fond", "attention", "Aucun exécutant n’a encore donné signe de vie."
        )

    def test_a_worker_that_answers(self):
        WorkerLease.objects.create(worker_id="a", beat_at=timezone.now() - timedelta(seconds=60))
        assert background_work() == Light(
            "Travaux de fond", "bon", "L’exécutant répond et rien n’est en échec."
        )

    def test_a_silent_worker(self):
        WorkerLease.objects.create(worker_id="a", beat_at=timezone.now() - timedelta(hours=3))
        assert background_work() == Light(
            "Travaux de fond", "panne", "L’exécutant ne répond plus depuis 3 heures."
        )

    def test_a_failure_until_the_next_success(self):
        WorkerLease.objects.create(worker_id="a", beat_at=timezone.now())
        hour = timezone.now() - timedelta(hours=2)
        Schedule.objects.create(
            job="sauvegarde", due=hour, started_at=hour, finished_at=hour, failure="Disque plein"
        )
        assert background_work() == Light(
            "Travaux de fond", "attention", "En échec\u00a0: sauvegarde."
        )
        later = hour + timedelta(hours=1)
        Schedule.objects.create(job="sauvegarde", due=later, started_at=later, finished_at=later)
        assert background_work().state == "bon"


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(seconds=59), "moins d’une minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 heure"),
        (timedelta(days=2, hours=5), "2 jours"),
    ],
)
def test_a_duration_in_words(gap, words):
    assert duration(gap) == words


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_drafts(
    client, site, coordinator, django_assert_num_queries, number
):
    for page in StandardPage.objects.order_by("path")[:number]:
        page.save_revision()
    client.force_login(coordinator)
    client.get("/gestion/")
    # Each feature asks what it waits for: two questions at most, however many there are of it.
    with django_assert_num_queries(25):
        assert len(lines(parsed(client.get("/gestion/")), 2)) == number
