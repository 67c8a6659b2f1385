"""What leaves: its headers, its two parts, its signature; what nobody may slip into it."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlsplit

import dkim
import pytest
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from observatoire.mail import emails, worker
from observatoire.mail.actions import Candidate, Refused, post_letter, prepare_mailing, returns
from observatoire.mail.envelope import Impossible, read_address, read_sender, sign_sender
from observatoire.mail.letter import (
    Button,
    Field,
    Heading,
    Item,
    Letter,
    Link,
    Notice,
    Number,
    Paragraph,
    Picture,
    Platform,
    Rule,
    Unfit,
    draw,
    fill_html,
    harmless,
    one_line,
    refuse_unfit,
    remarks,
)
from observatoire.mail.models import Message
from tests.observatoire.mail.letters import LETTER, LIST, addresses, confirmed, prepared

HOST = "observatoire.example"
PLATFORM = Platform("Plateforme d’essai", "Région d’essai", f"https://{HOST}", f"nous@{HOST}")
# Headers that a letter has, and no other.
NAMES = [
    "Date",
    "Message-ID",
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Content-Language",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
]
FULL = Letter(
    subject="Tous les blocs",
    kicker="Essai",
    title="Un titre & un autre",
    blocks=(
        Heading("À la une", "#6a6af4"),
        Paragraph.of("Bonjour ", Field("prenom", "à vous"), Link("un lien", f"https://{HOST}/a/")),
        Item(
            "Une étude", "Son résumé tient en une phrase de plusieurs mots.", "https://insee.fr/x"
        ),
        Number("12,3 %", "des habitants", "Insee"),
        Picture(f"https://{HOST}/images/a.png", "La carte va du clair au foncé"),
        Button("Lire la suite", f"https://{HOST}/b/"),
        Notice("Réponse avant le 31 mars."),
        Rule(),
    ),
)


def read(content: bytes):
    return message_from_bytes(content, policy=default)


def bytes_of(mailing) -> bytes:
    message = mailing.messages.order_by("mailbox").first()
    return emails.write_one(mailing, message, now=message.created_at)


@pytest.fixture
def key(tmp_path, settings):
    """A key of the tests' own, and what the DNS would answer for it."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path / "dkim.pem"
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings.MAIL_DKIM_KEY, settings.MAIL_DKIM_SELECTOR = str(path), "essai"
    record = emails.signer(str(path), HOST, "essai").dns_record.encode()

    def answer(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"essai._domainkey.observatoire.example."
        return record

    return answer


@pytest.mark.django_db
class TestHeaders:
    def test_each_letter_has_these_and_no_other(self):
        message = read(bytes_of(prepared()))
        assert message.keys() == NAMES
        first = Message.objects.order_by("mailbox").first()
        assert message["Message-ID"] == first.message_id
        assert message["To"] == "lecteur-0000@example.org"
        assert message["Subject"] == LETTER.subject
        assert message["List-Id"] == '"La lettre dessai" <lettre.observatoire.example>'
        token = first.list_token
        assert message["List-Unsubscribe"] == (
            f"<https://{HOST}/desabonnement/{token}/>, "
            f"<mailto:rebonds+desabonnement-{token}@{HOST}?subject=Desabonnement>"
        )
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_the_message_id_is_the_same_at_every_attempt(self):
        mailing = prepared()
        assert read(bytes_of(mailing))["Message-ID"] == read(bytes_of(mailing))["Message-ID"]

    def test_both_parts_say_the_same_in_quoted_printable(self):
        content = bytes_of(prepared())
        message = read(content)
        parts = list(message.iter_parts())
        assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
        assert {part["Content-Transfer-Encoding"] for part in parts} == {"quoted-printable"}
        text, page = (part.get_content() for part in parts)
        for said in ("Les habitants pauvres en 2021", "Une étude d’essai.", "Bonjour à vous"):
            assert (said in text, said in page) == (True, True)
        assert '<html lang="fr"' in page
        assert max(map(len, content.split(b"\r\n"))) <= 200
        assert content.count(b"\n") == content.count(b"\r\n")

    def test_no_pixel_no_rewritten_link_no_foreign_host(self):
        page = read(bytes_of(prepared())).get_body(("html",)).get_content()
        fetched = re.findall(r'(?:src|background)="([^"]+)"|url\(([^)]+)\)|<link', page)
        assert fetched == []
        hosts = {urlsplit(found).hostname for found in re.findall(r'href="(https?:[^"]+)"', page)}
        assert hosts == {HOST}

    def test_the_return_path_is_signed_and_aligned(self):
        mailing = prepared()
        message = mailing.messages.first()
        assert message.sender.endswith(f"@{HOST}")
        assert len(message.sender.partition("@")[0]) <= 64
        assert read_sender(message.sender, emails.envelope_key()) == message.pk

    def test_an_automatic_message_says_so(self):
        post_letter(to="a@example.org", letter=LETTER)
        message = Message.objects.get()
        written = read(emails.unpack(message.prepared.content))
        assert (written["Auto-Submitted"], written["List-Id"]) == ("auto-generated", None)


@pytest.mark.django_db
class TestSignature:
    def test_it_holds_and_covers_both_unsubscribe_headers(self, key):
        content = bytes_of(prepared())
        assert dkim.verify(content, dnsfunc=key) is True
        covered = re.search(rb"h=([^;]+);", content).group(1).replace(b"\r\n ", b"").split(b":")
        assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(covered)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (b"One-Click", b"One-Clic_"),
            (b"/desabonnement/", b"/desabonnemenx/"),
            (b"Bonjour", b"Bonjoux"),
            (b"Content-Language: fr", b"Content-Language: en"),
            (b"\r\nTo: ", b"\r\nTo: autre@example.org\r\nTo: "),
        ],
    )
    def test_one_byte_changed_breaks_it(self, key, before, after):
        content = bytes_of(prepared())
        changed = content.replace(before, after, 1)
        assert changed != content
        assert dkim.verify(changed, dnsfunc=key) is False

    @pytest.mark.django_db(transaction=True)
    def test_what_the_worker_sends_is_signed(self, key, sender, outbox):
        confirmed(["un@example.org"], by=sender)
        worker.deliver()
        (sent,) = outbox.glob("*.eml")
        assert dkim.verify(sent.read_bytes(), dnsfunc=key) is True


