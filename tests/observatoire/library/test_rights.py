"""Who reads what: by page, search, counts, file, feed, card, site search, alert."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from observatoire.base.models import SearchEntry
from observatoire.directory.models import Group
from observatoire.library import feeds
from observatoire.library.actions.files import put_file
from observatoire.library.actions.notices import Links, save_notice
from observatoire.library.queries.base import find
from observatoire.library.queries.reading import reader_of
from observatoire.library.search import Question
from tests.observatoire.directory.signing import texts
from tests.observatoire.library.studies import member, partner, study, three_kept

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db
SEEN = {
    "public": ["public"],
    "partenaire": ["partenaires", "public"],
    "membre": ["groupe", "partenaires", "public"],
}


def read_feed(answer) -> dict:
    """The title of a feed, and of its entries."""
    root = ElementTree.fromstring(answer.content)
    entries = [{"title": one.findtext(f"{ATOM}title")} for one in root.iter(f"{ATOM}entry")]
    return {"title": root.findtext(f"{ATOM}title"), "entries": entries}


@pytest.fixture
def group():
    return Group.objects.create(slug="essai", name="Essai")


@pytest.fixture
def kept(group):
    return three_kept(group)


@pytest.fixture
def people(group):
    return {"public": None, "partenaire": partner(), "membre": member(group)}


@pytest.fixture(params=SEEN)
def seen(request, client, kept, people):
    """(browser, reader, what they see, all three)."""
    person = people[request.param]
    if person:
        client.force_login(person)
    return client, person, SEEN[request.param], kept


def test_search_and_counts(seen):
    browser, person, sees, kept = seen
    found = find(Question.of(QueryDict("q=logement")), reader_of(person))
    assert sorted(one.visibility for one in found.notices) == sees
    assert found.counted.facets["acces"] == dict.fromkeys(sees, 1)
    assert found.counted.facets["producteur"] == {"insee": len(sees)}
    shown = texts(browser.get("/base-documentaire/?q=logement"), ".obs-study__title")
    assert sorted(shown) == sorted(kept[one].title for one in sees)


def test_pages_and_files(seen):
    browser, _, sees, kept = seen
    for name, one in kept.items():
        put_file(one, SimpleUploadedFile("étude.txt", b"Texte"))
        save_notice(by=None, notice=one, links=Links())
        page, file = browser.get(one.get_absolute_url()), browser.get(one.file_address)
        expected = 200 if name in sees else 404
        assert (page.status_code, file.status_code) == (expected, expected)
        if name in sees:
            assert texts(page, "h1") == [one.title]
            assert b"".join(file.streaming_content) == b"Texte"
            assert file["Content-Disposition"].startswith("attachment")


def test_what_is_put_forward_is_shown_to_its_readers(client):
    study("Pour tous", is_featured=True)
    study("Pour les partenaires", is_featured=True, visibility="partenaires")
    assert texts(client.get("/base-documentaire/"), ".obs-featured a") == ["Pour tous"]
    assert texts(client.get("/base-documentaire/?q=tous"), ".obs-featured a") == []


def test_a_draft_is_nobody_s(client, people):
    one = study("Brouillon", status="brouillon")
    client.force_login(people["membre"])
    assert client.get(one.get_absolute_url()).status_code == 404
    assert find(Question(), reader_of(people["membre"])).total == 0


def test_a_feed_says_what_everyone_may_read(seen):
    browser, *_ = seen
    answer = browser.get("/base-documentaire/flux/?q=logement")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [entry["title"] for entry in read_feed(answer)["entries"]] == ["Le logement de tous"]


def test_a_theme_has_its_feed(client):
    study("Une", themes=["sante"])
    study("Deux", themes=["emploi-et-insertion"])
    found = read_feed(client.get("/base-documentaire/flux/?theme=sante"))
    assert [entry["title"] for entry in found["entries"]] == ["Une"]
    assert found["title"].startswith("Base documentaire\u00a0: Santé")


def test_cards_and_the_site_s_search(kept, fixed_clock):
    given = feeds.cards(horizon=kept["public"].published_at.date())
    assert {(one.title, one.group, one.visibility) for one in given} == {
        ("Le logement de tous", "", "public"),
        ("Le logement du groupe", "essai", "groupe"),
    }
    rows = SearchEntry.objects.filter(kind="notice").order_by("title")
    assert list(rows.values_list("title", "group")) == [
        ("Le logement de tous", ""),
        ("Le logement des partenaires", "*partenaires"),
        ("Le logement du groupe", "essai"),
    ]


def test_the_site_s_search_finds_what_its_reader_may_read(seen):
    client, _, names, kept = seen
    found = texts(client.get("/recherche/?q=logement"), "main h2, main h3")
    expected = {kept[name].title for name in names}
    assert {one.title for one in kept.values()} & set(found) == expected


def test_a_member_who_left_reads_no_more(client, kept, people, group):
    client.force_login(people["membre"])
    address = kept["groupe"].get_absolute_url()
    assert client.get(address).status_code == 200
    group.memberships.update(until="2026-03-01")
    assert client.get(address).status_code == 404


def test_who_may_receive_a_notice(kept, people):
    key = str(kept["groupe"].pk)
    given = [feeds.may_receive(one, key) for one in ("membre.essai@example.org", "x@example.org")]
    assert given == [True, False]


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_at_one_and_at_three(client, number, django_assert_num_queries):
    for rank in range(number):
        study(f"Étude {rank}", summary="Un résumé.")
    with django_assert_num_queries(10):
        page = client.get(reverse("library"))
    assert len(texts(page, ".obs-study")) == number
