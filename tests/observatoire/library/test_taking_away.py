"""What a search gives is taken away in five formats, and followed by two kinds of feed."""

import json
from xml.etree import ElementTree

import pytest

from observatoire.directory.models import Group
from tests.observatoire.directory.signing import texts
from tests.observatoire.library.studies import partner, study, three_kept

pytestmark = pytest.mark.django_db


def test_the_search_page_offers_its_own_exports(client):
    study("Le logement social", producers=["Insee"])
    study("La santé")
    page = client.get("/base-documentaire/?q=logement&tri=titre")
    assert texts(page, ".obs-take p") == ["Emporter cette étude :"]
    assert texts(page, ".obs-take a") == [
        "RIS (Zotero)",
        "BibTeX",
        "Tableau CSV",
        "CSL-JSON",
        "Références rédigées",
    ]
    written = page.content.decode()
    assert 'href="/base-documentaire/export/ris/?q=logement&amp;tri=titre"' in written
    answer = client.get("/base-documentaire/export/txt/?q=logement&tri=titre")
    assert answer.content.decode() == (
        "«\u00a0Le logement social\u00a0», Insee, 2\u00a0mai\u00a02024. "
        "https://example.org/etude\n\n"
    )
    assert texts(client.get("/base-documentaire/?q=zzzz"), ".obs-take") == []


def test_csl_json_says_what_is_known(client):
    study("Le logement social", authors="Essai, Alix ; Collectif", number="12", summary="Court.")
    (found,) = json.loads(client.get("/base-documentaire/export/json/").content)
    del found["id"]
    assert found == {
        "type": "report",
        "title": "Le logement social",
        "author": [{"family": "Essai", "given": "Alix"}, {"literal": "Collectif"}],
        "publisher": "Insee",
        "issued": {"date-parts": [[2024, 5, 2]]},
        "abstract": "Court.",
        "issue": "12",
        "URL": "https://example.org/etude",
        "language": "fr",
    }


@pytest.mark.parametrize("ending", ["ris", "bib", "csv", "json", "txt"])
def test_every_format_obeys_rights(client, ending):
    three_kept(Group.objects.create(slug="essai", name="Essai"))
    address = f"/base-documentaire/export/{ending}/"
    titles = ("Le logement de tous", "Le logement des partenaires", "Le logement du groupe")
    written = client.get(address).content.decode()
    assert [title in written for title in titles] == [True, False, False]
    client.force_login(partner())
    written = client.get(address).content.decode()
    assert [title in written for title in titles] == [True, True, False]


def test_an_unknown_format_is_not_there(client):
    assert client.get("/base-documentaire/export/doc/").status_code == 404


def test_rss_says_the_same_as_atom(client, fixed_clock):
    study("Une <b>étude</b> & plus")
    study("Gardée", visibility="partenaires")
    answer = client.get("/base-documentaire/flux/rss/?theme=sante")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(answer.content).find("channel")
    items = [(one.findtext("title"), one.findtext("category")) for one in channel.iter("item")]
    assert items == [("Une <b>étude</b> & plus", "Santé")]
    assert channel.findtext("item/pubDate") == "Tue, 17 Mar 2026 09:00:00 +0100"
