"""What the screens of mail show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from observatoire.directory.models import AuditLine
from observatoire.mail.models import Exclusion, Mailing, Message

State = Message.State
WORDS = {
    "preparer_envoi": "a préparé l’envoi",
    "confirmer_envoi": "a confirmé l’envoi",
    "deprogrammer_envoi": "a déprogrammé l’envoi",
    "suspendre_envoi": "a mis l’envoi en pause",
    "reprendre_envoi": "a repris l’envoi",
    "annuler_envoi": "a annulé l’envoi",
    "essayer_envoi": "a envoyé un essai",
}
PROGRAM = "La plateforme"


@dataclass(frozen=True)
class Tally:
    label: str
    number: int
    state: str = ""


@dataclass(frozen=True)
class Account:
    """Candidates = messages + exclusions, as shown: the sum is made here, not assumed."""

    candidates: int
    messages: int
    exclusions: tuple[Tally, ...]
    states: tuple[Tally, ...]

    @property
    def left_out(self) -> int:
        return sum(one.number for one in self.exclusions)

    @property
    def is_right(self) -> bool:
        return self.candidates == self.messages + self.left_out


def present_account(mailing: Mailing, tallies: dict[str, int], left_out: dict[str, int]) -> Account:
    return Account(
        candidates=mailing.candidates,
        messages=sum(tallies.values()),
        exclusions=tuple(
            Tally(reason.label, left_out[reason.value])
            for reason in Exclusion.Reason
            if left_out.get(reason.value)
        ),
        states=tuple(
            Tally(state.label, tallies[state.value], state.value)
            for state in State
            if tallies.get(state.value)
        ),
    )


def present_history(lines: Sequence[AuditLine]) -> list[dict]:
    return [
        {"at": line.at, "who": line.by or PROGRAM, "what": WORDS.get(line.verb, line.verb)}
        for line in lines
    ]


@dataclass(frozen=True)
class Shown:
    """A message as its reader's program shows it, and as it travels."""

    headers: tuple[tuple[str, str], ...]
    html: str
    text: str
    size: int


def present_message(content: bytes) -> Shown:
    read = message_from_bytes(content, policy=default)
    page, plain = read.get_body(("html",)), read.get_body(("plain",))
    return Shown(
        headers=tuple((name, str(value)) for name, value in read.items()),
        html=page.get_content() if page else "",
        text=plain.get_content() if plain else "",
        size=len(content),
    )
