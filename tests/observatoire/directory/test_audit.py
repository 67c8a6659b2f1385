"""The audit: read, filtered, taken away, written by nobody's hand."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from observatoire.directory.models import AuditLine, User
from observatoire.directory.rules import COORDINATION, EDITION
from tests.observatoire.directory.signing import account, signed, texts

pytestmark = pytest.mark.django_db
ROOT = "/gestion/audit/"
DANGEROUS = ["=1+1", "+33 2 40", "-1", "@SOMME", "\t=1", "\r=1", "|cmd", "%1", "＝1", "  =1"]


@pytest.fixture
def coordinator() -> User:
    return account("coordination.essai@example.org", COORDINATION)


@pytest.fixture
def browser(coordinator):
    AuditLine.objects.all().delete()
    return signed(coordinator)


def written(number: int = 1, **fields) -> None:
    for one in range(number):
        line = {"verb": "catalogue", "kind": "indicateur", "key": f"cle-{one}"} | fields
        AuditLine.objects.create(**line)


def rows(browser, query: str = "") -> list[str]:
    return texts(browser.get(f"{ROOT}{query}"), "tbody tr")


def test_it_is_read_in_words(browser, coordinator):
    AuditLine.objects.create(
        by=coordinator, verb="roles", kind="compte", key="12", details={"roles": ["edition"]}
    )
    assert rows(browser) == [
        "17 mars 2026, 09:00 coordination.essai@example.org a changé les rôlesroles : edition "
        "compte12"
    ]


def test_empty_it_says_what_will_be_there(browser):
    assert texts(browser.get(ROOT), ".obs-empty h2") == ["Rien n’a encore été fait"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?action=catalogue", 2),
        ("?objet=compte", 1),
        ("?q=cle-1", 1),
        ("?q=coordination", 1),
        ("?depuis=2026-03-17", 2),
        ("?jusqu=2026-03-16", 1),
        ("?depuis=hier", 3),
    ],
)
def test_it_is_filtered(browser, coordinator, query, found):
    written(2)
    AuditLine.objects.filter(key="cle-0").update(at=timezone.now() - timedelta(days=2))
    written(by=coordinator, verb="connexion", kind="compte", key="12")
    assert len(rows(browser, query)) == found


def test_nothing_found_says_so(browser):
    written()
    page = browser.get(f"{ROOT}?q=absent")
    assert texts(page, ".obs-empty h2") == ["Aucune ligne ne correspond"]


def test_it_comes_by_pages(browser):
    written(26)
    assert (len(rows(browser)), len(rows(browser, "?p=2"))) == (25, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_lines(browser, django_assert_num_queries, number):
    written(number)
    browser.get(ROOT)
    with django_assert_num_queries(10):
        assert len(rows(browser)) == number


def test_it_is_taken_away_as_a_table(browser):
    written(2)
    answer = browser.get(f"{ROOT}exporter/csv/?q=cle-1")
    assert answer["Content-Disposition"] == 'attachment; filename="journal-2026-03-17.csv"'
    cells = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert cells == [
        ["le", "par", "action", "objet", "clé", "détails"],
        ["2026-03-17 09:00:00", "", "catalogue", "indicateur", "cle-1", ""],
    ]
    assert AuditLine.objects.filter(verb="exporter_journal").count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(browser, kind):
    for number, text in enumerate(DANGEROUS):
        written(key=f"{text}{number}", details={"essai": text})
    content = browser.get(f"{ROOT}exporter/{kind}/").content
    if kind == "csv":
        read = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert [row[4] for row in read[1:] if not row[4].startswith("'")] == []
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {
            "s",
            "n",
            "inlineStr",
        }


def test_an_unknown_kind_of_file_is_missing(browser):
    assert browser.get(f"{ROOT}exporter/exe/").status_code == 404


def test_edition_does_not_read_it():
    other = signed(account("edition.essai@example.org", EDITION))
    assert other.get(ROOT).url == "/gestion/"


class TestAccountsOfAdministrators:
    """The coordination changes accounts, but for those that may do more than she may."""

    @pytest.mark.parametrize("verb", ["edit", "delete"])
    def test_are_out_of_her_reach(self, browser, verb):
        above = User.objects.create_superuser("administration.essai@example.org")
        address = f"/gestion/users/{verb}/{above.pk}/"
        for answer in (browser.get, browser.post):
            assert answer(address).url == "/gestion/"
        assert User.objects.filter(pk=above.pk).exists()
