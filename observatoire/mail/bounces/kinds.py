"""Why a message was refused or came back: an enhanced status first, then words, in two languages.

The one mistake that must not be made is to hold against an address a refusal that was aimed at
us: any sign of a policy wins over every sign of a missing mailbox.
"""

from __future__ import annotations

import re
from enum import Enum


class Kind(Enum):
    """A class, and its words. Only GONE and COMPLAINT can set an address aside."""

    GONE = ("definitif", "l’adresse n’existe pas")
    BOX = ("boite", "boîte pleine ou fermée")
    POLICY = ("politique", "refus de politique")
    COMPLAINT = ("plainte", "signalé comme indésirable")
    DELAY = ("retard", "pas encore remis")
    AWAY = ("absence", "réponse automatique")
    TECHNICAL = ("technique", "empêchement technique")
    UNKNOWN = ("inconnu", "sans conclusion")

    def __new__(cls, value: str, label: str):
        one = object.__new__(cls)
        one._value_ = value
        one.label = label
        return one


def _words(*patterns: str) -> re.Pattern:
    return re.compile("|".join(patterns), re.IGNORECASE)


POLICY = _words(
    r"\bspam\b|\bspam[-_ ]|junk mail|bulk e?-?mail|unsolicited|indésirable|pourriel",
    r"block(?:ed)? (?:list|using|by|for|because)|blocked|black ?list|block ?list|blacklisté|dnsbl|\brbl\b",
    r"spamhaus|spamcop|sorbs|barracuda|senderbase|cloudmark|mailspike|proofpoint",
    r"reputation|réputation|\bpolicy|policies|politique de sécurité|security (?:reason|violation)",
    r"\bdmarc\b|\bspf\b|\bdkim\b|unauthenticated|not? authenticat|authentication (?:check|required)",
    r"relay(?:ing)? (?:access )?(?:denied|not)|unable to relay|not allowed to relay|cannot relay",
    r"not permitted to relay|relaying denied|we do not relay|without reverse|reverse dns|\bptr\b",
    r"no ptr|rdns|content (?:rejected|filter)|rejected (?:for|due to|by).{0,30}(?:content|virus)",
    r"\bvirus(?:es)?\b|malware|phish|infected|forbidden (?:file|attachment)|banned|dangerous|attachment.{0,30}not",
    r"access denied|accès refusé|permission denied|not authori[sz]ed|n’est pas autorisé",
    r"n'est pas autorisé|sender.{0,20}(?:denied|rejected|refused)|refus de votre|helo.{0,20}reject",
    r"too many (?:recipients|messages|connections)|rate limit|throttl|message rejected as",
    r"temporarily deferred due to user complaints|complaints|abuse|administrative prohibition",
    r"administratively|prohibited|only accepts mail from|restricted|delivery not authorized",
    r"message filtered|ofr_?506|mail rejet|domain[- ]filter|rejected by (?:the )?(?:domain|destination domain|filter)",
    r"recipient preferences|not accepting (?:e-?)?mail from|\bSC-00\d|messages from \d",
    r"(?<!not )listed (?:at|in|on)|bad (?:helo|ehlo|sender)|forged|spoof|challenge|whitelist|verify your",
)
BOX = _words(
    r"quota|mailbox (?:is )?full|mail ?box.{0,20}(?:full|exceed|limit)|mailfolder is full",
    r"over ?limit|insufficient (?:disk|storage|space)|out of (?:disk )?space|disk (?:quota|full)",
    r"boîte.{0,40}pleine|boite.{0,40}pleine|espace (?:disque )?insuffisant|exceeded (?:its )?storage",
    r"storage (?:space|limit)|mailbox size limit|too much mail data|inbox is full|disk space",
    r"(?:account|mailbox|user|compte|boîte).{0,60}(?:disabled|suspend|inactive|désactivé|suspendu)",
    r"not accepting (?:any )?(?:e?-?mail|messages)|disabled (?:due to|account|mailbox)|mailbox disabled",
    r"(?:account|mailbox|user).{0,40}temporarily (?:unavailable|disabled|locked)|deactivated|has been (?:disabled|suspended)",
    r"mailbox is frozen|has not been collected|mail ?box space|accounts? is (?:over|disabled)",
    r"dormant|extended inactivity|account is (?:locked|frozen)",
)
GONE = _words(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox|person|address|local|account)",
    r"(?:user|mailbox|recipient|account|address|addressee).{0,80}(?:does not|doesn[’']?t|do not) exist",
    r"(?:does not|doesn[’']?t) have an? (?:\S+ )?(?:account|mailbox)|no mailbox (?:here|by|found)",
    r"(?:user|mailbox|recipient|account|address|name).{0,60}(?:not found|unknown|invalid)",
    r"(?:unknown|invalid|undeliverable|bad|non[- ]?existent|unrouteable|unroutable) (?:or illegal )?"
    r"(?:local[- ]part|recipient|user|mailbox|address|account|alias|destination)",
    r"not a (?:valid|known) (?:user|mailbox|recipient)|not a valid mailbox|is not (?:a )?known",
    r"recipient (?:address )?rejected: (?:user|undeliverable|unknown|no such|invalid)",
    r"not (?:listed|found) in|isn[’']?t in|not our customer|no longer (?:valid|in use|active|works|at)",
    r"could ?n[’']?o?t be (?:found|located)|unable to (?:find|locate)|no account|nobody here",
    r"n[’']existe (?:pas|plus)|inconnue?\b|introuvable|plus valide|adresse.{0,20}(?:erronée|invalide)",
    r"aucun (?:utilisateur|compte|abonné)|unknown (?:local|in)|mailbox unavailable|no users? here",
    r"does not like recipient|resolver\.adr|recipnotfound|recipientnotfound|not a user|no valid rec",
    r"unknown or|person.{0,30}(?:left|not here)|nosuchuser|not exist",
    r"host (?:or domain name )?(?:unknown|not found)|domain (?:name )?not found|unknown (?:host|domain)",
    r"domain.{0,40}(?:does not exist|not exist|doesn[’']?t exist)|nxdomain|no such domain",
    r"couldn[’']?t find (?:any )?host|non[- ]?existent domain|bad destination",
    r"is not a local|user not|unknown address|not listed|wasn[’']t found|invalid domain|host \S+ not found",
    r"incorrectly constructed|no longer on server|does not have an account|not our user",
    r"invalid final delivery userid|no matches to nameserver|(?:recipient|address|user).{0,40}not recogni[sz]ed",
    r"5\.1\.0 address rejected|final email delivery point|did not exactly match",
)
TECHNICAL = _words(
    r"timed? ?out|time-?out|connection (?:refused|dropped|lost|reset|failed|closed)|unreachable",
    r"loop|too many hops|hop count|message (?:size|too (?:big|large))|too (?:large|big)|exceed.{0,30}size",
    r"size limit|maximum size|local configuration|configuration error|mail server|no route|i/o error",
    r"could not be delivered within|retry time|expired|queue|not available|service (?:unavailable|not)",
    r"protocol|syntax|8bit|8-bit|bare lf|line too long|tls|name server|null mx|mx record|try again",
    r"temporary|temporarily|délai|trop (?:gros|volumineux)|unable to connect|cannot connect|conversion",
    r"accept our requests to connect|socket error|currently unavailable|service refus|not responding",
    r"lock failure|error while writing|could not load|not implemented|could not find a gateway",
    r"(?:delivery failed|after) \d+ attempts|maximum delivery attempts|no smtp service|misconfigured",
    r"not delivered within|domain is not reachable|pipe to \||command output|program failure",
    r"system (?:error|resources|not capable)|internal error|filesystem|cannot open|cannot create",
)
AWAY = _words(
    r"out of (?:the )?office|vacation|automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder)",
    r"autoreply|réponse automatique|reponse automatique|absence|absent du bureau|congés|absent[e]?\b",
    r"away from|on leave|maternity|abwesen|automatische antwort",
)
# What an enhanced status says by itself, the most precise first.
BY_STATUS = (
    (re.compile(r"[45]\.7\.\d+"), Kind.POLICY),
    (re.compile(r"[45]\.1\.[78]"), Kind.POLICY),  # our own address is refused
    (re.compile(r"5\.1\.(?:1|2|3|4|6|10)"), Kind.GONE),
    (re.compile(r"[45]\.2\.[12]"), Kind.BOX),
    (re.compile(r"[45]\.(?:3|4|5|6)\.\d+"), Kind.TECHNICAL),
)


