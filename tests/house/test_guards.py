"""The guards of the tests, each seen at work."""

from __future__ import annotations

import socket
import sqlite3
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page

from observatoire.base.models import WorkerLease
from tests.guards import UndefinedTemplateVariable, VarIsOutOfReach

ROOT = Path(__file__).resolve().parents[2]


def test_another_machine_cannot_be_reached():
    with pytest.raises(Exception, match="A test tried to use socket"), socket.socket() as door:
        door.connect(("192.0.2.1", 80))


def test_this_machine_can_be_reached():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning, match="bientôt retiré"):
        warnings.warn("bientôt retiré", DeprecationWarning, stacklevel=1)


def test_an_undefined_variable_of_ours_fails():
    with pytest.raises(UndefinedTemplateVariable, match="« person.name » n’est pas défini"):
        Template("Bonjour {{ person.name }}").render(Context({"person": {}}))


def test_an_undefined_variable_may_be_asked_about():
    text = Template("{% if person.name %}Bonjour{% else %}Personne{% endif %}")
    assert text.render(Context({})) == "Personne"


def test_an_undefined_variable_of_others_is_empty_as_on_the_site():
    """Django's own template shows three variables; none of them is given here."""
    shown = render_to_string("django/forms/widgets/input.html", {"widget": {"type": "text"}})
    assert shown == '<input type="text" name="">\n'


@pytest.mark.django_db
def test_rows_that_nobody_ordered_are_shuffled():
    WorkerLease.objects.bulk_create(
        WorkerLease(worker_id=f"w{number}", beat_at=timezone.now()) for number in range(9)
    )
    names = [lease.worker_id for lease in WorkerLease.objects.all()]
    assert names != sorted(names)
    assert sorted(names) == [f"w{number}" for number in range(9)]


@pytest.mark.django_db
def test_rows_that_somebody_ordered_are_left_alone():
    WorkerLease.objects.bulk_create(
        WorkerLease(worker_id=f"w{number}", beat_at=timezone.now()) for number in range(9)
    )
    names = [lease.worker_id for lease in WorkerLease.objects.order_by("-worker_id")]
    assert names == [f"w{number}" for number in reversed(range(9))]


def test_the_clock_stands_still():
    before = timezone.now()
    time.sleep(0.01)
    assert before == timezone.now() == datetime(2026, 3, 17, 8, 0, tzinfo=UTC)


def test_the_clock_can_be_moved(fixed_clock):
    fixed_clock.shift(60)
    assert timezone.now() == datetime(2026, 3, 17, 8, 1, tzinfo=UTC)


def test_the_real_var_cannot_be_opened():
    with pytest.raises(VarIsOutOfReach):
        (ROOT / "var" / "observatoire.sqlite3").open("rb")
    with pytest.raises(VarIsOutOfReach):
        sqlite3.connect(ROOT / "var" / "observatoire.sqlite3")


def test_the_site_writes_elsewhere_than_in_var():
    written = {settings.VAR, settings.STORE, settings.MEDIA_ROOT, settings.STATIC_ROOT}
    assert [path for path in written if path.is_relative_to(ROOT)] == []


def test_no_page_is_kept_unless_asked(settings):
    assert settings.PAGE_CACHE is False


@pytest.mark.django_db
class TestTheCacheIsEmptied:
    def test_one_writes(self):
        cache.set("trace", "d’un autre test")
        assert cache.get("trace") == "d’un autre test"

    def test_the_next_finds_nothing(self):
        assert cache.get("trace") is None


@pytest.mark.django_db
def test_passwords_are_hashed_fast():
    person = get_user_model()()
    person.set_password("observatoire-demo")
    assert person.password.partition("$")[0] == "md5"


class TestWhatMigrationsMadeOutlivesATestThatCommits:
    """In this order: the first empties every table when it ends."""

    @pytest.mark.django_db(transaction=True)
    def test_one_commits(self):
        assert Page.objects.filter(depth=1).count() == 1

    @pytest.mark.django_db
    def test_the_next_finds_the_root_page(self):
        assert Page.objects.filter(depth=1).count() == 1
