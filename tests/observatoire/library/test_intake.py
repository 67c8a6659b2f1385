"""Imports, the site before this one, exports, and the repository that others harvest."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from observatoire.directory.models import Group
from observatoire.directory.rules import COORDINATION
from observatoire.library.actions.intake import confirm_intake, open_intake, undo_intake
from observatoire.library.actions.notices import Links, delete_notice, save_notice
from observatoire.library.actions.refusal import Refused
from observatoire.library.actions.repository import gather_records
from observatoire.library.harvest import oai as reader
from observatoire.library.harvest.limits import Refused as Unread
from observatoire.library.models import Intake, Notice, OldAddress, PublicRecord
from observatoire.library.queries import repository
from tests.observatoire.directory.signing import account
from tests.observatoire.library.studies import study

pytestmark = pytest.mark.django_db
RIS = b"TY  - RPRT\nTI  - Une etude\nPY  - 2024\nUR  - https://example.org/a\nER  - \n"
WXR = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<item><title>Le logement des jeunes</title><link>https://ancien.example.org/publications/logement-jeunes/</link>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
<wp:post_date>2023-12-04 10:00:00</wp:post_date>
<category>Logement et hébergement</category>
<content:encoded><![CDATA[<p>Deux lignes sur l’étude.</p>
<p>Source : Insee</p><p>Date de la publication : 12/10/2023</p>
<p><a href="https://example.org/etude.pdf">Voir la source</a></p>]]></content:encoded></item>
<item><title>Matinale 1</title><link>https://ancien.example.org/matinale/premiere/</link>
<wp:post_type>page</wp:post_type><wp:status>publish</wp:status>
<content:encoded>Le film.</content:encoded></item>
<item><title>Mentions légales</title><link>https://ancien.example.org/mentions/</link>
<wp:post_type>page</wp:post_type><wp:status>publish</wp:status></item>
<item><title>En cours</title><link>https://ancien.example.org/?p=3</link>
<wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>
<item><title>image</title><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://ancien.example.org/a.pdf</wp:attachment_url></item>
<item><title>menu</title><wp:post_type>nav_menu_item</wp:post_type></item></channel></rss>""".encode()


@pytest.fixture
def by():
    return account("coordination.essai@example.org", COORDINATION)


def outcomes(intake) -> list[tuple]:
    return [tuple(row[:4]) for row in intake.rows]


def test_an_import_is_shown_then_done_then_undone(by):
    study("Déjà dans la base", source_address="https://example.org/a")
    data = RIS + b"TY  - RPRT\nTI  - Neuve et inconnue\nPB  - Insee\nER  - \nTY  - RPRT\nER  - \n"
    intake = open_intake(by=by, name="x.ris", data=data)
    assert outcomes(intake) == [
        (1, "Une etude", "deja", "Même adresse."),
        (6, "Neuve et inconnue", "nouvelle", ""),
        (10, "", "refusee", "La référence n’a pas de titre (« TI » ou « T1 »)."),
    ]
    assert Notice.objects.count() == 1
    with pytest.raises(Refused, match="1 ligne ne se lisent pas|1 ligne"):
        confirm_intake(by=by, intake=intake)
    assert Notice.objects.count() == 1
    assert confirm_intake(by=by, intake=intake, without_refused=True) == 1
    made = Notice.objects.get(title="Neuve et inconnue")
    assert (made.status, made.origin, made.origin_text) == (
        "brouillon",
        "import",
        "Import de références\u00a0: x.ris",
    )
    assert undo_intake(by=by, intake=intake) == (1, 0)
    assert [one.title for one in Notice.objects.all()] == ["Déjà dans la base"]
    with pytest.raises(Refused, match="n’est pas en place"):
        undo_intake(by=by, intake=intake)


def test_what_was_written_since_is_kept_when_an_import_is_undone(by, fixed_clock):
    intake = open_intake(by=by, name="x.ris", data=RIS)
    confirm_intake(by=by, intake=intake)
    fixed_clock.shift(60)
    notice = Notice.objects.get()
    notice.title = "Corrigée"
    save_notice(by=by, notice=notice, links=Links())
    assert undo_intake(by=by, intake=intake) == (0, 1)
    assert Notice.objects.count() == 1