BREAKS = ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
PAYLOADS = [
    f"{before}{sign}Bcc: vole@example.net{sign}{sign}<a href=x>"
    for sign in BREAKS
    for before in ("", "Bonjour", "é", "=?utf-8?q?", " ", "a" * 90, "«", "x: y", "\t", "\u200b")
]


@pytest.mark.django_db
class TestNothingIsSlippedIn:
    def test_in_a_subject_a_name_a_title_or_a_list(self):
        """A hundred ways to end a line, in the subject, the list's label and the name."""
        for number, payload in enumerate(PAYLOADS):
            letter = Letter(f"Objet {payload}", LETTER.blocks)
            mailing = prepare_mailing(
                by=None,
                key=f"essai-{number}",
                title=payload,
                to=type(LIST)("lettre", f"Liste {payload}"),
                letter=letter,
                candidates=[Candidate("a@example.org", fields={"prenom": payload})],
            )
            message = read(bytes_of(mailing))
            assert message.keys() == NAMES
            page = BeautifulSoup(message.get_body(("html",)).get_content(), "html.parser")
            assert page.select("a[href=x]") == []

    @pytest.mark.parametrize("payload", PAYLOADS[::7])
    def test_in_an_address(self, payload):
        with pytest.raises(Impossible):
            read_address(f"a{payload}@example.org")
        mailing = prepared([f"a{payload}@example.org", "b@example.org"])
        assert (mailing.messages.count(), mailing.exclusions.count()) == (1, 1)

    @pytest.mark.parametrize("sign", BREAKS)
    def test_in_the_name_of_a_header(self, sign, settings):
        message = EmailMessage("Objet", "Bonjour", None, ["a@example.org"])
        message.extra_headers = {f"X-Essai{sign}Bcc: vole@example.net": "oui"}
        with pytest.raises(Refused, match="nom d’en-tête"):
            message.send()
        assert Message.objects.count() == 0

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("Zoé", "Zoé"),
            ("Jean-Noël d’Exemple", "Jean-Noël d’Exemple"),
            ("https://vol.example/x", "https vol example x"),
            ("www.vol.example", "www vol example"),
            ("[cliquez](http://vol.example)", "cliquez (http vol example)"),
            ("<script>alert(1)</script>", "script alert(1) /script"),
            ("a@vol.example", "a vol example"),
            ("**gras** _oui_", "gras oui"),
        ],
    )
    def test_a_name_is_never_a_link_nor_a_tag(self, given, kept):
        assert harmless(given).replace(": //", " ") == kept

    @given(name=st.text(max_size=60))
    def test_whatever_the_name_the_page_keeps_its_tags(self, name):
        drawn = draw(LETTER, PLATFORM, has_list=True)
        tags = re.findall(r"<[^>]*>", fill_html(drawn.html, {"prenom": "Zoé"}))
        assert re.findall(r"<[^>]*>", fill_html(drawn.html, {"prenom": name})) == tags

    @given(text=st.text(max_size=200))
    def test_one_line_is_one_line(self, text):
        assert len(one_line(text).splitlines()) <= 1


class TestDrawing:
    def test_every_block_is_in_both_parts(self):
        drawn = draw(FULL, PLATFORM, has_list=True)
        said = ["À la une", "Une étude", "12,3 %", "La carte va", "Lire la suite", "31 mars"]
        assert [words for words in said if words not in drawn.html] == []
        assert [words for words in said if words not in drawn.text] == []
        assert [line for line in drawn.text.splitlines() if len(line) > 78] == []

    def test_images_off_it_still_reads_and_tables_are_for_layout_only(self):
        page = draw(FULL, PLATFORM, has_list=True).html
        assert re.findall(r'alt="([^"]*)"', page) == ["La carte va du clair au foncé"]
        visible = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
        assert re.findall(r"<table(?![^>]*presentation)", visible) == []
        assert "prefers-color-scheme: dark" in page

    def test_nothing_is_fetched_to_draw(self, tmp_path):
        secret = tmp_path / "secret.css"
        secret.write_text("p { content: 'lu-sur-le-disque' }")
        blocks = (Paragraph.of(f'<link rel="stylesheet" href="file://{secret}">'),)
        page = draw(Letter("Essai", blocks), PLATFORM, has_list=False).html
        assert "lu-sur-le-disque" not in page
        assert "fonts.googleapis.com" not in page


