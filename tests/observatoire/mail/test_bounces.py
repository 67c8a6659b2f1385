"""Returned messages: the right class, and never an address set aside by mistake.

`retours.tsv` holds what a person read in each real message: its class, not its content.
"""

from __future__ import annotations

import csv
import os
import random
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.mail.bounces import Kind, kind_of, read_return

LABELS = Path(__file__).with_name("retours.tsv")
SOURCES = os.environ.get("OBS_SOURCES", "")
real = pytest.mark.skipif(not SOURCES, reason="OBS_SOURCES ne nomme aucun dossier")
SETS_ASIDE = {Kind.GONE, Kind.COMPLAINT}


def labels() -> list[tuple[str, Kind]]:
    with LABELS.open(encoding="utf-8") as table:
        return [
            (row["fichier"], Kind(row["classe"])) for row in csv.DictReader(table, delimiter="\t")
        ]


def mail_folder() -> Path:
    folder = Path(SOURCES) / "mail"
    if not folder.is_dir():
        pytest.skip("le dossier mail manque dans OBS_SOURCES")
    return folder


@pytest.fixture(scope="module")
def read() -> list[tuple[str, Kind, Kind]]:
    """File, what a person read in it, what we read in it."""
    folder = mail_folder()
    return [
        (name, expected, read_return((folder / name).read_bytes()).kind)
        for name, expected in labels()
    ]


@real
class TestRealReturns:
    def test_nineteen_in_twenty_have_the_right_class(self, read):
        wrong = [(name, said) for name, expected, said in read if said is not expected]
        assert len(read) >= 480
        assert len(wrong) / len(read) <= 0.05, wrong

    def test_no_address_is_set_aside_by_mistake(self, read):
        mistakes = [
            name for name, expected, said in read if said in SETS_ASIDE and expected is not said
        ]
        assert mistakes == []

    def test_every_class_is_among_them(self, read):
        assert {expected for _, expected, _ in read} == set(Kind)

    def test_ordinary_mail_sets_nobody_aside(self):
        folder = mail_folder()
        ordinary = [
            path
            for where in ("spamassassin/t/data/nice", "mail_parser/tests/mails")
            for path in sorted((folder / where).rglob("*"))
            if path.is_file()
        ]
        assert len(ordinary) >= 40
        assert [
            path.name for path in ordinary if read_return(path.read_bytes()).kind in SETS_ASIDE
        ] == []


def returned(status: str, diagnostic: str, *, words: str = "", action: str = "failed") -> bytes:
    """A delivery status as relays write it."""
    report = (
        "Reporting-MTA: dns; relais.example\r\n\r\n"
        f"Final-Recipient: rfc822; lecteur@example.org\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: smtp; {diagnostic}\r\n"
    )
    text = words or "Votre message n'a pas pu être remis."
    return (
        "From: MAILER-DAEMON@relais.example\r\nSubject: Non remis\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f'--b\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n{text}\r\n'
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\n{report}\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("status", "diagnostic", "kind"),
    [
        ("5.1.1", "550 5.1.1 <a@example.org>: Recipient address rejected: User unknown", Kind.GONE),
        ("5.1.1", "550 5.1.1 Utilisateur inconnu", Kind.GONE),
        ("5.0.0", "550 Cette adresse n'existe pas", Kind.GONE),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", Kind.GONE),
        ("5.2.2", "552 5.2.2 La boîte aux lettres est pleine", Kind.BOX),
        ("5.0.0", "550 Boîte pleine, quota dépassé", Kind.BOX),
        ("5.7.1", "550 5.7.1 User unknown, or refused by policy", Kind.POLICY),
        ("5.1.1", "550 5.7.1 Message refusé : politique de sécurité", Kind.POLICY),
        ("5.0.0", "554 Message considéré comme indésirable", Kind.POLICY),
        ("5.1.8", "553 5.1.8 Domain of sender address does not exist", Kind.POLICY),
        ("4.4.7", "451 4.4.7 Délai expiré", Kind.TECHNICAL),
        ("5.3.4", "552 5.3.4 Message trop volumineux", Kind.TECHNICAL),
    ],
)
def test_a_report_in_french_or_english(status, diagnostic, kind):
    assert read_return(returned(status, diagnostic)).kind is kind


def test_a_delay_is_no_failure():
    assert read_return(returned("4.4.1", "timed out", action="delayed")).kind is Kind.DELAY


@pytest.mark.parametrize(
    "subject",
    ["Réponse automatique\u00a0: La lettre", "Absent du bureau : congés", "Out of office: letter"],
)
def test_out_of_office_is_ignored(subject):
    message = EmailMessage()
    message["From"], message["Subject"] = "lecteur@example.org", subject
    message["Auto-Submitted"] = "auto-replied"
    message.set_content("Je suis absent. Adresse inconnue, utilisateur inconnu, 550 5.1.1.")
    assert read_return(message.as_bytes()).kind is Kind.AWAY


@pytest.mark.parametrize("status", ["5.7.0", "5.7.1", "5.7.26", "5.7.515", "4.7.0"])
@given(text=st.text(max_size=80))
def test_a_policy_is_never_held_against_an_address(status, text):
    assert kind_of(status, f"550 {status} user unknown {text}", code=550) is Kind.POLICY


@given(status=st.sampled_from(["4.1.1", "4.2.1", "4.0.0"]), text=st.text(max_size=80))
def test_what_is_temporary_never_sets_aside(status, text):
    assert kind_of(status, f"450 {status} unknown user {text}", code=450) not in SETS_ASIDE


def test_ten_thousand_random_messages_break_nothing():
    chance = random.Random(20260317)
    head = returned("5.1.1", "550 5.1.1 user unknown")
    for number in range(10_000):
        noise = chance.randbytes(chance.randrange(200))
        # One in two is a true report with bytes changed, so that every reader is reached.
        cut = chance.randrange(len(head))
        content = noise if number % 2 else head[:cut] + noise + head[cut:]
        assert isinstance(read_return(content).kind, Kind)


def test_no_from_is_no_failure():
    """Mailman's readers stumble on it."""
    assert read_return(b"Subject: rien\r\n\r\nbonjour\r\n").kind is Kind.UNKNOWN