# The refusal answers what we are, or what we wrote: the recipient has nothing to do with it.
OF_SENDER = _words(
    r"(?:after|in reply to|response to|reply to) (?:pipelined )?mail from|sender was rejected",
    r"unrout(?:e)?able sender|sender (?:address|domain).{0,40}(?:not exist|unknown|not found|invalid)",
    r"after initial connection|domain of sender|but sender was|my name was rejected|unverifyable sending|purported responsible",
    r"from: domain is|header error|sender verify failed|invalid sender|return path|mailfrom domain",
)
OF_CONTENT = _words(
    r"(?:after|in reply to) end of data|final data|after i sent the message|end of data command",
)
LOOP = _words(r"\bloop")
NO_DOMAIN = _words(r"nxdomain")
BUSY = _words(r"service refus")  # Orange and La Poste slow us down; no mailbox is at fault
# « It may not exist, or you may not write to it »: nothing can be concluded.
NEITHER = _words(r"may not exist, or|n['’]existe pas ou que vous|quizás no exista")


def kind_of(status: str, text: str, *, code: int | None = None) -> Kind:
    """The class of one refusal. A policy, however it is said, is never held against the address."""
    if NEITHER.search(text) and not status:
        return Kind.UNKNOWN
    if OF_SENDER.search(text) and not status.startswith(("5.1.1", "5.2.", "4.2.")):
        return Kind.POLICY
    by_status = next((kind for said, kind in BY_STATUS if said.fullmatch(status)), None)
    if by_status is Kind.POLICY or (POLICY.search(text) and not _is_plain_gone(status, text)):
        return Kind.POLICY
    if by_status is Kind.BOX and BUSY.search(text):
        return Kind.TECHNICAL
    if by_status is Kind.GONE and LOOP.search(text) and not GONE.search(text):
        return Kind.TECHNICAL  # sendmail says « 5.1.1 » of an alias that goes round
    if by_status is Kind.GONE and BOX.search(text) and not GONE.search(text):
        return Kind.BOX
    if by_status in {Kind.TECHNICAL, None}:
        by_words = _by_words(text)
        is_temporary = status.startswith("4") or (code is not None and 400 <= code < 500)
        is_temporary = is_temporary and not NO_DOMAIN.search(text)
        if by_words is Kind.GONE and (is_temporary or OF_CONTENT.search(text)):
            return Kind.TECHNICAL
        # Words are more precise than « 5.0.0 » or a relay's own « 5.5.0 ».
        by_status = by_words or by_status
    return by_status or Kind.UNKNOWN


def _is_plain_gone(status: str, text: str) -> bool:
    """« 550 5.1.1 User unknown » stays so, though its page of help speaks of policies."""
    said = GONE.search(text)
    against = POLICY.search(text)
    return bool(status in {"5.1.1", "5.1.10", "5.1.6"} and said and said.start() < against.start())


def _by_words(text: str) -> Kind | None:
    for words, kind in ((BOX, Kind.BOX), (GONE, Kind.GONE), (TECHNICAL, Kind.TECHNICAL)):
        if words.search(text):
            return kind
    return None
