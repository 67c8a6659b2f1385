"""Feeds, repositories and pages of others, whole or broken: read, or refused with a sentence."""

import ast
import os
import re
import time
import tracemalloc
from pathlib import Path

import pytest

from observatoire.library.citations.reference import Reference, tidy
from observatoire.library.harvest import answers, feeds, listing, oai
from observatoire.library.harvest.limits import Limits, Refused
from observatoire.library.harvest.markup import plain

SOURCES = Path(os.environ.get("OBS_SOURCES", "")) / "flux"
with_sources = pytest.mark.skipif(
    not os.environ.get("OBS_SOURCES"),
    reason=("OBS_SOURCES ne dit pas où sont les fichiers officiels"),
)

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Études</title>{}</channel></rss>"""
ITEM = (
    "<item><title>{}</title><link>{}</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate></item>"
)


def items(*pairs: tuple[str, str]) -> bytes:
    return RSS.format("".join(ITEM.format(*pair) for pair in pairs)).encode()


def test_an_item_becomes_a_reference():
    data = RSS.format(
        "<item><title>Le &lt;b&gt;logement&lt;/b&gt; en 2023</title><link>https://exemple.org/1</link>"
        "<description>&lt;p&gt;Une "
        "étude.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>"
        "<category>Logement</category><guid>etude-1</guid>"
        "<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate></item>"
    ).encode()
    assert feeds.read(data) == feeds.Found(
        "Études",
        (
            Reference(
                title="Le logement en 2023",
                kind="étude",
                date="2024-03-05",
                summary="Une étude.",
                keywords=("Logement",),
                address="https://exemple.org/1",
                identifier="etude-1",
            ),
        ),
    )


def test_no_more_than_the_limit_is_kept_and_the_rest_is_counted():
    seven = items(*((f"Étude {n}", f"https://exemple.org/{n}") for n in range(7)))
    found = feeds.read(seven, limits=Limits(items=3))
    assert [one.title for one in found.references] == ["Étude 0", "Étude 1", "Étude 2"]
    assert found.left == 4


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//x y"]
)
def test_a_link_that_is_not_of_the_web_is_left(link):
    assert feeds.read(items(("Une étude", link))).references[0].address == ""


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><rss version='2.0'><channel><title>&a11;</title></channel></rss>"
)
STRANGER = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    "<rss version='2.0'><channel><item><title>&x;</title></item></channel></rss>"
)


@pytest.mark.parametrize("read", [feeds.read, oai.read], ids=["flux", "entrepôt"])
@pytest.mark.parametrize(
    "data, sentence",
    [
        (BOMB.encode(), "entités"),
        (BOMB.encode("utf-16"), "entités"),
        (STRANGER.encode(), "entités"),
        (b"<rss><channel>" + b"<a>" * 100_000, "imbrique"),
        (b"<rss version='2.0'><channel>" + b"<item/>" * 400_000 + b"</channel></rss>", "trop"),
        (b"", "vide"),
        (b"<html><body>404</body></html>", "vérifier l’adresse"),
    ],
    ids=["bombe", "bombe-utf16", "fichier", "imbriqué", "nombreux", "vide", "page"],
)
def test_what_would_hurt_is_refused_quickly_and_without_memory(read, data, sentence):
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(Refused, match=sentence):
        read(data)
    spent, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < 5
    assert peak < 64_000_000


def test_a_broken_bomb_is_seen_too():
    with pytest.raises(Refused):
        feeds.read(BOMB.replace("</rss>", "<").encode())


SAID = re.compile(rb"entries\[0\]\['(title|link|summary|description)'\] == (u?'(?:[^'\\]|\\.)*')")
FRENCH = {"title": "title", "link": "address", "summary": "summary", "description": "summary"}


@with_sources
def test_every_feed_of_the_collection_is_read_or_refused():
    """Each file says in its head what its first item must be; a link alone is not a study."""
    read, agreed, refused, differ = 0, 0, [], []
    for path in sorted([*SOURCES.glob("feedparser/**/*.xml"), *SOURCES.glob("rss/*")]):
        data = path.read_bytes()
        try:
            found = feeds.read(data)
        except Refused as refusal:
            refused.append((path.name, str(refusal)))
            continue
        read += 1
        said = SAID.search(data[:3000])
        if not said or not found.references:
            continue
        expected = ast.literal_eval(said[2].decode("utf-8", "replace").lstrip("u"))
        expected = expected if said[1] == b"link" else tidy(plain(expected))
        first = found.references[0]
        got = getattr(first, FRENCH[said[1].decode()]) or first.title
        agreed += got == expected
        differ += [] if got == expected else [(path.name, got, expected)]
    assert differ == []
    assert (read, agreed) == (600, 35)
    assert refused == [
        (
            "rss_empty_document.xml",
            "Ce n’est ni un flux RSS ni un flux Atom\u00a0: vérifier l’adresse.",
        ),
        (
            "entity_in_doctype.xml",
            "Le document déclare des entités\u00a0: il n’est pas lu, par prudence.",
        ),
    ]


@with_sources
def test_a_feed_of_the_state():
    found = feeds.read((SOURCES / "rss/draaf_auvergne.xml").read_bytes())
    assert found.title == "Viticulture Auvergne 2025 | DRAAF Auvergne-Rhône-Alpes"
    assert found.references[1].title == "BSV Viticulture Auvergne N°16 du 22 juillet 2025"
    assert found.references[1].date == "2025-07-21"
    assert found.references[1].authors == ("DRAAF Auvergne-Rhône-Alpes",)
    assert found.references[1].identifier == "2bddfc1171fc309af23f3543be6e64c0"


@with_sources
def test_an_answer_of_hal():
    found = oai.read((SOURCES / "oai_pmh/hal/ListRecords_hal_2020-10-02.xml").read_bytes())
    (thesis,) = found.references
    assert thesis.title.startswith("Analyse des isoformes du récepteur tyrosine kinase HER4")
    assert (thesis.kind, thesis.date) == ("thèse", "2018-11-29")
    assert thesis.identifier == "oai:HAL:tel-02955615v1"
    assert found.token == "AoFdi6ML"


# What each sample of answers gives: how many records, those deleted, where to go on; or a sentence.
OAI_SAMPLES = {
    "GetRecord.xml": (1, (), ""),
    "GetRecord_utf8test.xml": (1, (), ""),
    "ListRecords.xml": (1, ("oai:test.example.com:1585310",), "ListRecords2.xml"),
    "ListRecords2.xml": (1, ("oai:test.example.com:1585310",), "ListRecords3.xml"),
    "ListRecords3.xml": (1, ("oai:test.example.com:1585310",), "ListRecords4.xml"),
    "ListRecords4.xml": (1, (), ""),
    "noRecordsMatch.xml": (0, (), ""),
    "Identify.xml": "La réponse de l’entrepôt ne contient pas de notices.",
    "ListIdentifiers.xml": "La réponse de l’entrepôt ne contient pas de notices.",
    "ListIdentifiers2.xml": "La réponse de l’entrepôt ne contient pas de notices.",
    "ListMetadataFormats.xml": "La réponse de l’entrepôt ne contient pas de notices.",
    "ListSets.xml": "La réponse de l’entrepôt ne contient pas de notices.",
    "ListRecordsBroken.xml": "La réponse de l’entrepôt est mal formée\u00a0: elle n’est pas lue.",
    "badArgument.xml": (
        "L’entrepôt refuse la question\u00a0: vérifier l’adresse et l’ensemble demandé."
    ),
    "cannotDisseminateFormat.xml": "L’entrepôt ne donne pas le format Dublin Core (oai_dc).",
    "undefinedError.xml": "L’entrepôt répond une erreur (undefinedError).",
    "noSetHierarchy.xml": "L’entrepôt n’a pas d’ensembles\u00a0: effacer celui qui est demandé. "
    "Il dit\u00a0: «\u00a0This repository does not support sets\u00a0».",
    "badResumptionToken.xml": "L’entrepôt ne reconnaît plus l’endroit où l’on en était\u00a0: "
    "reprendre du début. Il dit\u00a0: «\u00a0This resumptionToken is invalid\u00a0».",
    "idDoesNotExist.xml": "L’entrepôt ne connaît pas cette notice. Il dit\u00a0: «\u00a0"
    "oai:lcoa1.loc.gov:loc.rbc/rbpe.00000111 has the structure of a valid LOC identifier, but it "
    "maps to no known item\u00a0».",
}


@with_sources
def test_every_answer_of_a_repository_is_read_or_refused():
    got = {}
    for path in sorted((SOURCES / "oai_pmh/sickle/sickle/tests/sample_data").glob("*.xml")):
        try:
            found = oai.read(path.read_bytes())
            got[path.name] = (len(found.references), found.deleted, found.token)
        except Refused as refusal:
            got[path.name] = str(refusal)
    assert got == OAI_SAMPLES


def test_the_next_page_of_a_repository_is_asked_by_its_token_alone():
    assert oai.question("https://exemple.org/oai?x=1", since="2024-01-01", collection="shs") == (
        "https://exemple.org/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01&set=shs"
    )
    assert oai.question("https://exemple.org/oai", token="a b", since="2024") == (
        "https://exemple.org/oai?verb=ListRecords&resumptionToken=a+b"
    )


PAGE = """<html><head><title>Publications</title></head><body>
<nav><a href="/publications/toutes">Toutes les publications de la maison</a></nav>
<a href="/publications/etude-1#resume">Le logement des jeunes en 2023 <b>enquête</b></a>
<a href="etude-2">Les bénéficiaires de l’aide alimentaire</a>
<a href="/publications/etude-1">Le logement des jeunes, de nouveau cité</a>
<a href="javascript:alert(1)">Un lien qui n’en est pas un du tout</a>
<a href="https://ailleurs.org/x">Une étude d’un autre site que celui-ci</a>
<a href="/contact">Contact</a></body></html>"""


def test_the_links_of_a_page():
    found = listing.read(PAGE.encode(), "https://www.exemple.org/publications/")
    assert found.title == "Publications"
    assert [(one.title, one.address) for one in found.references] == [
        ("Le logement des jeunes en 2023 enquête", "https://www.exemple.org/publications/etude-1"),
        ("Les bénéficiaires de l’aide alimentaire", "https://www.exemple.org/publications/etude-2"),
    ]
    elsewhere = listing.read(
        PAGE.encode(), "https://www.exemple.org/publications/", "https://ailleurs.org/"
    )
    assert [one.address for one in elsewhere.references] == ["https://ailleurs.org/x"]
    with pytest.raises(Refused, match="début de leur adresse"):
        listing.read(b"<html><a href='/x'>Court</a></html>", "https://exemple.org/")
    with pytest.raises(Refused, match="pas une page"):
        listing.read(b"%PDF-1.7", "https://exemple.org/")


def test_an_answer_of_crossref_and_one_of_hal():
    crossref = b"""{"message":{"items":[{"title":["Une <i>\\u00e9tude</i>"],"DOI":"10.1234/ABC",
        "author":[{"family":"Exemple","given":"Ana"},{"name":"Collectif"}],"type":"report",
        "issued":{"date-parts":[[2024,5]]},"URL":"https://doi.org/10.1234/abc"},
        {"title":[]}, 3]}}"""
    (one,) = answers.read(crossref).references
    assert (one.title, one.authors, one.date, one.doi, one.kind) == (
        "Une étude",
        ("Exemple, Ana", "Collectif"),
        "2024-05",
        "10.1234/abc",
        "rapport",
    )
    hal = b"""{"response":{"docs":[{"title_s":["Titre"],"uri_s":"https://hal.exemple/1",
        "producedDate_s":"2023-02-01","docType_s":"THESE","authFullName_s":["Ana Exemple"]}]}}"""
    (two,) = answers.read(hal).references
    assert (two.title, two.kind, two.date, two.address) == (
        "Titre",
        "thèse",
        "2023-02-01",
        "https://hal.exemple/1",
    )
    for broken in (b"", b"[" * 100_000, b"{}", b'{"message": {"items": 3}}', b"<html>"):
        with pytest.raises(Refused):
            answers.read(broken)
