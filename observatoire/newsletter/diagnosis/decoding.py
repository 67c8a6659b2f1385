"""What filters write on a message, in French: one finding for each thing they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from observatoire.newsletter.diagnosis.reading import Message

PAIR = re.compile(r"\b([A-Za-z]{2,12})\s*[:=]\s*([^;\s]+)")
RESULT = re.compile(
    r"\b(spf|dkim|dmarc|compauth|arc)\s*=\s*([a-z]+)((?:\s*\([^)]{0,300}\))?[^;]{0,300})", re.I
)
REASON = re.compile(r"\breason\s*=\s*\"?(\d{3})")
SCORE = re.compile(r"\bscore\s*=\s*(-?\d+(?:\.\d+)?)", re.I)
TESTS = re.compile(r"\btests\s*=\s*\[?([^\]=]*)", re.I)
RULE = re.compile(r"\b[A-Z][A-Z0-9_]{2,40}\b")
RSPAMD = re.compile(r"\[\s*(-?\d+(?:\.\d+)?)\s*/\s*(-?\d+(?:\.\d+)?)\s*\]")
SLOW_SECONDS = 1800
CATEGORIES = {
    "AMP": "logiciel malveillant",
    "BIMP": "usurpation de marque",
    "BULK": "envoi en nombre",
    "DIMP": "usurpation de domaine",
    "FTBP": "pièce jointe interdite",
    "GIMP": "usurpation d’une personne connue",
    "HPHSH": "hameçonnage très probable",
    "HPHISH": "hameçonnage très probable",
    "HSPM": "indésirable très probable",
    "INTOS": "hameçonnage interne",
    "MALW": "logiciel malveillant",
    "OSPM": "indésirable sortant",
    "PHSH": "hameçonnage",
    "SAP": "pièce jointe dangereuse",
    "SPM": "indésirable",
    "SPOOF": "expéditeur usurpé",
    "UIMP": "usurpation d’un utilisateur",
    "NONE": "rien à signaler",
}
VERDICTS = {
    "NSPM": "jugé légitime",
    "SPM": "jugé indésirable",
    "BLK": "bloqué par le destinataire lui-même",
    "SFE": "expéditeur autorisé par le destinataire",
    "SKA": "autorisé par une règle de l’institution",
    "SKB": "bloqué par une règle de l’institution",
    "SKI": "message interne",
    "SKN": "laissé passer avant tout filtre",
    "SKS": "marqué indésirable par une règle de transport de l’institution",
    "SKQ": "libéré de la quarantaine",
}
DELIVERED = {"J": "courrier indésirable", "I": "boîte de réception", "C": "un dossier choisi"}
COMPAUTH = {
    "000": "l’authentification échoue, dit le domaine lui-même",
    "001": "l’authentification échoue\u00a0: enregistrements absents ou faibles",
    "002": "une règle de l’institution refuse cet expéditeur",
    "010": "usurpation de son propre domaine",
    "130": "une chaîne ARC de confiance l’emporte",
}
OTHERS = {
    "Vade": ("x-vr-", "x-vade", "x-ovh-spam"),
    "Cisco IronPort": ("x-ironport", "x-ipas"),
    "Proofpoint": ("x-proofpoint", "x-pmx"),
    "Mailinblack": ("x-mailinblack", "x-mib-"),
    "Barracuda": ("x-barracuda",),
}


@dataclass(frozen=True)
class Finding:
    """`about` is a short key for rules, `value` what it says, `sentence` the same in French."""

    about: str
    value: str
    sentence: str
    line: str


def decode(message: Message) -> list[Finding]:
    found: list[Finding] = []
    for name, value in message.headers:
        low = name.lower()
        line = f"{name}: {value}"[:500]
        reader = READERS.get(low)
        if reader:
            found += reader(value, line)
        for filter_name, starts in OTHERS.items():
            if low.startswith(starts):
                sentence = f"{filter_name} a écrit une ligne dont le sens n’est pas public"
                found.append(Finding("autre", filter_name, sentence, line))
    return found + _delays(message)


def _results(value: str, line: str) -> list[Finding]:
    """Standard or Microsoft’s, with or without the name of who checked."""
    found = []
    for match in RESULT.finditer(value):
        method, said, rest = match[1].lower(), match[2].lower(), match[3]
        sentence = f"{method.upper()}\u00a0: {said}"
        if method == "compauth":
            reason = REASON.search(rest)
            code = reason[1] if reason else ""
            words = COMPAUTH.get(code, f"raison {code}" if code else "sans raison donnée")
            found.append(Finding("raison", code, f"Microsoft\u00a0: {words}", line))
        found.append(Finding(method, said, sentence, line))
    return found


def _forefront(value: str, line: str) -> list[Finding]:
    found = []
    for key, said in PAIR.findall(value):
        key, said = key.upper(), said.upper()
        if key == "CAT":
            found.append(Finding("cat", said, f"Catégorie\u00a0: {_of(CATEGORIES, said)}", line))
        elif key == "SFV":
            found.append(Finding("sfv", said, f"Microsoft 365\u00a0: {_of(VERDICTS, said)}", line))
        elif key == "SCL":
            found += _scl(said, line)
        elif key == "SRV" and said == "BULK":
            found.append(Finding("cat", "BULK", "Tenu pour un envoi en nombre", line))
        elif key == "SFTY":
            found.append(Finding("sfty", said, f"Alerte d’hameçonnage {said}", line))
        elif key == "IPV" and said == "CAL":
            found.append(Finding("ipv", said, "L’adresse IP est autorisée par l’institution", line))
    return found


def _scl(value: str, line: str) -> list[Finding]:
    number = _whole(value)
    if number is None:
        return []
    words = "laissé passer" if number < 0 else "boîte de réception" if number < 5 else "indésirable"
    return [Finding("scl", str(number), f"Note d’indésirable {number}\u00a0: {words}", line)]


def _antispam(value: str, line: str) -> list[Finding]:
    found = []
    for key, said in PAIR.findall(value):
        number = _whole(said)
        if key.upper() == "BCL" and number is not None:
            sentence = f"Plaintes sur les envois de cette source\u00a0: {number} sur 9"
            found.append(Finding("bcl", str(number), sentence, line))
    return found


def _delivery(value: str, line: str) -> list[Finding]:
    found = []
    for key, said in PAIR.findall(value):
        if key.lower() == "dest":
            words = f"Remis dans\u00a0: {_of(DELIVERED, said.upper())}"
            found.append(Finding("dest", said.upper(), words, line))
        elif key.upper() == "OFR" and "CUSTOMRULES" in said.upper():
            words = "Une règle du destinataire a décidé"
            found.append(Finding("ofr", "CUSTOMRULES", words, line))
    return found


def _status(value: str, line: str) -> list[Finding]:
    is_spam = value.strip().lower().startswith("yes")
    score, tests = SCORE.search(value), TESTS.search(value)
    words = f"SpamAssassin\u00a0: {'indésirable' if is_spam else 'accepté'}"
    found = [Finding("sa", "oui" if is_spam else "non", words, line)]
    if score:
        found.append(Finding("sa_note", score[1], f"Note de SpamAssassin\u00a0: {score[1]}", line))
    names = RULE.findall(tests[1]) if tests else []
    return found + [Finding("regle", one, f"Règle {one}", line) for one in names]


def _rspamd(value: str, line: str) -> list[Finding]:
    is_spam = "true" in value.lower().split("[")[0]
    score = RSPAMD.search(value)
    note = f", {score[1]} sur {score[2]}" if score else ""
    words = f"rspamd\u00a0: {'indésirable' if is_spam else 'accepté'}{note}"
    found = [Finding("sa", "oui" if is_spam else "non", words, line)]
    names = re.findall(r"\b([A-Z][A-Z0-9_]{3,40})\s*\(", value)
    return found + [Finding("regle", one, f"Règle {one}", line) for one in names]


def _flag(value: str, line: str) -> list[Finding]:
    is_spam = value.strip().lower().startswith(("yes", "oui", "true"))
    said = "oui" if is_spam else "non"
    return [Finding("sa", said, "Marqué indésirable" if is_spam else "Non marqué", line)]


def _arc(value: str, line: str) -> list[Finding]:
    said = re.search(r"\bcv\s*=\s*([a-z]+)", value, re.I)
    return [Finding("arc", said[1].lower(), f"ARC\u00a0: {said[1].lower()}", line)] if said else []


def _delays(message: Message) -> list[Finding]:
    """Between hops, from the first relay to the last; a clock that is wrong tells nothing."""
    hops = []
    for value in reversed(message.all("received")):
        moment = _moment(value.rpartition(";")[2])
        if moment:
            hops.append((moment, f"Received: {value}"[:500]))
    found = []
    for (before, _), (after, line) in zip(hops, hops[1:], strict=False):
        seconds = (after - before).total_seconds()
        if seconds >= SLOW_SECONDS:
            words = f"Retenu {int(seconds // 60)}\u00a0min entre deux relais"
            found.append(Finding("delai", str(int(seconds)), words, line))
    return found


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text.strip()[:80])
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else None


def _of(table: dict[str, str], key: str) -> str:
    return table.get(key, key)


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,2}", text) else None


READERS = {
    "authentication-results": _results,
    "arc-authentication-results": lambda value, line: [],
    "x-forefront-antispam-report": _forefront,
    "x-microsoft-antispam": _antispam,
    "x-ms-exchange-organization-scl": _scl,
    "x-microsoft-antispam-mailbox-delivery": _delivery,
    "x-spam-status": _status,
    "x-spam-flag": _flag,
    "x-spamd-result": _rspamd,
    "x-rspamd-action": lambda value, line: [
        Finding("rspamd", value.strip().lower(), f"rspamd décide\u00a0: {value.strip()}", line)
    ],
    "arc-seal": _arc,
}
