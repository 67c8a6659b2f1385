"""What makes a letter land among the undesirable, said before it leaves."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from observatoire.mail.letter.blocks import (
    Button,
    Item,
    Letter,
    Link,
    Paragraph,
    Picture,
)
from observatoire.mail.letter.drawing import Drawn

CLIPPED = 100_000  # beyond, Gmail hides the end of a message, and the way to leave the list
FREE_MAIL = frozenset(
    "gmail.com outlook.com hotmail.com hotmail.fr yahoo.fr yahoo.com orange.fr wanadoo.fr free.fr "
    "laposte.net sfr.fr live.fr icloud.com".split()
)
SITE = re.compile(r"\b(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
FEW_WORDS = 20


class Unfit(Exception):
    """The letter must not leave; the sentence says why and what to do."""


def refuse_unfit(letter: Letter, *, host: str, sender: str) -> None:
    """Raises Unfit for what no letter of ours may be."""
    if letter.is_empty:
        raise Unfit("Le message est vide\u00a0: un message sans contenu ne part jamais.")
    if not letter.subject.strip():
        raise Unfit("L’objet manque\u00a0: l’écrire.")
    if sender.rpartition("@")[2].lower() in FREE_MAIL:
        raise Unfit(
            f"L’adresse d’expédition {sender} est chez un fournisseur grand public\u00a0: les "
            "messageries l’écartent. Donner à OBS_EXPEDITEUR une adresse de votre domaine."
        )
    pictures = [block for block in letter.blocks if isinstance(block, Picture)]
    if pictures and count_words(letter) < FEW_WORDS:
        raise Unfit(
            "Le message n’est qu’une image\u00a0: il serait classé indésirable, et illisible "
            "images bloquées. Écrire en toutes lettres ce qu’elle dit."
        )
    for picture in pictures:
        _check_picture(picture, host)
    for label, address in links_of(letter):
        _check_link(label, address)


def _check_picture(picture: Picture, host: str) -> None:
    if urlsplit(picture.source).netloc != host:
        raise Unfit(
            f"L’image {picture.source} est chez un autre hôte\u00a0: la déposer sur le site."
        )
    if not picture.alt.strip():
        raise Unfit(
            "Une image n’a pas de texte\u00a0: écrire ce qu’elle montre, pour qui ne la voit pas."
        )


def _check_link(label: str, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https", "mailto"}:
        raise Unfit(f"Le lien « {label} » mène à {address}\u00a0: écrire une adresse en https.")
    named = SITE.search(label)
    if named and parts.scheme != "mailto" and not _same_site(named.group(1), parts.hostname or ""):
        raise Unfit(
            f"Le lien écrit « {label} » mène ailleurs, à {parts.hostname}\u00a0: c’est ce que font "
            "les escrocs et les traceurs. Écrire l’adresse où il mène, ou des mots."
        )


def _same_site(named: str, host: str) -> bool:
    named, host = named.lower().removeprefix("www."), host.lower().removeprefix("www.")
    return named == host or host.endswith(f".{named}")


def remarks(letter: Letter, drawn: Drawn) -> list[str]:
    """What may leave, and would be better otherwise."""
    found = []
    letters = [sign for sign in letter.subject if sign.isalpha()]
    if len(letters) > 8 and all(map(str.isupper, letters)):
        found.append("L’objet est tout en capitales\u00a0: les filtres y voient de la réclame.")
    if letter.subject.count("!") > 1 or "!!" in letter.subject:
        found.append("L’objet a plusieurs points d’exclamation.")
    if len(letter.subject) > 90:
        found.append("L’objet dépasse 90 signes\u00a0: un téléphone en coupera la fin.")
    if len(drawn.html.encode()) > CLIPPED:
        found.append("Le message dépasse 100\u00a0ko\u00a0: Gmail en cachera la fin. L’alléger.")
    if any(_is_bare(address) for _, address in links_of(letter)):
        found.append("Un lien est en http, sans chiffrement.")
    return found


def _is_bare(address: str) -> bool:
    """Without encryption; the demonstration's own links lead to this machine."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "localhost"}


def count_words(letter: Letter) -> int:
    said = " ".join(
        part
        for block in letter.blocks
        if not isinstance(block, Picture)
        for value in vars(block).values()
        for part in (value if isinstance(value, tuple) else (value,))
        if isinstance(part, str) and not part.startswith(("http", "#"))
    )
    return len(said.split())


def links_of(letter: Letter) -> list[tuple[str, str]]:
    found = [
        (part.label, part.address)
        for block in letter.blocks
        if isinstance(block, Paragraph)
        for part in block.parts
        if isinstance(part, Link)
    ]
    for block in letter.blocks:
        if isinstance(block, Button):
            found.append((block.label, block.address))
        elif isinstance(block, Item | Picture) and block.address:
            found.append((block.title if isinstance(block, Item) else block.alt, block.address))
    return found
