"""A copy of a study is kept where its licence or its owner allows it, and nowhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from observatoire.directory.rules import COORDINATION
from observatoire.library.actions.copies import NO_FILE, NO_RIGHT, drop_copy, keep_copy
from observatoire.library.actions.links import check_links, mend_link
from observatoire.library.actions.notices import Links, delete_notice, save_notice
from observatoire.library.actions.refusal import Refused
from observatoire.library.models import KeptCopy, Link, Notice
from observatoire.library.queries.base import find
from observatoire.library.queries.reading import EVERYONE
from observatoire.library.search import Question
from tests.observatoire.directory.signing import account, texts
from tests.observatoire.library.papers import pdf
from tests.observatoire.library.studies import partner, study
from tests.observatoire.library.trap import answering, here, reply, trap

pytestmark = pytest.mark.django_db
FREE = Notice.Licence.OPEN
PAPER = pdf("Le surendettement des menages")
PAGE = b'<html><head><meta name="citation_pdf_url" content="/etude.pdf?a=1&amp;b=2"></head></html>'


@pytest.fixture
def by():
    return account("coordination.essai@example.org", COORDINATION)


def kept_study(port: int, **fields) -> Notice:
    given = {"licence": FREE, "source_address": f"http://etude.example.org:{port}/etude"}
    return study("Une étude libre", **given | fields)


def test_the_file_that_a_page_names_is_kept_and_its_words_found(by, client):
    with answering(reply(PAGE), reply(PAPER)) as (port, heard):
        notice = kept_study(port)
        copy = keep_copy(by=by, notice=notice, network=here())
    assert [line.split(b" ")[1] for line in heard] == [b"/etude", b"/etude.pdf?a=1&b=2"]
    assert (copy.size, copy.taken_by, copy.agreement) == (len(PAPER), by, "")
    found = find(Question(words="surendettement"), EVERYONE, page=1)
    assert [one.title for one in found.notices] == ["Une étude libre"]
    page = client.get(notice.get_absolute_url())
    assert [text.partition(" (")[0] for text in texts(page, ".obs-notice__doors a")] == [
        "Lire l’étude chez son producteur",
        "Lire la copie gardée",
    ]
    answer = client.get(f"{notice.get_absolute_url()}copie/")
    assert (b"".join(answer.streaming_content), answer["Content-Disposition"]) == (
        PAPER,
        'attachment; filename="une-etude-libre.pdf"',
    )


def test_without_a_free_licence_an_agreement_is_asked(by, client):
    with answering(reply(PAPER)) as (port, heard):
        notice = kept_study(port, licence=Notice.Licence.RESERVED)
        with pytest.raises(Refused, match=NO_RIGHT):
            keep_copy(by=by, notice=notice, agreement="  ", network=here())
        assert heard == []
        copy = keep_copy(by=by, notice=notice, agreement="L’auteur, 3 mars", network=here())
    assert copy.is_lawful is True
    address = f"{notice.get_absolute_url()}copie/"
    assert b"".join(client.get(address).streaming_content) == PAPER
    KeptCopy.objects.update(agreement="")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("answer", "robots", "sentence"),
    [
        (reply(b"<html>Une page</html>"), reply(), NO_FILE),
        (reply(status="404 Not Found"), reply(), "Le site répond une erreur (404)."),
        (reply(PAPER), reply(b"User-agent: *\nDisallow: /"), "robots.txt"),
    ],
)
def test_what_is_not_a_file_is_refused_with_a_sentence(by, answer, robots, sentence):
    with answering(answer, robots=robots) as (port, _), pytest.raises(Refused) as refusal:
        keep_copy(by=by, notice=kept_study(port), network=here())
    assert sentence in str(refusal.value)
    assert KeptCopy.objects.count() == 0


def test_an_inner_address_is_never_copied(by):
    with trap() as port, pytest.raises(Refused, match="réseau interne"):
        notice = study("Dedans", licence=FREE, source_address=f"http://127.0.0.1:{port}/a.pdf")
        keep_copy(by=by, notice=notice)


def test_a_copy_goes_with_its_right_or_its_notice(by, django_capture_on_commit_callbacks):
    with answering(reply(PAPER), reply(PAPER)) as (port, _):
        notice = kept_study(port)
        first = keep_copy(by=by, notice=notice, network=here()).file
        notice.licence = Notice.Licence.RESERVED
        with django_capture_on_commit_callbacks(execute=True):
            save_notice(by=by, notice=notice, links=Links())
        assert (KeptCopy.objects.count(), first.storage.exists(first.name)) == (0, False)
        notice.refresh_from_db()
        assert notice.file_text == ""
        with pytest.raises(Refused, match="Aucune copie n’est gardée."):
            drop_copy(by=by, notice=notice)
        second = keep_copy(by=by, notice=notice, agreement="L’auteur", network=here()).file
        with django_capture_on_commit_callbacks(execute=True):
            delete_notice(by=by, notice=notice)
    assert second.storage.exists(second.name) is False


def test_a_copy_obeys_the_privacy_of_its_notice(by, client):
    with answering(reply(PAPER)) as (port, _):
        notice = kept_study(port, visibility=Notice.Visibility.PARTNERS)
        keep_copy(by=by, notice=notice, network=here())
    address = f"{notice.get_absolute_url()}copie/"
    assert client.get(address).status_code == 404
    client.force_login(partner())
    answer = client.get(address)
    assert (b"".join(answer.streaming_content), answer["Cache-Control"]) == (
        PAPER,
        "private, no-store",
    )


def test_the_monthly_look_keeps_what_is_free_and_looks_at_every_address(by, client):
    answers = (reply(), reply(PAPER), reply(status="404 Non"), reply(status="404 Non"))
    with answering(*answers) as (port, heard):
        notice = kept_study(port)
        other = f"http://relais.example.org:{port}/relais"
        Link.objects.all().delete()
        check_links(network=here(), pause=lambda seconds: None)
        links = Links(manifestations=[("relais", "Le relais", other)])
        save_notice(by=by, notice=notice, links=links)
        assert check_links(network=here(), pause=lambda seconds: None) == 1
    assert [line.split(b" ")[0] for line in heard] == [b"HEAD", b"GET", b"HEAD", b"GET"]
    assert KeptCopy.objects.get().notice == notice
    link = Link.objects.get(address=other)
    assert (link.state, link.is_secondary) == ("mort", True)
    mend_link(by=by, link=link, address="https://example.org/neuf")
    notice.refresh_from_db()
    assert notice.source_address == f"http://etude.example.org:{port}/etude"
    assert [(one.label, one.address) for one in notice.manifestations.all()] == [
        ("Le relais", "https://example.org/neuf")
    ]


def test_when_the_producer_is_gone_the_copy_says_so(by, client):
    with answering(reply(PAPER)) as (port, _):
        notice = kept_study(port)
        keep_copy(by=by, notice=notice, network=here())
    Link.objects.create(
        notice=notice,
        address=notice.source_address,
        state=Link.State.DEAD,
        checked_at=timezone.now() - timedelta(days=1),
    )
    page = client.get(notice.get_absolute_url())
    assert texts(page, ".obs-notice__doors ~ .obs-quiet")[0] == (
        "L’adresse du producteur ne répond plus : la copie, elle, se lit."
    )


def test_the_administration_asks_who_agreed(by, client):
    client.force_login(by)
    notice = study("Sans licence", source_address="http://127.0.0.1/a.pdf")
    here_is = reverse("base_documentaire:notice", args=[notice.pk])
    assert texts(client.get(here_is), "label[for=accord]") == ["Qui l’a donné, et quand"]
    address = reverse("base_documentaire:notice_copy", args=[notice.pk])
    page = client.post(address, {"verbe": "garder", "accord": ""}, follow=True)
    assert NO_RIGHT in page.content.decode()
    page = client.post(address, {"verbe": "retirer"}, follow=True)
    assert "Aucune copie n’est gardée." in page.content.decode()
