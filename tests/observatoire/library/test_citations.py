"""References of others, and ours for others: RIS, BibTeX, tables, citations."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.base.spreadsheets import write_csv
from observatoire.library.citations import bibtex, ris, tables
from observatoire.library.citations.formatted import citation
from observatoire.library.citations.reference import (
    Reference,
    Refusal,
    Unreadable,
    doi_in,
    isbn_in,
    partial_date,
    tidy,
    web_address,
)

SOURCES = Path(os.environ.get("OBS_SOURCES", "")) / "bibliographie"
with_sources = pytest.mark.skipif(
    not os.environ.get("OBS_SOURCES"),
    reason=("OBS_SOURCES ne dit pas où sont les fichiers officiels"),
)
WHOLE = Reference(
    title="Pauvreté & précarité : 50 % des ménages_test",
    kind="rapport",
    producers=("Institut d’exemple",),
    authors=("Exemple, Ana", "Collectif d’exemple"),
    date="2024-05-01",
    summary="Résumé.",
    keywords=("pauvreté", "ménages"),
    address="https://exemple.org/a_b?c=1&d=%20",
    doi="10.1234/abc_d",
    isbn="9782110098627",
    language="fr",
    collection="Cahiers",
    number="12",
    volume="3",
    pages="1-8",
    identifier="exemple-2024",
)


def read_either(path: Path):
    return (bibtex if path.suffix == ".bib" else ris).read(path.read_bytes())


def expected_of(item: dict) -> tuple:
    people = tuple(
        ", ".join(filter(None, (one.get("lastName"), one.get("firstName"))))
        for one in item["creators"]
        if one["creatorType"] in ("author", "inventor")
    )
    title = tidy(re.sub("<[^>]+>", "", item["title"]))
    return title, people, item.get("date", item.get("issueDate", "")), item.get("DOI", "").lower()


# Where another reading is chosen, and why.
OURS = {
    "bibtex_07.bib": "« at » en minuscules fait partie du nom, comme le veut BibTeX",
    "bibtex_18.bib": "le fichier double ses barres obliques : ses auteurs sont illisibles",
    "bibtex_21.bib": "« D’aspremont » s’écrit sans espace",
    "ris_02.ris": "un fichier de noms de champs",
    "ris_03.ris": "le DOI est dans un champ que l’autre lecteur ignore",
}


@with_sources
def test_every_reference_of_the_collection_is_as_expected():
    seen, differ = 0, []
    for path in sorted(
        [*(SOURCES / "zotero_ris").glob("*.bib"), *(SOURCES / "zotero_ris").glob("*.ris")]
    ):
        reading = read_either(path)
        assert reading.refusals == (), path.name
        said = path.with_suffix(".attendu.json")
        if not said.exists() or path.name in OURS:
            continue
        for one, item in zip(reading.references, json.loads(said.read_text()), strict=False):
            seen += 1
            got = (one.title, one.authors, one.date, one.doi)
            differ += [] if got == expected_of(item) else [(path.name, got, expected_of(item))]
    assert differ == []
    assert seen == 12


@with_sources
def test_the_bibliography_of_a_study_on_poverty():
    reading = bibtex.read((SOURCES / "references_pauvrete_ofce.bib").read_bytes())
    assert (len(reading.references), reading.refusals) == (30, ())
    assert reading.references[1] == Reference(
        title="France, portrait social. Édition 2024",
        kind="rapport",
        producers=("Institut national de la statistique et des études économiques",),
        authors=("INSEE",),
        date="2024",
        collection="INSEE Références",
        identifier="insee_france_portrait_social_2024",
        line=16,
    )


def test_ris_that_is_badly_cut_is_read_with_a_remark():
    text = (
        "bonjour\nTY - RPRT\nTI - Un titre\n   sur deux lignes\nPY  - 2024///\nTY  - "
        "JOUR\nAU  - X, A\nER  - \n"
    )
    reading = ris.read(text.encode("cp1252"))
    assert [(one.title, one.date, one.kind, one.line) for one in reading.references] == [
        ("Un titre sur deux lignes", "2024", "rapport", 2)
    ]
    assert reading.refusals == (Refusal(6, "La référence n’a pas de titre (« TI » ou « T1 »)."),)
    assert [one.line for one in reading.remarks] == [2, 1]


def test_bibtex_that_is_broken_says_which_line():
    text = (
        "@article{a, title = {Un}}\n@article{a, title={Deux}}\n@book{b, title = "
        "{Trois\n\n@misc{c, year = 2020}\n"
    )
    reading = bibtex.read(text.encode())
    assert [one.title for one in reading.references] == ["Un"]
    assert [(one.line, one.sentence[:24]) for one in reading.refusals] == [
        (2, "La clé « a » est déjà ce"),
        (3, "Le bloc est mal fermé\u00a0: "),
        (5, "La référence n’a pas de "),
    ]


@pytest.mark.parametrize("read", [ris.read, bibtex.read])
@pytest.mark.parametrize("data", [b"", b"bonjour", b"\xff\xfe\x00", b"PK\x03\x04\x00"])
def test_what_is_not_of_the_format_is_refused(read, data):
    with pytest.raises(Unreadable, match="Aucune référence"):
        read(data)


@given(st.binary(max_size=400))
def test_no_bytes_make_a_reader_fail(data):
    for read in (ris.read, bibtex.read):
        for start in (b"", b"TY  - JOUR\n", b"@article{a, title = {"):
            try:
                read(start + data)
            except Unreadable:
                continue


def test_deep_braces_and_long_fields_are_refused():
    deep = bibtex.read(b"@article{a, title = {" + b"{" * 5000 + b"x" + b"}" * 5000 + b"}}")
    long = bibtex.read(b"@article{a, title = {" + b"x" * 30_000 + b"}}")
    assert [one.refusals[0].sentence for one in (deep, long)] == [
        "Le champ « title » est trop long ou trop imbriqué."
    ] * 2


@pytest.mark.parametrize("fmt", [ris, bibtex])
def test_a_reference_comes_back_the_same(fmt):
    back = fmt.read(fmt.write([WHOLE]).encode())
    assert back.refusals == back.remarks == ()
    (again,) = back.references
    names = ("title", "kind", "producers", "date", "summary", "keywords", "address", "doi", "isbn")
    assert [getattr(again, name) for name in names] == [getattr(WHOLE, name) for name in names]
    assert again.authors == WHOLE.authors
    assert (again.number, again.volume, again.pages.replace("--", "-")) == ("12", "3", "1-8")


texts = st.text(
    alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn")),
    min_size=1,
    max_size=60,
)


@given(texts.filter(lambda text: tidy(text)))
def test_any_title_comes_back_from_ris(title):
    title = tidy(title)
    assert [one.title for one in ris.read(ris.write([Reference(title)]).encode()).references] == [
        title
    ]


@given(st.text(alphabet="aé &%$#_,=", min_size=1, max_size=40).filter(lambda t: t.strip()))
def test_any_title_comes_back_from_bibtex(title):
    title = tidy(f"x{title}x")
    back = bibtex.read(bibtex.write([Reference(title)]).encode())
    assert [re.sub(r"\s+", " ", one.title) for one in back.references] == [title]


def test_keys_are_used_once():
    text = bibtex.write([WHOLE, WHOLE])
    assert re.findall(r"@techreport\{([^,]+),", text) == ["exemple-2024", "exemple-2024-2"]


def test_a_table_is_read_row_by_row():
    data = (
        "Titre;Année;Lien;Organisme;Couleur\nUn;2024;https://exemple.org;A; "
        "x\n;2024;;;\nDeux;hier;;;\nTrois;;javascript:x;;\n"
    )
    sheet = tables.opened(data.encode(), "notices.csv")
    assert sheet.mapping == ("title", "date", "address", "producers", "")
    reading = tables.read(sheet)
    assert reading.references == (
        Reference(
            "Un", kind="étude", date="2024", address="https://exemple.org", producers=("A",), line=2
        ),
    )
    assert reading.refusals == (
        Refusal(3, "Le titre est vide."),
        Refusal(
            4,
            "La date «\u00a0hier\u00a0» n’est pas comprise\u00a0: écrire 2024, "
            "2024-05 ou 31/05/2024.",
        ),
        Refusal(5, "L’adresse «\u00a0javascript:x\u00a0» ne commence pas par http:// ou https://."),
    )


def test_columns_are_chosen_by_hand():
    sheet = tables.opened(b"a,b\nUn,Deux\n", "x.csv")
    assert sheet.mapping == ("", "")
    with pytest.raises(Unreadable, match="colonne n’est celle du titre"):
        tables.read(sheet)
    with pytest.raises(Unreadable, match="Deux colonnes sont prises pour «\u00a0Titre\u00a0»"):
        tables.mapped(sheet, ["title", "title"])
    assert tables.read(tables.mapped(sheet, ["summary", "title"])).references[0].title == "Deux"
    with pytest.raises(Unreadable, match="est vide"):
        tables.opened(b"a,b\n", "x.csv")


def test_a_table_comes_back_the_same():
    header, *rows = tables.rows([WHOLE])
    (again,) = tables.read(tables.opened(write_csv(header, rows), "x.csv")).references
    assert (again.title, again.authors, again.keywords) == (
        WHOLE.title,
        WHOLE.authors,
        WHOLE.keywords,
    )
    assert (again.date, again.address, again.doi, again.pages) == (
        WHOLE.date,
        WHOLE.address,
        WHOLE.doi,
        "1-8",
    )


def test_a_citation_in_french():
    assert citation(WHOLE) == (
        "Exemple, Ana et Collectif d’exemple, «\u00a0Pauvreté & précarité : 50 % des "
        "ménages_test\u00a0», "
        "Cahiers, vol.\u00a03, n°\u00a012, Institut d’exemple, 1er\u00a0mai\u00a02024, "
        "p.\u00a01-8. doi:10.1234/abc_d"
    )
    assert citation(
        Reference("Titre", producers=("Insee",), date="2024-05", address="https://exemple.org")
    ) == ("«\u00a0Titre\u00a0», Insee, mai\u00a02024. https://exemple.org")
    assert citation(Reference("Titre", authors=("A", "B", "C", "D"))) == (
        "A et\u00a0al., «\u00a0Titre\u00a0»."
    )


@pytest.mark.parametrize(
    "text, expected",
    [("1990/2/27", "1990-02-27"), ("2014/06/01", "2014-06-01"), ("2010/10//", "2010-10")]
    + [("mars 2024", "2024-03"), ("12 oct. 2020", "2020-10-12"), ("31/12/2023", "2023-12-31")]
    + [
        ("2024-13-40", "2024"),
        ("2024-05-45", "2024-05"),
        ("hier", ""),
        ("0000 Year", ""),
        ("", ""),
    ],
)
def test_dates(text, expected):
    assert partial_date(text) == expected


def test_marks_found_in_a_text():
    assert doi_in("voir (https://doi.org/10.1234/AbC(1).x).") == "10.1234/abc(1).x"
    assert isbn_in("ISBN 2-11-009862-X ou 978-2-11-009862-7") == "9782110098627"
    assert (doi_in("10.12"), isbn_in("1234567890")) == ("", "")
    assert tidy("a\u202eb\x00\tc\n\u200bd") == "ab c d"
    assert [
        web_address(text)
        for text in ("https://a.fr", "HTTP://a", "javascript:a", "https://a b", "//a")
    ] == [
        "https://a.fr",
        "HTTP://a",
        "",
        "",
        "",
    ]
