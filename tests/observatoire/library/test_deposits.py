"""A partner's deposit, from the file to the answer; what a file says is read within limits."""

from __future__ import annotations

import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from observatoire.directory.models import Group
from observatoire.directory.rules import EDITION
from observatoire.library import feeds
from observatoire.library.actions import deposits as actions
from observatoire.library.actions.files import read_file
from observatoire.library.actions.refusal import Refused
from observatoire.library.adapters.pdf import read_pdf
from observatoire.library.models import Deposit, Notice
from observatoire.library.queries.base import find
from observatoire.library.queries.reading import EVERYONE
from observatoire.library.search import Question
from observatoire.mail.models import Message
from tests.observatoire.directory.signing import account, texts
from tests.observatoire.library.papers import pdf
from tests.observatoire.library.studies import ADDRESS, member, partner

pytestmark = pytest.mark.django_db
ROOT = "/base-documentaire/deposer/"
GIVEN = {
    "ownership": "sien",
    "title": "Notre étude",
    "producer_names": "CCAS d’essai",
    "kind": "etude",
    "chosen_themes": ["1"],
    "source_address": ADDRESS,
    "visibility": "public",
}


@pytest.fixture
def depositor(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    person = partner()
    client.force_login(person)
    return person


@pytest.fixture
def editor():
    return account("edition.essai@example.org", EDITION)


def letters() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("created_at", "subject")
    return list(rows.values_list("address", "subject"))


def deposited(client, **changes) -> Deposit:
    client.post(f"{ROOT}etude/", GIVEN | changes)
    return Deposit.objects.get()


class TestFiles:
    def test_what_a_file_says_of_itself(self):
        found = read_pdf(pdf("Le logement social", title="Se loger en Sarthe", author="A. Essai"))
        assert (found.title, found.author, found.year, found.pages, found.text) == (
            "Se loger en Sarthe",
            "A. Essai",
            2024,
            1,
            "Le logement social",
        )

    def test_a_title_that_a_program_wrote_is_none(self):
        found = read_pdf(pdf("Une étude sur le logement social", title="Microsoft Word - a.docx"))
        assert found.title == "Une étude sur le logement social"

    @pytest.mark.parametrize(
        "content",
        [b"", b"<html>", b"%PDF-1.4\nrien", pdf("x")[:-200] + b"\x00" * 50],
        ids=["empty", "no pdf", "nothing", "cut"],
    )
    def test_what_cannot_be_read_stops_there(self, content):
        found = read_pdf(content)
        assert found is None or found.text in {"", "x"}

    def test_a_bomb_stops_within_limits(self):
        bomb = zlib.compress(b"(" + b"a" * 60_000_000 + b") Tj", 9)
        page = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(bomb), bomb)
        small = pdf("x")
        start = small.index(b"<< /Length")
        end = small.index(b"endstream") + len(b"endstream")
        found = read_pdf(small[:start] + page + small[end:])
        assert found is None or len(found.text) <= 600_000

    def test_the_words_of_a_file_are_found(self, depositor):
        client_file = SimpleUploadedFile("a.pdf", pdf("Un mot rare, xylophone"))
        deposit, _ = actions.begin_deposit(by=depositor, given=client_file)
        notice = deposit.notice
        notice.themes.set([1])
        notice.file_text = ""
        notice.save()
        assert read_file(notice_id=notice.pk) is True
        notice = Notice.objects.get()
        actions.change_status(by=None, notice=notice, status="publiee")
        found = find(Question("xylophones"), EVERYONE)
        assert [one.pk for one in found.notices] == [notice.pk]


def test_a_visitor_is_told_how(client):
    page = client.get(ROOT)
    assert texts(page, "h1") == ["Proposer une étude"]
    assert "se connecter" in texts(page, ".obs-empty")[0]
    client.post(ROOT, {"file": SimpleUploadedFile("a.pdf", pdf("x"))})
    assert Deposit.objects.count() == 0


