"""A long publication is done by the worker, with its progress; a short one at once."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from observatoire.directory.models import AuditLine
from observatoire.indicators.actions import imports, publishing
from observatoire.indicators.actions.reading import read_deposit
from observatoire.indicators.models import Import
from observatoire.indicators.queries.engine import engine
from tests.observatoire.indicators.deposits import csv_text, parsed, read, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
NEW = csv_text({"44": 30.1, "85": 20.2})


@pytest.fixture
def long(monkeypatch):
    """Whatever is not empty is long."""
    monkeypatch.setattr(publishing, "MOST_AT_ONCE", 1)


@pytest.fixture
def signed(client, coordinator):
    client.force_login(coordinator)
    return client


def stored():
    found = engine().store.observations(indicator="TX_PAUV60", period="2031")
    return {one.territory: one.value for one in found}


def tasks():
    """Those of the indicators, by their name, and how far they went."""
    ours = DBTaskResult.objects.filter(task_path__startswith="observatoire.indicators.")
    return [(one.task_path.rpartition(".")[2], one.status) for one in ours]


@pytest.mark.django_db(transaction=True)
def test_the_worker_publishes_what_a_page_asks(signed, coordinator, long):
    imported = read(coordinator, NEW)
    response = signed.post(f"{imported.get_absolute_url()}publier/")
    assert (response.url, stored()) == (imported.get_absolute_url(), {})
    page = parsed(signed.get(response.url))
    assert texts(page, ".obs-reading h2, .obs-state") == [
        "en cours de publication",
        "Publication en cours",
    ]
    assert texts(page, ".obs-actions a, .obs-actions button") == []
    call_command("worker", "--une-fois")
    imported.refresh_from_db()
    assert (imported.state, imported.progress, imported.step) == ("publie", 100, "")
    assert stored() == {"44": 30.1, "85": 20.2}
    assert tasks() == [("publish_import", "SUCCESSFUL")]


def test_it_is_done_once_and_by_who_asked(coordinator, long):
    imported = publishing.ask_publication(by=coordinator, imported=read(coordinator, NEW))
    for _ in range(2):
        publishing.publish_asked(identifier=str(imported.pk), by_id=str(coordinator.pk))
    told = AuditLine.objects.filter(verb="publier").values_list("by", flat=True)
    published = [one.source for one in engine().store.imports() if one.source == "long"]
    assert (list(told), published) == ([coordinator.pk], ["long"])


def test_what_changed_meanwhile_gives_it_back_to_be_read(coordinator, long):
    imported = publishing.ask_publication(by=coordinator, imported=read(coordinator, NEW))
    other = csv_text({"49": 1.0})
    imports.publish_import(by=coordinator, imported=read(coordinator, other))
    publishing.publish_asked(identifier=str(imported.pk), by_id=str(coordinator.pk))
    imported.refresh_from_db()
    assert (imported.state, imported.failure.replace("\u00a0", " ")) == ("lu", imports.STALE)
    assert stored() == {"49": 1.0}


def test_an_unforeseen_error_is_told_and_raised(coordinator, long):
    imported = publishing.ask_publication(by=coordinator, imported=read(coordinator, NEW))
    imported.files.filter(kind="table").delete()
    with pytest.raises(Exception, match="ImportFile"):
        publishing.publish_asked(identifier=str(imported.pk), by_id=str(coordinator.pk))
    imported.refresh_from_db()
    assert (imported.state, imported.failure.split(". ")[0]) == (
        "lu",
        "La publication s’est arrêtée sur une erreur imprévue (DoesNotExist)",
    )
    assert stored() == {}


def test_while_it_is_published_nothing_else_is_done_with_it(coordinator, long):
    imported = publishing.ask_publication(by=coordinator, imported=read(coordinator, NEW))
    for action in (imports.ask_again, imports.abandon_import, publishing.ask_publication):
        with pytest.raises(imports.Refused, match="en cours de publication"):
            action(by=coordinator, imported=imported)
    read_deposit(identifier=str(imported.pk))
    assert Import.objects.get().state == "publication"


def test_a_short_one_is_done_at_once_and_the_store_prepared(signed, coordinator):
    imported = read(coordinator, NEW)
    signed.post(f"{imported.get_absolute_url()}publier/")
    assert (Import.objects.get().state, stored()) == ("publie", {"44": 30.1, "85": 20.2})
    assert tasks() == [("prepare_figures", "READY")]
