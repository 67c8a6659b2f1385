"""Which of the eight hypotheses is proved, excluded or unknown, and the line that proves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from observatoire.mail.letter.checks import FREE_MAIL
from observatoire.newsletter.diagnosis.decoding import Finding, decode
from observatoire.newsletter.diagnosis.reading import ADDRESS, Message

PROVED, EXCLUDED, UNKNOWN = "prouvee", "exclue", "inconnue"
HYPOTHESES = {
    "H1": "L’adresse d’enveloppe est d’un autre domaine que l’expéditeur affiché",
    "H2": "Les liens sont récrits vers le domaine d’un prestataire",
    "H3": "Un prestataire ajoute ses en-têtes de campagne",
    "H4": "DMARC manque ou échoue, vu du dehors",
    "H5": "L’expéditeur est une adresse grand public",
    "H6": "Le message est fait d’images, ou son texte en diffère",
    "H7": "La réputation de l’envoi, ou un ralentissement, le retient",
    "H8": "Un refus de politique a été pris pour une adresse morte",
}
CAMPAIGN = (
    "x-mailin-", "x-mailjet", "x-mj-", "x-sg-", "x-mc-user", "x-mandrill", "x-sib-", "feedback-id",
    "x-csa-complaints", "x-campaign", "x-ses-", "x-mailgun", "x-rpcampaign",
)  # fmt: skip
IMAGES = (
    "HTML_IMAGE_ONLY", "HTML_SHORT_LINK_IMG", "MPART_ALT_DIFF", "EMPTY_MESSAGE", "R_PARTS_DIFFER"
)  # fmt: skip
LISTED = ("RCVD_IN_", "RBL_", "URIBL_BLACK", "URIBL_DBL", "DNSWL_BLOCKED", "R_BAD_REPUTATION")
POLICY = re.compile(r"\b5\.7\.\d+\b")
ANY_STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
TRACKING = re.compile(
    r"^(?:click|clic|track|r|links?|url\d+|em\d+)\.|sendib|mailjet|mandrillapp|list-manage|sendgrid"
)
TWO_LEVELS = re.compile(r"(?:^|\.)(?:gouv\.fr|asso\.fr|co\.uk|com\.fr)$")


@dataclass(frozen=True)
class Verdict:
    hypothesis: str
    verdict: str
    proof: str = ""

    @property
    def label(self) -> str:
        return HYPOTHESES[self.hypothesis]


@dataclass(frozen=True)
class Facts:
    message: Message
    findings: list[Finding]
    ours: frozenset[str]

    def said(self, about: str, values: Iterable[str] | None = None) -> Finding | None:
        wanted = None if values is None else set(values)
        rows = (one for one in self.findings if one.about == about)
        return next((one for one in rows if wanted is None or one.value in wanted), None)

    def rule(self, starts: tuple[str, ...]) -> Finding | None:
        rows = (one for one in self.findings if one.about == "regle")
        return next((one for one in rows if one.value.startswith(starts)), None)


def judge(message: Message, *, ours: Iterable[str] = ()) -> list[Verdict]:
    """The eight of them, in their order. `ours`: the domains that our links may lead to."""
    facts = Facts(message, decode(message), frozenset(map(organisation, ours)))
    return [Verdict(key, *rule(facts)) for key, rule in RULES.items()]


def placement_of(message: Message) -> str:
    """« indesirables », « reception », or nothing where no line says it."""
    facts = Facts(message, decode(message), frozenset())
    if facts.said("dest", "J"):
        return "indesirables"
    if facts.said("dest", "I") or facts.said("sfv", ("SFE", "SKA", "SKN", "SKQ")):
        return "reception"
    if facts.said("sa", ("oui",)) or facts.said("sfv", ("SPM", "SKB", "SKS", "BLK")):
        return "indesirables"
    scl = facts.said("scl")
    if scl:
        return "indesirables" if int(scl.value) >= 5 else "reception"
    if facts.said("rspamd", ("add header", "rewrite subject", "reject", "quarantine")):
        return "indesirables"
    return "reception" if facts.said("sa", ("non",)) else ""


def organisation(domain: str) -> str:
    """What a body registers: « lettre.service.gouv.fr » → « service.gouv.fr »."""
    parts = domain.lower().strip(". >").split(".")
    kept = 3 if TWO_LEVELS.search(".".join(parts[-2:])) else 2
    return ".".join(parts[-kept:])


def _domain(value: str) -> str:
    found = list(ADDRESS.finditer(value))
    return found[-1][1].lower() if found else ""


def _envelope(facts: Facts) -> tuple[str, str]:
    sender, path = facts.message.first("from"), facts.message.first("return-path")
    named = f"Return-Path: {path}"
    envelope = _domain(path)
    if not envelope:
        results = " ".join(facts.message.all("authentication-results"))
        given = re.search(r"smtp\.mailfrom=([^\s;]+)", results, re.I)
        named = given[0] if given else ""
        envelope = given[1].rpartition("@")[2].lower() if given else ""
    if not envelope or not _domain(sender):
        return UNKNOWN, ""
    is_same = organisation(envelope) == organisation(_domain(sender))
    return (EXCLUDED if is_same else PROVED), f"From: {sender} / {named}"


def _links(facts: Facts) -> tuple[str, str]:
    hosts = facts.message.link_hosts
    kept = facts.ours or {organisation(_domain(facts.message.first("from")))}
    if not hosts or not any(kept):
        return UNKNOWN, ""
    foreign = sorted(one for one in hosts if organisation(one) not in kept)
    rewritten = next((one for one in foreign if TRACKING.search(one)), "")
    if rewritten:
        return PROVED, f"lien vers {rewritten}"
    ours = [one for one in hosts if organisation(one) in kept]
    return (EXCLUDED, f"liens vers {ours[0]}") if ours else (PROVED, f"lien vers {foreign[0]}")


def _campaign(facts: Facts) -> tuple[str, str]:
    for name, value in facts.message.headers:
        if name.lower().startswith(CAMPAIGN):
            return PROVED, f"{name}: {value}"[:300]
    return (EXCLUDED, "") if facts.message.all("received") else (UNKNOWN, "")


def _dmarc(facts: Facts) -> tuple[str, str]:
    passed = facts.said("dmarc", ("pass",))
    weak = facts.said("raison", ("000", "001", "010"))
    failed = facts.said("dmarc", ("fail", "none", "bestguesspass", "permerror", "temperror"))
    if weak or (failed and not passed):
        return PROVED, (failed or weak).line
    return (EXCLUDED, passed.line) if passed else (UNKNOWN, "")


def _free(facts: Facts) -> tuple[str, str]:
    sender = facts.message.first("from")
    domain = _domain(sender)
    if not domain:
        return UNKNOWN, ""
    return (PROVED if domain in FREE_MAIL else EXCLUDED), f"From: {sender}"


def _images(facts: Facts) -> tuple[str, str]:
    found = facts.rule(IMAGES)
    if found:
        return PROVED, f"{found.value} dans {found.line}"[:300]
    if facts.message.words is not None and facts.message.kinds & {"text/html"}:
        if facts.message.images and facts.message.words < 20:
            return PROVED, f"{facts.message.images} image(s), {facts.message.words} mot(s)"
        return EXCLUDED, f"{facts.message.words} mots"
    tested = facts.said("regle")
    return (EXCLUDED, tested.line) if tested else (UNKNOWN, "")


def _reputation(facts: Facts) -> tuple[str, str]:
    bcl = facts.said("bcl")
    bad = facts.said("cat", ("BULK",)) or facts.rule(LISTED) or facts.said("delai")
    if bcl and int(bcl.value) >= 5:
        bad = bad or bcl
    if bad:
        return PROVED, bad.line
    good = facts.said("ipv") or bcl or facts.said("regle")
    return (EXCLUDED, good.line) if good else (UNKNOWN, "")


def _policy(facts: Facts) -> tuple[str, str]:
    """Read on a message that came back; one that arrived was not refused."""
    for name, value in facts.message.headers:
        if name.lower() in ("diagnostic-code", "status", "x-failed-recipients-reason"):
            line = f"{name}: {value}"[:300]
            if POLICY.search(value):
                return PROVED, line
            if ANY_STATUS.search(value):
                return EXCLUDED, line
    arrived = facts.said("dest") or facts.said("scl") or facts.said("sa") or facts.said("dmarc")
    return (EXCLUDED, arrived.line) if arrived else (UNKNOWN, "")


RULES: dict[str, Callable[[Facts], tuple[str, str]]] = {
    "H1": _envelope,
    "H2": _links,
    "H3": _campaign,
    "H4": _dmarc,
    "H5": _free,
    "H6": _images,
    "H7": _reputation,
    "H8": _policy,
}
