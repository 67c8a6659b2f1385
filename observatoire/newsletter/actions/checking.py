"""What is looked at before a letter leaves: what refuses it, what would be better, what is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone

from observatoire.base.registry import Ref, registry
from observatoire.mail import emails as outbox
from observatoire.mail.letter import Drawn, Letter, Unfit, draw, refuse_unfit, remarks
from observatoire.mail.letter.checks import count_words, links_of
from observatoire.mail.models import Mailing, Message
from observatoire.newsletter import emails
from observatoire.newsletter.adapters import names, spam
from observatoire.newsletter.models import Issue, Line

REFUSED, WARNED, GOOD = "refus", "attention", "bon"
MOST_BYTES = 80_000
BEST_SCORE, WORST_SCORE = 1.0, 5.0
SHORTENERS = frozenset(
    "bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly lnkd.in cutt.ly rebrand.ly urlz.fr".split()
)


@dataclass(frozen=True)
class Check:
    level: str
    sentence: str
    remedy: str = ""


def check_issue(issue: Issue, *, with_filter: bool = False) -> list[Check]:
    """A letter as it would leave now; with the spam filter of this machine when asked."""
    letter = emails.letter_of(issue)
    drawn = draw(letter, outbox.platform(), has_list=True)
    found = [*_parts(issue), *_dead(issue), *check_letter(letter, drawn)]
    if with_filter:
        found += check_score(spam.score(bytes_of(letter, drawn)))
    return found


def check_letter(letter: Letter, drawn: Drawn) -> list[Check]:
    """What no letter may be, then what one had better not be."""
    host = urlsplit(settings.SITE_ADDRESS).netloc
    try:
        refuse_unfit(letter, host=host, sender=settings.DEFAULT_FROM_EMAIL)
        found = [Check(GOOD, "Rien n’interdit le départ\u00a0: objet, expéditeur, images, liens.")]
    except Unfit as unfit:
        found = [Check(REFUSED, str(unfit))]
    found += [Check(WARNED, one) for one in remarks(letter, drawn)]
    return [*found, *_weight(drawn), *_same_words(letter, drawn), *_links(letter)]


def _weight(drawn: Drawn) -> list[Check]:
    size = len(drawn.html.encode())
    shown = f"La page du courriel pèse {size // 1000}\u00a0ko"
    if size > MOST_BYTES:
        remedy = "Raccourcir des textes, ou écarter des lignes\u00a0: elles restent sur le site."
        return [Check(WARNED, f"{shown}, plus de 80.", remedy)]
    return [Check(GOOD, f"{shown}, moins de 80\u00a0: aucune messagerie ne la coupe.")]


def _same_words(letter: Letter, drawn: Drawn) -> list[Check]:
    said, wanted = len(drawn.text.split()), count_words(letter)
    if said < wanted * 0.8:
        return [Check(REFUSED, "La version en texte ne dit pas la même chose que la page.")]
    return [Check(GOOD, f"La version en texte dit la même chose, en {said} mots.")]


def _links(letter: Letter) -> list[Check]:
    found, foreign = [], set()
    ours = urlsplit(settings.SITE_ADDRESS).hostname
    for label, address in links_of(letter):
        host = (urlsplit(address).hostname or "").lower().removeprefix("www.")
        if host in SHORTENERS:
            sentence = (
                f"Le lien « {label} » est raccourci par {host}\u00a0: les filtres l’écartent."
            )
            found.append(Check(REFUSED, sentence, "Écrire l’adresse où il mène."))
        elif host and host != ours:
            foreign.add(host)
    if foreign:
        named = ", ".join(sorted(foreign))
        found.append(Check(GOOD, f"Liens vers d’autres sites, écrits tels quels\u00a0: {named}."))
    return found


def _parts(issue: Issue) -> list[Check]:
    said = set(issue.lines.kept().values_list("part", flat=True))
    empty = [part.label for part in Line.Part if part.value not in said]
    return [Check(WARNED, f"La partie «\u00a0{one}\u00a0» ne dit rien.") for one in empty]


def _dead(issue: Issue) -> list[Check]:
    """Lines whose object is no longer there, or whose page of ours does not exist."""
    found = []
    for line in issue.lines.kept().order_by("part", "order", "id"):
        gone = line.ref_key and not line.ref_kind == "proposition" and not _is_there(line)
        if gone or not _leads_somewhere(line.address):
            remedy = "L’écarter, ou changer son adresse."
            sentence = f"«\u00a0{line.title}\u00a0» mène à une page qui n’existe pas, ou plus."
            found.append(Check(REFUSED, sentence, remedy))
    return found or [Check(GOOD, "Chaque ligne mène à une page du site qui existe.")]


def _is_there(line: Line) -> bool:
    if line.ref_kind not in registry.resolvers:
        return True
    card = registry.resolve(Ref(line.ref_kind, line.ref_key))
    return card is not None and card.visibility == "public" and not card.group


def _leads_somewhere(address: str) -> bool:
    if not address.startswith("/"):
        return True
    try:
        resolve(urlsplit(address).path)
    except Resolver404:
        return False
    return True


def check_score(found: spam.Score | None) -> list[Check]:
    if found is None:
        remedy = "L’administrateur peut installer SpamAssassin."
        return [Check(WARNED, "Aucun filtre n’a donné de note sur cette machine.", remedy)]
    shown = f"{found.number:.1f}".replace(".", ",")
    sentence = f"SpamAssassin donne {shown} (indésirable à partir de 5)."
    remedy = f"Règles\u00a0: {', '.join(found.rules)}." if found.rules else ""
    level = GOOD if found.number <= BEST_SCORE else WARNED
    return [Check(REFUSED if found.number >= WORST_SCORE else level, sentence, remedy)]


def bytes_of(letter: Letter, drawn: Drawn) -> bytes:
    """The message as it would leave, to a reader who does not exist."""
    mailing = Mailing(
        subject=letter.subject,
        list_name="lettre",
        list_label=letter.list_label,
        html=drawn.html,
        text=drawn.text,
    )
    nobody = UUID(int=1, version=4)
    message = Message(
        id=nobody,
        mailing=mailing,
        mailbox="lecteur@example.org",
        subject=letter.subject,
        list_token="0" * 40,
        message_id=outbox.message_id_of(nobody),
    )
    return outbox.write_one(mailing, message, now=timezone.now().astimezone(UTC))


def check_domains(*, resolver=None) -> list[names.Answer]:
    """The domain we write from, that of our envelope, that of our site: each one once."""
    selector = settings.MAIL_DKIM_SELECTOR if settings.MAIL_DKIM_KEY else ""
    envelope = settings.MAIL_BOUNCES_TO.rpartition("@")[2]
    site = urlsplit(settings.SITE_ADDRESS).hostname or ""
    asked = dict.fromkeys(one for one in (outbox.our_domain(), envelope, site) if "." in one)
    found = []
    for domain in asked:
        if not domain.replace(".", "").isdigit():
            own = selector if domain == outbox.our_domain() else ""
            found += names.look(domain, selector=own, resolver=resolver)
    return found
