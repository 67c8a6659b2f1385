"""Batches: prepared, under embargo, published at their hour, stopped, cancelled; errata."""

from datetime import timedelta

import pytest
from django.utils import timezone

from observatoire.base.actions import run_due_jobs
from observatoire.base.models import Schedule
from observatoire.indicators.actions.imports import Refused, publish_import
from observatoire.indicators.actions.releases import (
    cancel_release,
    prepare_release,
    publish_due_releases,
    publish_erratum,
)
from observatoire.indicators.models import Erratum, Import, Release
from observatoire.indicators.queries.engine import engine
from tests.observatoire.indicators.deposits import csv_text, person, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(store):
    return person("publie@example.org", "publish_import")


@pytest.fixture
def reader(store):
    return person("depose@example.org")


@pytest.fixture
def two(publisher):
    """Two deposits read from the same state of the store: the second is stale once one is out."""
    return [read(publisher, csv_text({"44": 10.0}, period)) for period in ("2031", "2032")]


def prepared(publisher, imports, hours=1, **changes):
    due = timezone.now() + timedelta(hours=hours)
    return prepare_release(by=publisher, title="Filosofi", due_at=due, imports=imports, **changes)


def values() -> list[float]:
    rows = engine().store.observations(
        indicator="TX_PAUV60", territories=[("departement", "44")], period=["2031", "2032"]
    )
    return [row.value for row in rows]


def test_nothing_is_seen_before_the_hour_and_all_at_the_hour(publisher, two, fixed_clock):
    release = prepared(publisher, two)
    assert (publish_due_releases(), values()) == (0, [])
    fixed_clock.shift(timedelta(hours=1))
    assert (publish_due_releases(), values()) == (1, [10.0, 10.0])
    release.refresh_from_db()
    assert (release.state, release.released_at) == ("publiee", timezone.now())
    assert {one.state for one in Import.objects.all()} == {"publie"}
    assert publish_due_releases() == 0


def test_the_worker_does_it(publisher, two, fixed_clock):
    prepared(publisher, two)
    fixed_clock.shift(timedelta(hours=1))
    Schedule.objects.create(job="parutions", due=timezone.now(), every=timedelta(minutes=1))
    assert (run_due_jobs(), values()) == (["parutions"], [10.0, 10.0])


def test_embargoed_figures_are_not_published_by_hand(publisher, two):
    prepared(publisher, two[:1])
    with pytest.raises(Refused, match="sous embargo"):
        publish_import(by=publisher, imported=two[0])
    assert values() == []


def test_a_batch_is_published_whole_or_not_at_all(publisher, two, fixed_clock):
    release = prepared(publisher, two)
    Import.objects.filter(pk=two[1].pk).update(state=Import.State.ABANDONED)
    fixed_clock.shift(timedelta(hours=1))
    assert (publish_due_releases(), values()) == (0, [])
    release.refresh_from_db()
    assert (release.state, release.failure) == (
        "refusee",
        "Un de ces dépôts n’est plus à publier, ou attend déjà une autre heure.",
    )
    assert Import.objects.get(pk=two[0].pk).state == Import.State.READ


def test_a_cancelled_batch_frees_its_deposits(publisher, two):
    cancel_release(by=publisher, release=prepared(publisher, two[:1]))
    assert publish_import(by=publisher, imported=two[0]).state == "publie"
    with pytest.raises(Refused, match="n’a plus d’objet"):
        cancel_release(by=publisher, release=Release.objects.get())


@pytest.mark.parametrize(
    ("hours", "chosen", "reason"),
    [(-1, 1, "L’heure de parution est passée"), (1, 0, "Choisir au moins un dépôt lu")],
)
def test_what_cannot_be_prepared(publisher, two, hours, chosen, reason):
    with pytest.raises(Refused, match=reason):
        prepared(publisher, two[:chosen], hours)


def test_a_deposit_waits_for_one_hour_only(publisher, two):
    prepared(publisher, two[:1])
    with pytest.raises(Refused, match="attend déjà une autre heure"):
        prepared(publisher, two)


class TestScreens:
    ROOT = "/gestion/parutions/"

    def test_a_batch_is_prepared_and_cancelled(self, client, publisher, two):
        client.force_login(publisher)
        given = {"title": "Filosofi", "due_at": "2026-03-20T08:30", "imports": [str(two[0].pk)]}
        response = client.post(f"{self.ROOT}preparer/", given, follow=True)
        release = Release.objects.get()
        assert response.context["release"] == release
        assert timezone.localtime(release.due_at).strftime("%d/%m %H:%M") == "20/03 08:30"
        client.post(f"{self.ROOT}{release.pk}/annuler/")
        release.refresh_from_db()
        assert release.state == "annulee"

    def test_a_past_hour_is_refused_with_its_reason(self, client, publisher, two):
        client.force_login(publisher)
        given = {"title": "F", "due_at": "2020-03-20T08:30", "imports": [str(two[0].pk)]}
        form = client.post(f"{self.ROOT}preparer/", given).context["form"]
        assert form.errors["due_at"] == ["Cette heure est passée\u00a0: en choisir une à venir."]
        assert Release.objects.count() == 0

    def test_who_does_not_publish_does_not_decide_of_the_hour(self, client, reader):
        client.force_login(reader)
        for path in ("", "preparer/", "erratum/"):
            assert client.get(f"{self.ROOT}{path}").url.startswith("/gestion/"), path

    def test_an_erratum_is_published(self, client, publisher):
        client.force_login(publisher)
        given = {"title": "Coquille", "body": "5,3.", "indicator": "TX_CHOM", "period": "2024-T4"}
        client.post(f"{self.ROOT}erratum/", given)
        assert Erratum.objects.get().by == publisher
        bad = client.post(f"{self.ROOT}erratum/", given | {"period": "hier"}).context["form"]
        assert list(bad.errors) == ["period"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_asks_the_database_little(
        self, client, publisher, django_assert_max_num_queries, count
    ):
        for number in range(count):
            Release.objects.create(title=f"{number}", due_at=timezone.now(), by=publisher)
        client.force_login(publisher)
        client.get(self.ROOT)
        with django_assert_max_num_queries(12):
            page = client.get(self.ROOT).context["page"]
        assert len(page.object_list) == count


def test_an_erratum_is_in_the_audit(publisher):
    from observatoire.directory.models import AuditLine  # noqa: PLC0415 beside what it checks

    publish_erratum(by=publisher, title="T", body="B", indicator="TX_CHOM")
    assert AuditLine.objects.filter(verb="rectifier").count() == 1
