"""Someone erased stays erased: after a restore, and against a later import."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import serializers
from django.utils import timezone

from observatoire.base.registry import registry
from observatoire.directory.actions.erasure import erase, replay_erasures, tombstone_file
from observatoire.directory.actions.merges import merge
from observatoire.directory.actions.retention import purge
from observatoire.directory.models import (
    Address,
    AuditLine,
    ConsentLine,
    ContactImport,
    LegalText,
    Person,
    PurgeReport,
    Tombstone,
    User,
)
from observatoire.directory.queries.links import subject_of_email, subject_of_person
from tests.observatoire.directory.people import holder, person

pytestmark = pytest.mark.django_db
EMAIL = "a@example.org"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path


def backup() -> str:
    return serializers.serialize("json", [*Person.objects.all(), *Address.objects.all()])


def restore(saved: str) -> None:
    """The rows of that day are back, and the tombstones written since are not."""
    Tombstone.objects.all().expire()
    for row in serializers.deserialize("json", saved):
        row.save()


def erased(django_capture_on_commit_callbacks, email: str = EMAIL) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase(by=None, subject=subject_of_email(email), source="essai")


def test_a_restore_does_not_bring_back(django_capture_on_commit_callbacks):
    holder(EMAIL)
    saved = backup()
    erased(django_capture_on_commit_callbacks)
    restore(saved)
    assert Person.objects.count() == 1
    assert replay_erasures() == 1
    assert (Person.objects.count(), Address.objects.count(), Tombstone.objects.count()) == (0, 0, 1)
    assert replay_erasures() == 0


def test_nor_the_rows_that_a_merge_had_joined(django_capture_on_commit_callbacks):
    keeper = User.objects.create_superuser("coordination.essai@example.org")
    one, other = person(EMAIL), person("b@example.org")
    saved = backup()
    merge(by=keeper, kept=one, absorbed=other)
    erased(django_capture_on_commit_callbacks)
    restore(saved)
    assert replay_erasures() == 2
    assert (Person.objects.count(), Address.objects.count()) == (0, 0)


def test_the_file_holds_no_address_and_no_name(django_capture_on_commit_callbacks):
    person(EMAIL)
    erased(django_capture_on_commit_callbacks)
    written = tombstone_file().read_text()
    assert (EMAIL in written, "Fictif" in written, written.count("\n")) == (False, False, 1)


def test_a_line_cut_short_is_passed_over(django_capture_on_commit_callbacks):
    person(EMAIL)
    erased(django_capture_on_commit_callbacks)
    with tombstone_file().open("a") as file:
        file.write('{"sujet": "')
    assert replay_erasures() == 0


def test_a_file_that_was_lost_is_written_again(django_capture_on_commit_callbacks):
    person(EMAIL)
    erased(django_capture_on_commit_callbacks)
    written = tombstone_file().read_text()
    tombstone_file().unlink()
    with django_capture_on_commit_callbacks(execute=True):
        replay_erasures()
    assert tombstone_file().read_text() == written


def test_someone_who_came_back_since_stays(django_capture_on_commit_callbacks, fixed_clock):
    person(EMAIL)
    erased(django_capture_on_commit_callbacks)
    fixed_clock.shift(timedelta(days=1))
    person(EMAIL)
    assert replay_erasures() == 0
    assert Person.objects.count() == 1


def test_the_audit_and_the_ledger_hold_no_name():
    made = holder(EMAIL)
    erase(by=None, subject=subject_of_person(made), source="essai")
    kept = str(list(AuditLine.objects.values())) + str(list(ConsentLine.objects.values()))
    assert (EMAIL in kept, "Fictif" in kept) == (False, False)
    assert ConsentLine.objects.filter(subject=made.pk).count() == 2


def test_the_lines_of_deposited_files_lose_theirs():
    person(EMAIL)
    rows = [["Fictif", EMAIL], ["Autre", "b@example.org"]]
    deposited = ContactImport.objects.create(name="a.csv", rows=rows)
    erase(by=None, subject=subject_of_email(EMAIL), source="essai")
    deposited.refresh_from_db()
    assert deposited.rows == [["Autre", "b@example.org"]]


class TestTheLedger:
    def test_nothing_in_it_is_changed_or_taken_away(self):
        holder(EMAIL)
        line, text = ConsentLine.objects.first(), LegalText.objects.first()
        for attempt in (
            line.save,
            line.delete,
            text.save,
            text.delete,
            ConsentLine.objects.all().delete,
            lambda: ConsentLine.objects.update(decision="accord"),
            LegalText.objects.all().delete,
        ):
            with pytest.raises(TypeError, match="on y ajoute une ligne"):
                attempt()
        assert ConsentLine.objects.count() == 2


class TestThePurge:
    LONG_AGO = timedelta(days=3 * 365 + 1)

    def silent(self, made: Person) -> Person:
        Person.objects.filter(pk=made.pk).update(last_sign_at=timezone.now() - self.LONG_AGO)
        return made

    def test_people_in_nothing_and_silent_for_three_years_go(self):
        self.silent(person("a@example.org"))
        self.silent(holder("b@example.org"))
        person("c@example.org")
        report = purge()
        assert list(Address.objects.values_list("email", flat=True)) == [
            "b@example.org",
            "c@example.org",
        ]
        others = [one.label for one in registry.personal.values() if one.purge]
        assert report.counts == {
            "effacements rejoués": 0,
            **dict.fromkeys(others, 0),
            "Annuaire": 1,
        }

    def test_done_again_it_finds_nothing(self):
        self.silent(person("a@example.org"))
        purge()
        assert set(purge().counts.values()) == {0}
        assert PurgeReport.objects.count() == 2

    def test_it_leaves_no_tombstone(self):
        self.silent(person("a@example.org"))
        purge()
        assert Tombstone.objects.count() == 0

    @pytest.mark.parametrize(("days", "left"), [(2 * 365 - 1, 1), (2 * 365 + 1, 0)])
    def test_accounts_that_nobody_opens_go_after_two_years(self, days, left):
        account = User.objects.create_user("compte@example.org")
        since = timezone.now() - timedelta(days=days)
        User.objects.filter(pk=account.pk).update(created_at=since)
        purge()
        assert User.objects.count() == left

    def test_the_lines_of_a_file_go_after_a_month(self):
        old = timezone.now() - timedelta(days=31)
        ContactImport.objects.create(name="a.csv", rows=[["x"]], deposited_at=old)
        ContactImport.objects.create(name="b.csv", rows=[["x"]])
        purge()
        assert list(ContactImport.objects.order_by("name").values_list("name", "rows")) == [
            ("a.csv", []),
            ("b.csv", [["x"]]),
        ]

    def test_lines_of_the_ledger_about_nobody_go_after_five_years(self, fixed_clock):
        made = holder(EMAIL)
        erase(by=None, subject=subject_of_person(made), source="essai")
        fixed_clock.shift(timedelta(days=5 * 365 + 1))
        purge()
        assert ConsentLine.objects.count() == 0