def test_from_the_file_to_the_answer(client, depositor, editor):
    paper = SimpleUploadedFile("etude.pdf", pdf("Le texte", title="Se loger en Sarthe"))
    begun = client.post(ROOT, {"file": paper})
    deposit = Deposit.objects.get()
    assert begun["Location"] == f"{ROOT}{deposit.pk}/?lu=oui&annee=2024"
    page = client.get(begun["Location"])
    assert 'value="Se loger en Sarthe"' in page.content.decode()
    assert (letters(), feeds.todos(person=editor)) == ([], [])
    client.post(f"{ROOT}{deposit.pk}/", GIVEN | {"title": "Se loger en Sarthe"})
    deposit.refresh_from_db()
    assert (deposit.state, deposit.notice.status) == ("attend", "relecture")
    assert [one.title for one in feeds.todos(person=editor)] == ["Se loger en Sarthe"]
    actions.accept_deposit(by=editor, deposit=deposit, answer="Merci.")
    page = client.get("/base-documentaire/?q=loger+sarthe")
    assert texts(page, ".obs-study__title") == ["Se loger en Sarthe"]
    assert [one.title for one in feeds.cards(horizon=deposit.made_at.date())] == [
        "Se loger en Sarthe"
    ]
    assert [subject for _, subject in letters()] == [
        "Bien reçu\u00a0: Se loger en Sarthe",
        "Publiée\u00a0: Se loger en Sarthe",
    ]


def test_the_file_of_others_is_not_kept(client, depositor):
    paper = SimpleUploadedFile("etude.pdf", pdf("Le texte"))
    client.post(f"{ROOT}etude/", GIVEN | {"ownership": "signale", "new_file": paper})
    notice = Notice.objects.get()
    assert (notice.file.name, notice.file_text, notice.source_address) == ("", "", ADDRESS)
    page = client.post(f"{ROOT}etude/", GIVEN | {"ownership": "signale", "source_address": ""})
    assert "Donner l’adresse où lire cette étude" in texts(page, ".fr-alert")[0]


def test_a_refusal_says_why_and_leaves_no_notice(client, depositor, editor):
    deposit = deposited(client)
    with pytest.raises(Refused, match="Dire pourquoi"):
        actions.refuse_deposit(by=editor, deposit=deposit, answer=" ")
    actions.refuse_deposit(by=editor, deposit=deposit, answer="Déjà dans la base.")
    assert (Notice.objects.count(), letters()[-1][1]) == (0, "Non retenue\u00a0: Notre étude")
    assert "Déjà dans la base." in client.get(ROOT).content.decode()
    with pytest.raises(Refused, match="déjà reçu sa réponse"):
        actions.accept_deposit(by=editor, deposit=deposit)


def test_what_is_kept_to_a_group(client, editor):
    group = Group.objects.create(slug="essai", name="Essai")
    Group.objects.create(slug="autre", name="Autre")
    client.force_login(member(group))
    page = client.post(f"{ROOT}etude/", GIVEN | {"visibility": "groupe", "group": "autre"})
    assert (Deposit.objects.count(), page.status_code) == (0, 200)
    deposit = deposited(client, visibility="groupe", group="essai")
    actions.accept_deposit(by=editor, deposit=deposit)
    notice = Notice.objects.get()
    assert (notice.visibility, notice.group, notice.in_letter) == ("groupe", group, False)
    assert find(Question(), EVERYONE).total == 0
    assert [one.group for one in feeds.cards(horizon=deposit.made_at.date())] == ["essai"]


def test_another_s_deposit_is_not_there(client, depositor):
    deposit = deposited(client)
    client.force_login(partner("autre.essai@example.org"))
    address = f"{ROOT}{deposit.pk}/"
    assert [client.get(one).status_code for one in (address, f"{address}renoncer/")] == [404, 404]


def test_giving_up_takes_it_all_away(client, depositor):
    deposit = deposited(client)
    client.get(f"{ROOT}{deposit.pk}/renoncer/")
    assert Deposit.objects.count() == 1
    client.post(f"{ROOT}{deposit.pk}/renoncer/")
    assert (Deposit.objects.count(), Notice.objects.count()) == (0, 0)


def test_the_coordination_answers_on_its_screen(client, depositor, editor):
    deposit = deposited(client)
    client.force_login(editor)
    page = client.get("/gestion/base-documentaire/depots/")
    assert texts(page, ".obs-object") == ["Notre étude"]
    client.post(f"/gestion/base-documentaire/depots/{deposit.pk}/", {"publier": "oui"})
    deposit.refresh_from_db()
    assert (deposit.state, deposit.notice.status) == ("accepte", "publiee")


def test_what_is_begun_and_left_goes_with_its_file(depositor, fixed_clock):
    from django.utils import timezone  # noqa: PLC0415 the clock is shifted first

    actions.begin_deposit(by=depositor, given=SimpleUploadedFile("a.pdf", pdf("x")))
    assert actions.sweep_begun(timezone.now()) == 0
    fixed_clock.shift(31 * 24 * 3600)
    assert (actions.sweep_begun(timezone.now()), Notice.objects.count()) == (1, 0)
