"""A letter is checked, published, sent once to each, corrected, sent again to those who failed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from observatoire.directory.models import ContactList, Institution
from observatoire.mail.actions.deciding import confirm_mailing
from observatoire.mail.letter import (
    Button,
    Drawn,
    Letter,
    Link,
    Paragraph,
    Picture,
    draw,
)
from observatoire.mail.letter.words import UNSUBSCRIBE
from observatoire.mail.models import Message
from observatoire.newsletter import emails
from observatoire.newsletter.actions import checking, composing, publishing, subscribing, witnessing
from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.adapters import names, spam
from observatoire.newsletter.models import Line, Sighting, Subscriber, Witness
from observatoire.newsletter.queries.fate import sheet_of
from observatoire.newsletter.queries.issues import NOT_THEIR_THEMES, readers_of, visits_of

WORDS = "Une étude sur les habitants de la région, leurs ressources et leurs logements. " * 3
LINK = "https://observatoire.example/lettres/1/"
IMAGE = Picture("https://observatoire.example/une.png", "Affiche")
# The six letters that a filter puts among the undesirable, and what is said of each.
BAD = {
    "image seule": ((IMAGE,), "La lettre", "n’est qu’une image"),
    "image et texte d’appoint": ((IMAGE, Paragraph.of("Lire la lettre")), "La lettre", "image"),
    "image sans texte": (
        (Paragraph.of(WORDS), Picture(IMAGE.source, "")),
        "La lettre",
        "pas de texte",
    ),
    "liens récrits": (
        (Paragraph.of(WORDS, Link("www.insee.fr", "https://clic.envois.example/x")),),
        "La lettre",
        "mène ailleurs",
    ),
    "objet en capitales": ((Paragraph.of(WORDS),), "URGENT LISEZ CECI!!", "capitales"),
    "liens raccourcis": (
        (Paragraph.of(WORDS), Button("Lire", "https://bit.ly/abc")),
        "La lettre",
        "raccourci",
    ),
}


@pytest.fixture
def subscribers(db):
    rows = [Subscriber(email=f"lecteur-{rank}@service.example") for rank in range(4)]
    for one in rows:
        one.confirmed_at = one.asked_at
    Subscriber.objects.bulk_create(rows)
    return rows


@pytest.fixture
def published(issue, keeper, subscribers):
    composing.approve(by=keeper, issue=issue)
    return publishing.publish(by=keeper, issue=issue)


def test_a_letter_is_light_and_calls_no_one_else(issue):
    drawn = emails.drawn(issue)
    hosts = {
        urlsplit(one).hostname for one in re.findall(r'(?:src|href)="(http[^"]+)"', drawn.html)
    }
    assert len(drawn.html.encode()) < checking.MOST_BYTES
    # The place of each reader's own link: the courier puts our address there at departure.
    hosts.discard(urlsplit(UNSUBSCRIBE).hostname)
    assert hosts == {"observatoire.example", "www.info.gouv.fr"}
    assert re.findall(r"<img", drawn.html) == []


@pytest.mark.parametrize("name", BAD)
def test_the_bad_letters_are_refused_or_warned(name, settings):
    blocks, subject, words = BAD[name]
    letter = Letter(subject=subject, blocks=blocks)
    found = checking.check_letter(letter, draw(letter, checking.outbox.platform(), has_list=True))
    told = [one for one in found if one.level in (checking.REFUSED, checking.WARNED)]
    assert [one for one in told if words in one.sentence] != []


@pytest.mark.skipif(not spam.is_present(), reason="SpamAssassin absent de cette machine")
def test_a_good_letter_scores_one_at_most_and_an_image_alone_does_not(issue):
    good = emails.letter_of(issue)
    picture = f'<html><body><a href="{LINK}"><img src="{IMAGE.source}"></a></body></html>'
    drawn = draw(good, checking.outbox.platform(), has_list=True)
    given = [checking.bytes_of(good, one) for one in (drawn, Drawn(html=picture, text=""))]
    scores = [spam.score(one) for one in given]
    assert scores[0].number <= 1.0
    assert scores[1].number > 3.0
    assert checking.check_score(scores[0])[0].level == checking.GOOD


def test_a_line_whose_page_is_gone_stops_the_letter(issue, keeper):
    line = Line(issue=issue, part="vie", title="Perdue", address="/nulle-part-du-tout/")
    composing.save_line(by=keeper, line=line)
    gone = Line(issue=issue, part="base", title="Retirée", ref_kind="evenement", ref_key="0" * 32)
    composing.save_line(by=keeper, line=gone)
    found = [one for one in checking.check_issue(issue) if one.level == checking.REFUSED]
    assert [one.sentence.split("\u00a0»")[0] for one in found][-1:] == ["«\u00a0Retirée"]


def test_no_answer_of_dns_is_unknown_and_never_a_fault():
    class Silent:
        def resolve(self, *given, **named):
            raise TimeoutError("silence")

    found = names.look("plateforme.example", selector="lettre", resolver=Silent())
    assert [(one.about, one.is_good) for one in found] == [
        ("SPF", None),
        ("DMARC", None),
        ("MX", None),
        ("DKIM", None),
    ]


def test_a_letter_goes_once_to_each_and_says_whom_it_leaves_out(issue, keeper, subscribers):
    Subscriber.objects.filter(email="lecteur-3@service.example").update(themes=["sante"])
    Subscriber.objects.create(email="attente@service.example")
    found = readers_of(issue)
    assert sorted(one.address for one in found.candidates) == [
        f"lecteur-{rank}@service.example" for rank in range(3)
    ]
    assert found.excluded == [(NOT_THEIR_THEMES, 1)]


def test_published_is_public_and_nothing_leaves_before_it_is_confirmed(published, keeper):
    assert published.mailing.state == "a_confirmer"
    assert Message.objects.filter(due__isnull=False).count() == 0
    confirm_mailing(by=keeper, mailing=published.mailing, count=4, due=None)
    with pytest.raises(Refused, match="programmé ou parti"):
        publishing.withdraw(by=keeper, issue=published)


def test_published_too_soon_goes_back_to_work(published, keeper, client):
    publishing.withdraw(by=keeper, issue=published)
    assert (published.state, published.mailing) == ("preparation", None)
    assert client.get(published.get_absolute_url()).status_code == 404


def test_a_public_letter_is_corrected_and_not_rewritten(published, keeper, client):
    with pytest.raises(Refused, match="est publique"):
        composing.save_line(by=keeper, line=published.lines.first())
    Message.objects.filter(mailbox="lecteur-0@service.example").update(state="accepte")
    told = publishing.correct(by=keeper, issue=published, text="Le 3, non le 2.", tells=True)
    assert [one.mailbox for one in told.messages.all()] == ["lecteur-0@service.example"]
    assert "Le 3, non le 2." in client.get(published.get_absolute_url()).content.decode()


def test_only_those_who_failed_are_written_to_again(published, keeper):
    with pytest.raises(Refused, match="Aucun message"):
        publishing.send_again(by=keeper, issue=published)
    Message.objects.filter(mailbox="lecteur-1@service.example").update(state="refuse")
    again = publishing.send_again(by=keeper, issue=published)
    assert [one.mailbox for one in again.messages.all()] == ["lecteur-1@service.example"]


def test_visits_are_counted_in_all_and_few_are_not_shown(issue, keeper, client):
    line = Line(issue=issue, part="vie", title="Agenda", address="/agenda/")
    composing.save_line(by=keeper, line=line)
    Subscriber.objects.create(email="un@service.example", confirmed_at="2026-03-01T00:00Z")
    composing.approve(by=keeper, issue=issue)
    publishing.publish(by=keeper, issue=issue)
    shown = []
    for _ in range(5):
        answer = client.get(f"/lettres/{issue.number}/lire/{line.pk}/")
        shown.append((answer["Location"], dict(visits_of(issue))["Agenda"]))
    assert shown == [("/agenda/", "moins de 5")] * 4 + [("/agenda/", "5")]


def test_a_mailbox_is_proved_before_it_is_written_to(db, client, outbox):
    client.post("/lettres/abonnement/", {"email": "Agent@service.example"})
    found = Subscriber.objects.get()
    page = f"/lettres/abonnement/{found.token}/"
    client.get(page)
    assert (found.email, Subscriber.objects.confirmed().count()) == ("agent@service.example", 0)
    client.post(page, {"geste": "confirmer", "themes": ["inconnu"]})
    found.refresh_from_db()
    assert (found.confirmed_at is not None, found.themes) == (True, [])
    client.post(page, {"geste": "quitter"})
    assert Subscriber.objects.count() == 0


def test_coming_back_undoes_an_unsubscription(published):
    recipient = publishing.Recipient.objects.get(mailbox="lecteur-0@service.example")
    recipient.left_at = published.published_at
    recipient.save()
    subscribing.confirm(subscriber=Subscriber.objects.get(email=recipient.mailbox))
    recipient.refresh_from_db()
    assert recipient.left_at is None


def test_a_witness_answers_in_two_clicks_and_the_sheet_says_it(published, client, keeper):
    institution = Institution.objects.create(name="Service", slug="service")
    witness = Witness(institution=institution, email="lecteur-0@service.example")
    witnessing.add_witness(by=keeper, witness=witness)
    assert (witnessing.ask(issue=published), witnessing.ask(issue=published)) == (1, 0)
    page = f"/lettres/temoin/{witness.token}/{published.number}/"
    client.get(page)
    assert Sighting.objects.count() == 0
    client.post(page, {"place": "indesirables"})
    assert sheet_of("service.example").row.sentence == "acceptée, puis écartée"


def test_the_screens_of_sending(browser, published):
    base = published.admin_address
    pages = [
        f"{base}envoi/",
        f"{base}apercu/?forme=texte",
        f"{base}controle/",
        f"{base}apercu/page/",
    ]
    pages += ["/gestion/lettres/arrivee/", "/gestion/lettres/arrivee/service.example/"]
    found = {
        one: re.findall(r"<h1[^>]*>(.*?)</h1>", browser.get(one).content.decode()) for one in pages
    }
    assert [one[:1] for one in found.values()] == [
        ["Envoi de la lettre n°\u00a01"],
        ["La lettre de mars"],
        ["Avant de partir"],
        ["Le printemps"],
        ["Où la lettre arrive"],
        ["service.example"],
    ]


def test_a_message_is_examined_and_kept_without_who_received_it(browser):
    headers = "From: a <lettre@plateforme.example>\nTo: agent@service.example\nX-Spam-Flag: YES"
    given = {"headers": headers, "domain": "agent@service.example"}
    page = browser.post("/gestion/lettres/diagnostic/", given, follow=True).content.decode()
    assert ("Il a été classé parmi les indésirables" in page, "agent@" in page) == (True, False)
    nothing = browser.post("/gestion/lettres/diagnostic/", {"domain": "x.example"})
    assert "coller ses en-têtes" in nothing.content.decode()


def test_the_archive_its_search_and_its_feed(published, client):
    assert "Le printemps" in client.get("/lettres/?q=Ligne").content.decode()
    assert "Aucune lettre ne contient" in client.get("/lettres/?q=zzz").content.decode()
    assert client.get("/lettres/flux/").content.count(b"<item>") == 1
    assert client.get(f"{published.get_absolute_url()}pdf/").content[:5] == b"%PDF-"


def test_a_list_with_its_ledger_is_the_audience(issue):
    issue.list = ContactList.objects.create(name="Régionaux", purpose="lettre", kind="choisie")
    assert (readers_of(issue).asked, len(readers_of(issue).candidates)) == (0, 0)
