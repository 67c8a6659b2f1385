"""What is written to readers: the letter itself, its correction, and the messages around it."""

from __future__ import annotations

from django.conf import settings

from observatoire.base.registry import registry
from observatoire.mail import emails
from observatoire.mail.letter import (
    Button,
    Drawn,
    Heading,
    Item,
    Letter,
    Notice,
    Paragraph,
    draw,
)
from observatoire.newsletter.models import Issue, Line, Subscriber, Witness

WHY = (
    "Vous recevez cette lettre au titre de votre fonction ou parce que vous l’avez demandée. "
    "Un clic suffit pour ne plus la recevoir."
)
COLOURS = {"vie": "#000091", "base": "#00626a", "actualite": "#a94645"}
ZOOM = "Zoom"


def site(address: str) -> str:
    return f"{settings.SITE_ADDRESS}{address}"


def letter_of(issue: Issue) -> Letter:
    """The letter as blocks: drawn as a page and as a text from the same words."""
    kept = list(issue.lines.kept().order_by("order", "id"))
    blocks: list = [Paragraph.of(one) for one in _paragraphs(issue.introduction)]
    for part in Line.Part:
        lines = [one for one in kept if one.part == part]
        if lines:
            blocks.append(Heading(part.label, COLOURS[part]))
            blocks += [_item(issue, one) for one in lines]
    blocks.append(Button("Lire la lettre en ligne", site(issue.get_absolute_url())))
    return Letter(
        subject=issue.subject,
        title=issue.title,
        kicker=f"{issue} · {issue.period}",
        preview=issue.preview,
        blocks=tuple(blocks),
        why=WHY,
        online=site(issue.get_absolute_url()),
        list_label="La lettre électronique",
    )


def _item(issue: Issue, line: Line) -> Item:
    mark = " · ".join(one for one in (ZOOM if line.is_zoom else "", line.mark) if one)
    source = f" (Source\u00a0: {line.source})" if line.source else ""
    return Item(line.title, f"{line.text}{source}", link_of(issue, line), mark)


def link_of(issue: Issue, line: Line) -> str:
    """Our own pages are opened by a counted address, the same for every reader; others, as is."""
    if line.address.startswith("/"):
        return site(f"/lettres/{issue.number}/lire/{line.pk}/")
    return line.address


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.replace("\r", "").split("\n\n") if one.strip()]


def drawn(issue: Issue) -> Drawn:
    return draw(letter_of(issue), emails.platform(), has_list=True)


def erratum_of(issue: Issue) -> Letter:
    return Letter(
        subject=f"Correction\u00a0: {issue.subject}"[:150],
        title=f"Une correction à la {str(issue).lower()}",
        kicker=f"{issue} · {issue.period}",
        blocks=(
            Notice(issue.erratum),
            Paragraph.of("La version en ligne est corrigée. Veuillez nous excuser."),
            Button("Lire la lettre corrigée", site(issue.get_absolute_url())),
        ),
        why=WHY,
        online=site(issue.get_absolute_url()),
        list_label="La lettre électronique",
    )


def own_address(subscriber: Subscriber) -> str:
    """The page where whoever holds the link confirms, chooses themes, or leaves."""
    return site(f"/lettres/abonnement/{subscriber.token}/")


def confirm_letter(subscriber: Subscriber) -> Letter:
    return Letter(
        subject="À confirmer\u00a0: votre abonnement à la lettre",
        title="Confirmer votre abonnement",
        blocks=(
            Paragraph.of(
                "Quelqu’un, vous sans doute, a demandé que cette adresse reçoive la lettre "
                "électronique\u00a0: deux à quatre par an."
            ),
            Button("Confirmer ou renoncer", own_address(subscriber)),
            Paragraph.of(
                "Vous n’avez rien demandé\u00a0? Ne faites rien\u00a0: sans confirmation, rien "
                "n’est envoyé, et la demande est effacée dans une semaine."
            ),
        ),
        why="Ce message répond à une demande faite sur le site.",
    )