def test_a_table_is_mapped_on_the_screen(client, by):
    client.force_login(by)
    file = SimpleUploadedFile("x.csv", b"Colonne A;Colonne B\nUne etude;2024\n")
    answer = client.post(reverse("veille:import_add"), {"file": file})
    intake = Intake.objects.get()
    assert (answer.url, intake.rows) == (reverse("veille:import", args=[intake.pk]), [])
    client.post(answer.url, {"c0": "title", "c1": "date"})
    intake.refresh_from_db()
    assert outcomes(intake) == [(2, "Une etude", "nouvelle", "")]
    client.post(reverse("veille:import_confirm", args=[intake.pk]))
    assert [(one.title, one.published_on.year) for one in Notice.objects.all()] == [
        ("Une etude", 2024)
    ]
    client.post(reverse("veille:import_undo", args=[intake.pk]))
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("data", [b"", b"bonjour", b"PK\x03\x04rien", b"\x00" * 100])
def test_a_file_that_is_none_of_these_is_refused(by, data):
    with pytest.raises(Refused):
        open_intake(by=by, name="x.ris", data=data)
    with pytest.raises(Refused):
        open_intake(by=by, name="x.xml", data=data, takeover=True)
    assert Intake.objects.count() == 0


def test_the_site_before_this_one_is_taken_over(by, client):
    intake = open_intake(by=by, name="export.xml", data=WXR, takeover=True)
    assert outcomes(intake) == [
        (1, "Le logement des jeunes", "nouvelle", ""),
        (2, "Matinale 1", "nouvelle", ""),
        (
            3,
            "",
            "incomprise",
            "«\u00a0Mentions légales\u00a0» n’est pas compris (page du "
            "site)\u00a0: https://ancien.example.org/mentions/",
        ),
        (4, "", "incomprise", "«\u00a0En cours\u00a0» n’était pas en ligne (draft)\u00a0: laissé."),
        (
            5,
            "",
            "incomprise",
            "Fichier à déposer tant que l’ancien site répond\u00a0: https://ancien.example.org/a.pdf",
        ),
    ]
    assert confirm_intake(by=by, intake=intake, publish=True) == 2
    notice = Notice.objects.get(title="Le logement des jeunes")
    assert (notice.status, notice.summary, str(notice.published_on), notice.source_address) == (
        "publiee",
        "Deux lignes sur l’étude.",
        "2023-10-12",
        "https://example.org/etude.pdf",
    )
    assert [one.name for one in notice.producers.all()] == ["Insee"]
    assert [one.slug for one in notice.themes.all()] == ["logement-et-hebergement"]
    assert list(OldAddress.objects.values_list("path", flat=True)) == [
        "/matinale/premiere",
        "/publications/logement-jeunes",
    ]
    answer = client.get("/publications/logement-jeunes/")
    assert (answer.status_code, answer.url) == (301, "/base-documentaire/le-logement-des-jeunes/")
    assert client.get("/matinale/premiere/").status_code == 404  # a draft: nobody may read it yet
    assert client.get("/publications/inconnue/").status_code == 404
    assert undo_intake(by=by, intake=intake) == (2, 0)
    assert OldAddress.objects.count() == 0


def test_saved_pages_are_read_from_an_archive(by):
    page = """<html><head><link rel="canonical" href="https://ancien.example.org/publications/aide/">
    <title>Aide | Plateforme</title></head><body><nav>Menu</nav><main><h1>L’aide alimentaire</h1>
    <p>Un résumé.</p><p>Source : DREES</p></main></body></html>"""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.html", page)
        archive.writestr("../b.html", "<html><body>rien</body></html>")
        archive.writestr("c.png", "x")
    intake = open_intake(by=by, name="pages.zip", data=held.getvalue(), takeover=True)
    assert outcomes(intake) == [
        (1, "L’aide alimentaire", "nouvelle", ""),
        (
            2,
            "",
            "incomprise",
            "La page «\u00a0../b.html\u00a0» ne dit pas son ancienne adresse\u00a0: laissée.",
        ),
    ]
    confirm_intake(by=by, intake=intake)
    assert Notice.objects.get().summary == "Un résumé."


def test_a_search_and_a_notice_are_exported(client, by):
    group = Group.objects.create(slug="essai", name="Essai")
    study("Le logement des jeunes", authors="Exemple, Ana")
    study("Le logement réservé", visibility="groupe", group=group)
    answer = client.get("/base-documentaire/export/ris/?q=logement")
    assert answer["Content-Disposition"] == 'attachment; filename="base-documentaire.ris"'
    assert answer.content.decode().split("\r\n")[:5] == [
        "TY  - RPRT",
        "ID  - le-logement-des-jeunes",
        "TI  - Le logement des jeunes",
        "AU  - Exemple, Ana",
        "PB  - Insee",
    ]
    assert b"reserv" not in client.get("/base-documentaire/export/csv/").content
    one = client.get("/base-documentaire/le-logement-des-jeunes/citation/bib/").content.decode()
    assert one.startswith(
        "@techreport{le-logement-des-jeunes,\n  title = {{Le logement des jeunes}}"
    )
    assert client.get("/base-documentaire/le-logement-reserve/citation/bib/").status_code == 404