class TestUnfit:
    @pytest.mark.parametrize(
        ("blocks", "sentence"),
        [
            ((), "vide"),
            ((Heading("Un titre"), Button("Lire", "https://a.example/")), "vide"),
            ((Picture(f"https://{HOST}/a.png", "Tout est dans l’image"),), "n’est qu’une image"),
            ((Picture("https://pixel.example/a.gif", "x"), *FULL.blocks), "chez un autre hôte"),
            ((Picture(f"https://{HOST}/a.png", " "), *FULL.blocks), "n’a pas de texte"),
            ((Paragraph.of(Link("www.caf.fr", "https://trace.example/x")),), "mène ailleurs"),
            ((Paragraph.of(Link("lire", "javascript:alert(1)")),), "écrire une adresse en https"),
        ],
    )
    def test_it_is_refused(self, blocks, sentence):
        with pytest.raises(Unfit, match=sentence):
            refuse_unfit(Letter("Objet", blocks), host=HOST, sender=f"nous@{HOST}")

    def test_a_free_mail_sender_is_refused(self):
        with pytest.raises(Unfit, match="grand public"):
            refuse_unfit(FULL, host=HOST, sender="plateforme@gmail.com")

    def test_what_could_be_better_is_said(self):
        letter = Letter("GRANDE NOUVELLE POUR VOUS !!", (Paragraph.of("x " * 60_000),))
        assert len(remarks(letter, draw(letter, PLATFORM, has_list=True))) == 3
        assert remarks(FULL, draw(FULL, PLATFORM, has_list=True)) == []


class TestEnvelopeSender:
    def test_a_hundred_thousand_random_ones_name_nothing(self):
        import random  # noqa: PLC0415 this test alone
        import string  # noqa: PLC0415 this test alone

        chance, signs = random.Random(1), string.ascii_lowercase + "234567"
        named = [
            read_sender(
                f"rebonds+{''.join(chance.choices(signs, k=26))}-"
                f"{''.join(chance.choices(signs, k=16))}@{HOST}",
                b"cle",
            )
            for _ in range(100_000)
        ]
        assert set(named) == {None}

    @given(identifier=st.uuids())
    def test_it_comes_back_whatever_the_case(self, identifier):
        signed = sign_sender(f"rebonds@{HOST}", identifier, b"cle")
        assert read_sender(signed.upper(), b"cle") == identifier
        assert read_sender(signed, b"autre") is None


@pytest.mark.django_db(transaction=True)
class TestReturns:
    GONE = (
        "To: {to}\r\nFrom: MAILER-DAEMON@relais.example\r\nSubject: Non remis\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; r.example\r\n\r\n"
        "Final-Recipient: rfc822; x@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b--\r\n"
    )

    def test_it_turns_an_accepted_message_into_a_return(self, sender, outbox):
        mailing = confirmed(["un@example.org"], by=sender)
        worker.deliver()
        message = mailing.messages.get()
        content = self.GONE.format(to=message.sender).encode()
        assert [returns.take_return(content=content) for _ in range(10)] == [True] * 10
        message.refresh_from_db()
        assert (message.state, message.status, message.incidents.count()) == ("rebond", "5.1.1", 1)

    def test_a_forged_one_has_no_effect(self, sender, outbox):
        mailing = confirmed(["un@example.org"], by=sender)
        worker.deliver()
        message = mailing.messages.get()
        forged = message.sender.replace("-", "-a", 1)
        for to in (forged, "rebonds@observatoire.example", "un@example.org"):
            assert returns.take_return(content=self.GONE.format(to=to).encode()) is False
        message.refresh_from_db()
        assert (message.state, message.incidents.count()) == ("accepte", 0)

    def test_leaving_by_mail(self):
        message = prepared(addresses(1)).messages.get()
        to = emails.unsubscribe_mailbox(message.list_token).removeprefix("mailto:").split("?")[0]
        content = f"To: {to}\r\nSubject: Desabonnement\r\n\r\n".encode()
        assert returns.take_return(content=content) is True
        assert prepared(addresses(1), key="deux").exclusions.get().reason == "desabonne"

    def test_the_mailbox_is_read_once(self, sender, outbox, settings, tmp_path):
        mailing = confirmed(["un@example.org"], by=sender)
        worker.deliver()
        settings.MAIL_BOUNCES_BOX = f"maildir://{tmp_path / 'retours'}"
        assert worker.read_returns() == 0
        content = self.GONE.format(to=mailing.messages.get().sender)
        (tmp_path / "retours" / "new" / "1.a.b").write_text(content, encoding="ascii")
        assert [worker.read_returns(), worker.read_returns()] == [1, 0]
        assert mailing.messages.get().state == "rebond"