def witness_address(witness: Witness, issue: Issue) -> str:
    return site(f"/lettres/temoin/{witness.token}/{issue.number}/")


def witness_letter(witness: Witness, issue: Issue) -> Letter:
    return Letter(
        subject=f"{issue}\u00a0: où l’avez-vous trouvée\u00a0?",
        title="Où avez-vous trouvé la lettre\u00a0?",
        blocks=(
            Paragraph.of(
                f"La {str(issue).lower()} («\u00a0{issue.subject}\u00a0») vous a été envoyée. "
                "Regardez votre boîte de réception et vos indésirables, puis dites-le en un clic."
            ),
            Button("Répondre", witness_address(witness, issue)),
        ),
        why="Vous avez accepté d’être témoin de l’arrivée des lettres dans votre institution.",
    )


def invitation_of(issue: Issue, address: str, day: str) -> Letter:
    """To partners: what they published may be in the letter, if it is told in time."""
    return Letter(
        subject=f"Prochaine lettre\u00a0: vos publications, avant le {day}",
        title="Qu’avez-vous publié\u00a0?",
        kicker=f"{issue} · {issue.period}",
        blocks=(
            Paragraph.of(
                "La prochaine lettre électronique se prépare. Envoyez ce que votre institution a "
                "publié, ou les travaux à faire partager, surtout s’ils touchent aux thèmes des "
                "groupes de travail."
            ),
            Notice(f"Jusqu’au {day}."),
            Button("Proposer une publication", site(address)),
        ),
        why="Vous recevez ce message en tant que partenaire de la plateforme.",
    )


def theme_labels(keys: list[str]) -> list[str]:
    names = registry.theme_names()
    return [names[key] for key in keys if key in names]


def it_letter(domain: str, sample: str) -> list[str]:
    """To the IT service of an institution: who we are, what to let in, what to look for."""
    sender, bounces = settings.DEFAULT_FROM_EMAIL, settings.MAIL_BOUNCES_TO
    signed = (
        f"signature DKIM\u00a0: domaine {emails.our_domain()}, sélecteur "
        f"{settings.MAIL_DKIM_SELECTOR}"
        if settings.MAIL_DKIM_KEY
        else "signature DKIM\u00a0: faite par notre relais"
    )
    relay = getattr(settings.MAIL_RELAY, "host", "")
    found = [
        f"Objet\u00a0: la lettre de la plateforme n’arrive pas aux agents de {domain}",
        "Bonjour,",
        f"{settings.PLATFORM_NAME} ({settings.PLATFORM_PLACE}) envoie deux à quatre lettres par an "
        f"aux agents de {domain} qui y ont part. Elles sont refusées ou classées indésirables. "
        "Pourriez-vous chercher pourquoi, et les laisser passer\u00a0?",
        "Ce qui nous identifie\u00a0:",
        f"– adresse d’expédition\u00a0: {sender}\u00a0;",
        f"– domaine d’enveloppe (Return-Path)\u00a0: {bounces.rpartition('@')[2]}\u00a0;",
        f"– {signed}\u00a0;",
        f"– liens\u00a0: ils mènent à {settings.SITE_ADDRESS}, sans redirection par un tiers.",
        "À autoriser ensemble\u00a0: le domaine d’enveloppe et l’adresse d’expédition. Autoriser "
        "la seule adresse affichée ne suffit pas quand le filtre regarde l’enveloppe.",
    ]
    if relay:
        found.insert(-1, f"– relais\u00a0: {relay}.")
    if sample:
        found.append(
            f"À chercher dans vos journaux\u00a0: le message {sample}, que votre serveur a accepté."
        )
    return [
        *found,
        "Chaque message porte un désabonnement en un clic (RFC 8058) et aucune image de suivi. "
        f"Pour nous écrire\u00a0: {settings.CONTACT_ADDRESS}.",
    ]