OAI = "/base-documentaire/oai/"


def asked(client, **pairs):
    answer = client.get(OAI, pairs)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return ElementTree.fromstring(answer.content)


def found(client, **pairs):
    return reader.read(client.get(OAI, pairs).content)


def test_the_repository_answers_the_six_verbs(client, settings):
    settings.SITE_ADDRESS = "https://observatoire.example"
    notice = study("Le logement & les jeunes", doi="10.1234/a")
    name = f"oai:observatoire.example:{notice.pk}"
    space = {"o": "http://www.openarchives.org/OAI/2.0/"}
    identity = asked(client, verb="Identify").find("o:Identify", space)
    assert [(node.tag.partition("}")[2], node.text) for node in identity][1:4] == [
        ("baseURL", "https://observatoire.example/base-documentaire/oai/"),
        ("protocolVersion", "2.0"),
        ("adminEmail", settings.CONTACT_ADDRESS),
    ]
    formats = asked(client, verb="ListMetadataFormats", identifier=name)
    assert [
        node.text for node in formats.iter("{http://www.openarchives.org/OAI/2.0/}metadataPrefix")
    ] == ["oai_dc"]
    sets = asked(client, verb="ListSets")
    assert len([*sets.iter("{http://www.openarchives.org/OAI/2.0/}set")]) == 8
    identifiers = asked(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    assert [
        node.text for node in identifiers.iter("{http://www.openarchives.org/OAI/2.0/}identifier")
    ] == [name]
    (one,) = found(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=name).references
    assert (one.title, one.doi, one.date, one.address, one.identifier) == (
        "Le logement & les jeunes", "10.1234/a", "2024-05-02", "https://example.org/etude", name,
    )  # fmt: skip
    (two,) = found(
        client, verb="ListRecords", metadataPrefix="oai_dc", set="theme:sante"
    ).references
    assert two == one
    posted = client.post(OAI, {"verb": "Identify"})
    assert b"<oai:repositoryName>" in posted.content


@pytest.mark.parametrize(
    "question, code",
    [
        ("", "badVerb"),
        ("verb=Rien", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=hier", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-13-45", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-02&until=2024-01-01", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-02&until=2024-01-03T00:00:00Z",
            "badArgument",
        ),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=oai_dc", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=autre", "noRecordsMatch"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=x", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    ],
)
def test_a_wrong_question_is_answered_by_its_code(client, question, code):
    root = ElementTree.fromstring(client.get(f"{OAI}?{question}").content)
    assert [
        node.get("code") for node in root.iter("{http://www.openarchives.org/OAI/2.0/}error")
    ] == [code]


def test_a_list_goes_on_by_its_token_without_loss(client, monkeypatch):
    monkeypatch.setattr(repository, "ON_A_PAGE", 2)
    for number in range(5):
        study(f"Étude {number}")
    titles, token, turns = [], "", 0
    while True:
        pairs = {"resumptionToken": token} if token else {"metadataPrefix": "oai_dc"}
        page = found(client, verb="ListRecords", **pairs)
        titles += [one.title for one in page.references]
        token, turns = page.token, turns + 1
        if not token:
            break
    assert (sorted(titles), turns) == ([f"Étude {number}" for number in range(5)], 3)


def test_what_is_no_longer_public_is_given_as_deleted_and_nothing_else(client, by):
    group = Group.objects.create(slug="essai", name="Essai")
    gone, closed = study("Supprimée"), study("Refermée")
    study("Réservée", visibility="groupe", group=group)
    study("Brouillon", status="brouillon")
    delete_notice(by=by, notice=gone)
    closed.visibility = "partenaires"
    closed.save()
    page = found(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert (page.references, len(page.deleted)) == ((), 2)
    assert (
        b"title" not in client.get(OAI, {"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content
    )


def test_a_record_whose_notice_slipped_away_is_never_given(client):
    notice = study("Le secret")
    Notice.objects.filter(pk=notice.pk).update(visibility="partenaires")
    answer = client.get(OAI, {"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content
    assert b"Le secret" not in answer


def test_notices_laid_down_in_bulk_are_gathered():
    study("Une étude")
    PublicRecord.objects.all().delete()
    assert (gather_records(), gather_records()) == (1, 0)


def test_the_reader_of_others_refuses_our_errors_in_french(client):
    with pytest.raises(Unread, match="Dublin Core"):
        found(client, verb="ListRecords", metadataPrefix="marc")
