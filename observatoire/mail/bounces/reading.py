"""What a returned message says. Never fails: whatever the bytes, there is an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from flufl.bounce import all_failures

from observatoire.mail.bounces.kinds import AWAY, Kind, kind_of

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-])")
TAGS = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]{0,2000}>", re.DOTALL | re.I)
# From here on, a return quotes what was sent: its words are not the relay's.
QUOTED = re.compile(
    r"^(?:-{2,}|_{2,}|={2,}|>)?\s*(?:original message|message (?:header|d'origine|d’origine)|"
    r"copy of (?:the|your) (?:message|letter)|this is a copy of the|below this line is a copy|"
    r"(?:here|le message).{0,20}(?:headers|ci-dessous)|returned message|"
    r"unsent message|forwarded message|message text follows|your (?:original )?message (?:follows|"
    r"reads)|headers (?:of|follow)|le message original|received: (?:from|by)|"
    r"original message headers|diagnostic information for administrators).*$",
    re.IGNORECASE | re.MULTILINE,
)
# « Diagnostic information » is kept: what follows it is the relay's own answer.
LONGEST = 20_000
SENT_BY_MACHINES = re.compile(
    r"mailer-daemon|postmaster|mail delivery|delivery subsystem|mdaemon|mail system|mailsystem|"
    r"maildelivery|<>|microsoftexchange|exchange|bounce|noreply|no-reply|daemon",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"undeliver|deliver|failure|failed|returned|non remis|échec|echec|retour|"
    r"impossible de remettre|n[’']a pas (?:pu|été)|delivery|bounce|error|rejected|"
    r"warning|mail system",
    re.IGNORECASE,
)
NOT_FAILED = {"delayed", "delivered", "relayed", "expanded"}
# Subjects that only relays write.
RETURNED = re.compile(
    r"(?:could not be|not) delivered|undeliver|delivery (?:has )?fail|failure notice|returned mail|"
    r"delivery status notification|mail delivery|n[’']a pas p?[uû] [eê]tre d[eé]livr|non remis",
    re.IGNORECASE,
)
FORWARDED = re.compile(r"(?:fwd?|tr|re)\s*:", re.IGNORECASE)  # a person's doing, not a relay's
SUBJECT = re.compile(r"^\s*(?:subject|objet)\s*:.*$", re.IGNORECASE | re.MULTILINE)
DELAYED = re.compile(
    r"will (?:continue|keep|retry|be retried|try)|warning only|still trying|delay(?:ed)?\b|"
    r"not yet been delivered|could not be delivered (?:immediately|yet)|en attente|retardé|"
    r"you do not need to resend",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Bounce:
    """`is_final`: no other attempt will be made on the way."""

    kind: Kind
    status: str = ""
    text: str = ""

    @property
    def is_final(self) -> bool:
        return self.kind not in {Kind.DELAY, Kind.AWAY, Kind.UNKNOWN, Kind.COMPLAINT}


def read_return(content: bytes) -> Bounce:
    """The class of a returned message, with the status and the words it rests on."""
    try:
        return _read(message_from_bytes(content))
    except Exception:
        # Anyone may write to this mailbox: a message made to break a reader must not stop it.
        return Bounce(Kind.UNKNOWN)


def _read(message: Message) -> Bounce:
    if report := _feedback(message) or _notification(message):
        return report
    reports = list(_recipients(message))
    if reports:
        return _from_report(message, reports)
    return _from_words(message)


def _feedback(message: Message) -> Bounce | None:
    """An abuse report (ARF, RFC 5965): a person pressed « indésirable »."""
    for part in message.walk():
        if part.get_content_type() != "message/feedback-report":
            continue
        said = _plain(part)
        kind = re.search(r"^feedback-type:\s*(\S+)", said, re.IGNORECASE | re.MULTILINE)
        named = kind.group(1).lower() if kind else "abuse"
        is_complaint = named.rstrip(";,") in {
            "abuse",
            "fraud",
            "opt-out",
            "miscategorized",
            "other",
            "complaint",
        }
        return Bounce(Kind.COMPLAINT if is_complaint else Kind.UNKNOWN, text=f"rapport {named}")
    return None


def _notification(message: Message) -> Bounce | None:
    """A provider's own way (Amazon) of telling the same things, in JSON."""
    said = _own_words(message).lstrip()
    if not said.startswith("{"):
        return None
    if re.search(r'"notificationType"\s*:\s*"Complaint"', said):
        return Bounce(Kind.COMPLAINT, text="plainte transmise par le fournisseur")
    return None


def _is_complaint(subject: str) -> bool:
    return subject.lower().startswith("complaint about message from")


def _recipients(message: Message) -> Iterator[dict[str, str]]:
    """The blocks of a delivery status (RFC 3464) that speak of a recipient."""
    for part in message.walk():
        if part.get_content_type() not in {
            "message/delivery-status",
            "message/global-delivery-status",
        }:
            continue
        for block in re.split(r"\n\s*\n", _plain(part).replace("\r\n", "\n")):
            fields = _fields(block)
            if "action" in fields or "status" in fields:
                yield fields


