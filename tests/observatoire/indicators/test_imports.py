"""Deposit, read, compare, publish, undo: what the store and the pages then say."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from observatoire.base.models import Generation
from observatoire.directory.models import AuditLine
from observatoire.indicators.actions import imports as actions
from observatoire.indicators.actions import reading
from observatoire.indicators.actions.reading import read_deposit
from observatoire.indicators.actions.waivers import waive_doubt
from observatoire.indicators.models import Import, ImportFile
from observatoire.indicators.queries.doubts import pending_doubts
from observatoire.indicators.queries.engine import engine
from tests.observatoire.indicators.deposits import REFUSED, csv_text, deposited, read, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def upload_named(name, values):
    return upload(csv_text(values), name)


NEW = csv_text({"44": 30.1, "85": 20.2})
UNKNOWN = NEW + csv_text({"99": 1.0}).split("\n", 1)[1]


def poverty(code: str, period: str = "2031") -> float | None:
    found = engine().store.observations(
        indicator="TX_PAUV60", territories=[("departement", code)], period=period
    )
    return found[0].value if found else None


class TestReading:
    def test_a_sound_deposit_is_read(self, coordinator):
        imported = read(coordinator, UNKNOWN)
        counts = (imported.rows, imported.accepted, imported.refused, imported.unmatched)
        assert (imported.state, counts, imported.progress) == ("lu", (3, 2, 0, 1), 100)
        assert imported.difference["counts"] == [
            {
                "indicator": "TX_PAUV60",
                "level": "departement",
                "new": 2,
                "changed": 0,
                "same": 0,
                "gone": 0,
            }
        ]
        assert imported.report["non_rattachees"] == [
            {"niveau": "departement", "territoire": "99", "lignes": 1}
        ]

    def test_reading_publishes_nothing(self, coordinator):
        before = engine().store.fingerprint
        read(coordinator, NEW)
        assert (engine().store.fingerprint, poverty("44")) == (before, None)

    def test_read_twice_it_says_the_same(self, coordinator):
        imported = read(coordinator, UNKNOWN)
        before = Import.objects.filter(pk=imported.pk).values().get()
        files = list(imported.files.values_list("kind", "name", "sha256").order_by("kind"))
        Import.objects.filter(pk=imported.pk).update(state="en_lecture")
        read_deposit(identifier=str(imported.pk))
        assert Import.objects.filter(pk=imported.pk).values().get() == before
        again = imported.files.values_list("kind", "name", "sha256").order_by("kind")
        assert list(again) == files

    def test_a_faulty_line_refuses_the_whole(self, coordinator):
        imported = read(coordinator, REFUSED)
        assert (imported.state, imported.refused, imported.difference) == ("refuse", 1, {})
        assert imported.report["refusees"][0] == {
            "fichier": "taux.csv",
            "ligne": 2,
            "colonne": "valeur",
            "raison": "«\u00a0beaucoup\u00a0» n’est pas un nombre.",
            "remede": "Écrire des chiffres, avec un point ou une virgule pour les décimales.",
        }

    def test_nothing_accepted_is_refused_with_a_sentence(self, coordinator):
        imported = read(coordinator, csv_text({"99": 1.0}))
        assert (imported.state, imported.unmatched) == ("refuse", 1)
        assert imported.failure == ("Aucune ligne n’a été acceptée\u00a0: il n’y a rien à publier.")

    def test_the_whole_report_is_a_file_without_formulas(self, coordinator):
        imported = read(coordinator, UNKNOWN, name="=1+1.csv")
        with imported.files.get(kind=ImportFile.Kind.REPORT).file.open("rb") as listing:
            text = listing.read().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        assert rows == [
            ["fichier", "ligne", "colonne", "etat", "niveau", "territoire", "raison", "remede"],
            ["'=1+1.csv", "4", "", "sans territoire connu", "departement", "99", "", ""],
        ]

    def test_a_crash_leaves_a_french_sentence(self, coordinator, monkeypatch):
        def fall(*given):
            raise ZeroDivisionError

        imported = deposited(coordinator, NEW)
        monkeypatch.setattr(reading, "read", fall)
        with pytest.raises(ZeroDivisionError):
            read_deposit(identifier=str(imported.pk))
        imported.refresh_from_db()
        assert imported.state == "refuse"
        assert imported.failure.startswith("La lecture s’est arrêtée sur une erreur")

    def test_what_kills_its_reader_three_times_is_refused(self, coordinator):
        imported = deposited(coordinator, NEW)
        Import.objects.filter(pk=imported.pk).update(state="en_lecture", attempts=3)
        read_deposit(identifier=str(imported.pk))
        imported.refresh_from_db()
        assert imported.state == "refuse"
        assert imported.failure.startswith("La lecture a été interrompue trois fois")

    def test_what_was_abandoned_is_not_read(self, coordinator):
        imported = deposited(coordinator, NEW)
        actions.abandon_import(by=coordinator, imported=imported)
        read_deposit(identifier=str(imported.pk))
        assert Import.objects.values_list("state", flat=True).get() == "abandonne"

    def test_two_files_of_one_name_are_both_read(self, coordinator):
        imported = actions.deposit_files(
            by=coordinator,
            source="long",
            title="Table longue",
            files=[upload_named("a.csv", {"44": 1.0}), upload_named("a.csv", {"85": 2.0})],
        )
        read_deposit(identifier=str(imported.pk))
        imported.refresh_from_db()
        assert (imported.state, imported.accepted) == ("lu", 2)


class TestPublishing:
    def test_it_works(self, coordinator):
        imported = read(coordinator, NEW)
        Generation.advance()
        before = Generation.objects.get().number
        published = actions.publish_import(by=coordinator, imported=imported)
        assert (poverty("44"), poverty("85")) == (30.1, 20.2)
        assert (published.state, published.engine_import) == (
            "publie",
            imported.difference["identifier"],
        )
        assert Generation.objects.get().number == before + 1
        live = engine().store.imports()[-1]
        assert (live.id, [file.name for file in live.files]) == (
            published.engine_import,
            ["taux.csv"],
        )

    def test_undo_restores_exactly(self, coordinator):
        store = engine().store
        before, seen = store.fingerprint, store.observations(revisions="all")
        imported = read(coordinator, csv_text({"44": 10.9}, "2021"))
        for one in pending_doubts(imported):
            waive_doubt(
                by=coordinator,
                imported=imported,
                doubt=one["groupe"],
                word="Vérifié auprès du producteur",
            )
        actions.publish_import(by=coordinator, imported=imported)
        assert poverty("44", "2021") == 10.9
        actions.undo_publication(by=coordinator, imported=imported)
        assert (store.fingerprint, store.observations(revisions="all")) == (before, seen)

    def test_the_same_file_twice_changes_nothing(self, coordinator):
        actions.publish_import(by=coordinator, imported=read(coordinator, NEW))
        before = engine().store.fingerprint
        again = read(coordinator, NEW)
        assert (again.difference["is_live"], again.difference["counts"][0]["same"]) == (True, 2)
        with pytest.raises(actions.Refused, match="déjà publiés"):
            actions.publish_import(by=coordinator, imported=again)
        again.refresh_from_db()
        assert (engine().store.fingerprint, again.state) == (before, "lu")

    def test_a_comparison_out_of_date_is_read_again_first(self, coordinator):
        first, second = read(coordinator, NEW), read(coordinator, csv_text({"44": 31.0}))
        actions.publish_import(by=coordinator, imported=first)
        with pytest.raises(actions.Refused, match="Relire le dépôt"):
            actions.publish_import(by=coordinator, imported=second)
        actions.ask_again(by=coordinator, imported=second)
        read_deposit(identifier=str(second.pk))
        second.refresh_from_db()
        assert second.difference["moves"][0]["before"] == 30.1
        actions.publish_import(by=coordinator, imported=second)
        assert poverty("44") == 31.0

    def test_a_replacement_hides_what_it_does_not_give(self, coordinator):
        actions.publish_import(by=coordinator, imported=read(coordinator, NEW))
        second = read(coordinator, csv_text({"44": 30.1}), replaces=True)
        assert [row["gone"] for row in second.difference["counts"]] == [1]
        actions.publish_import(by=coordinator, imported=second)
        assert (poverty("44"), poverty("85")) == (30.1, None)

    def test_a_refused_deposit_is_not_published(self, coordinator):
        before = engine().store.fingerprint
        with pytest.raises(actions.Refused, match="l’action n’a plus d’objet"):
            actions.publish_import(by=coordinator, imported=read(coordinator, REFUSED))
        assert engine().store.fingerprint == before

    def test_what_was_undone_elsewhere_is_only_noted(self, coordinator):
        imported = actions.publish_import(by=coordinator, imported=read(coordinator, NEW))
        engine().store.undo(imported.engine_import)
        actions.undo_publication(by=coordinator, imported=imported)
        assert Import.objects.get().state == "annule"

    def test_what_was_undone_elsewhere_may_be_published_anew(self, coordinator):
        first = actions.publish_import(by=coordinator, imported=read(coordinator, NEW))
        engine().store.undo(first.engine_import)
        actions.publish_import(by=coordinator, imported=read(coordinator, NEW))
        states = Import.objects.order_by("deposited_at", "state").values_list("state", flat=True)
        assert sorted(states) == ["annule", "publie"]

    def test_every_action_leaves_a_line(self, coordinator):
        imported = read(coordinator, NEW)
        actions.publish_import(by=coordinator, imported=imported)
        actions.undo_publication(by=coordinator, imported=imported)
        actions.ask_again(by=coordinator, imported=imported)
        actions.abandon_import(by=coordinator, imported=imported)
        lines = AuditLine.objects.filter(kind="import", key=str(imported.pk))
        assert sorted(lines.values_list("verb", "by__email"), key=str) == sorted(
            [
                ("abandonner", coordinator.email),
                ("annuler", coordinator.email),
                ("deposer", coordinator.email),
                ("lire", None),
                ("publier", coordinator.email),
                ("relire", coordinator.email),
            ],
            key=str,
        )


def test_abandoning_erases_the_files(coordinator, django_capture_on_commit_callbacks):
    imported = read(coordinator, NEW)
    storage = imported.files.first().file.storage
    names = [one.file.name for one in imported.files.all()]
    with django_capture_on_commit_callbacks(execute=True):
        actions.abandon_import(by=coordinator, imported=imported)
    assert (ImportFile.objects.count(), [storage.exists(name) for name in names]) == (
        0,
        [False] * 2,
    )


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_what_a_page_deposits(client, coordinator):
    client.force_login(coordinator)
    given = {"source": "long", "files": [upload_named("taux.csv", {"44": 30.1})]}
    client.post("/gestion/chiffres/deposer/", given)
    assert Import.objects.get().state == "depose"
    call_command("worker", "--une-fois")
    assert Import.objects.get().state == "lu"
    done = DBTaskResult.objects.filter(task_path="observatoire.indicators.tasks.read_import")
    assert [one.status for one in done] == ["SUCCESSFUL"]