def _fields(block: str) -> dict[str, str]:
    unfolded = re.sub(r"\n[ \t]+", " ", block)
    pairs = (line.partition(":") for line in unfolded.split("\n"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _from_report(message: Message, reports: list[dict[str, str]]) -> Bounce:
    actions = [(one.get("action") or "failed").split()[0].lower() for one in reports]
    failed = [one for one, action in zip(reports, actions, strict=True) if action not in NOT_FAILED]
    if not failed:
        return Bounce(Kind.DELAY if "delayed" in actions else Kind.UNKNOWN)
    first = failed[0]
    diagnostic = first.get("diagnostic-code", "")
    status = _most_precise(_status(first.get("status", "")), diagnostic)
    text = diagnostic or _own_words(message)
    kind = kind_of(status, text, code=_code(diagnostic))
    if kind is Kind.UNKNOWN:
        # The report says little: what the relay wrote for people says more.
        kind = kind_of(status, _own_words(message))
    return Bounce(kind, status, text[:500])


def _most_precise(status: str, diagnostic: str) -> str:
    """The far relay's own status, where the near one only guessed from « 550 »."""
    said = STATUS.findall(diagnostic)
    if not said:
        return status
    policy = next((one for one in said if one[2:].startswith("7.")), "")
    return policy or said[0] if not said[0].endswith(".0.0") or not status else status


def _status(text: str) -> str:
    found = STATUS.search(text)
    return found.group(1) if found else ""


def _code(text: str) -> int | None:
    found = CODE.search(text)
    return int(found.group(1)) if found else None


def _from_words(message: Message) -> Bounce:
    """No report: the words of the relay, and what Mailman's readers find in them."""
    subject, said = _subject(message), _own_words(message)
    if _is_complaint(subject):
        return Bounce(Kind.COMPLAINT, text=subject[:200])
    if _is_away(message, subject):
        return Bounce(Kind.AWAY, text=subject[:200])
    temporary, permanent = _by_flufl(message)
    if not (temporary or permanent or _looks_returned(message, subject)):
        return Bounce(Kind.UNKNOWN)
    status = _most_precise("", said)
    kind = kind_of(status, said, code=_code(said))
    if DELAYED.search(f"{subject}\n{said}") and (temporary or not permanent):
        kind = Kind.DELAY
    elif kind is Kind.UNKNOWN and temporary and not permanent:
        kind = Kind.DELAY
    return Bounce(kind, status, " ".join(said.split())[:500])


def _by_flufl(message: Message) -> tuple[set, set]:
    try:
        return all_failures(message)
    except Exception:
        # Known to stumble on a message without « From », among others.
        return set(), set()


def _is_away(message: Message, subject: str) -> bool:
    automatic = str(message.get("Auto-Submitted", "")).lower()
    if automatic.startswith("auto-replied") and not FAILED.search(subject):
        return True
    asks = message.get("X-Autoreply") or message.get("X-Autorespond") or message.get("X-Vacation")
    return bool(asks or AWAY.search(subject))


def _looks_returned(message: Message, subject: str) -> bool:
    sender = f"{message.get('From', '')} {message.get('Return-Path', '')}"
    if FORWARDED.match(subject):
        return False
    if message.get("X-Failed-Recipients") or RETURNED.search(subject):
        return True
    return bool(
        SENT_BY_MACHINES.search(sender)
        and (FAILED.search(subject) or RETURNED.search(_own_words(message)))
    )


def _subject(message: Message) -> str:
    raw = str(message.get("Subject", ""))
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError):
        return raw


def _own_words(message: Message) -> str:
    """What the relay wrote, without the message it returns."""
    pieces = []
    for part in _first_parts(message):
        text = _plain(part)
        if part.get_content_subtype() == "html":
            text = TAGS.sub(" ", text)
        pieces.append(text[:LONGEST])
        if part.get_content_subtype() == "plain" and len(text.strip()) > 40:
            break
    # The subject that a relay recalls is ours: « virus » in it says nothing of the refusal.
    return _before_quotation(SUBJECT.sub("", "\n".join(pieces)))


def _first_parts(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            return
        if part.get_content_maintype() == "text":
            yield part


def _before_quotation(text: str) -> str:
    found = QUOTED.search(text)
    if found is None or found.start() < 60:
        return text[:4000]
    if "diagnostic information" in found.group().lower():
        return text[: found.start() + 2000][:4000]
    return text[: found.start()][:4000]


def _plain(part: Message) -> str:
    """The text of a part, whatever it says of its own encoding."""
    if part.is_multipart():
        return "\n\n".join(
            "\n".join(f"{name}: {_decoded(value)}" for name, value in one.raw_items())
            for one in part.get_payload()
            if isinstance(one, Message)
        )
    content = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _decoded(value: object) -> str:
    """A field of a report may hold plain UTF-8, which no standard of its time allowed."""
    raw = str(value).encode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "replace")
