"""What the directory writes to people: sentences, ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


def personal_link(address: str) -> Letter:
    return _letter(
        f"{settings.PLATFORM_NAME} : vos données",
        "Vous avez demandé à voir ce que la plateforme sait de vous. Voici votre page "
        "personnelle :",
        address,
        "Vous y verrez ce qui est gardé, et pourrez choisir ce que vous recevez, emporter vos "
        "données ou les faire effacer. Ce lien vaut vingt-quatre heures ; ne le transmettez à "
        "personne.",
        "Vous n’avez rien demandé ? Ignorez ce message : rien n’a changé.",
    )


def erased() -> Letter:
    return _letter(
        f"{settings.PLATFORM_NAME} : vos données sont effacées",
        "Comme vous l’avez demandé, vos données sont effacées de la plateforme, et le resteront "
        "si une sauvegarde est un jour remise en place. Dans les comptes rendus publics, votre "
        "nom a laissé la place à votre fonction.",
        "Ce message est le dernier : votre adresse n’est plus gardée.",
    )


def successor(institution: str, function: str | None) -> Letter:
    """The question asked of an institution. Nobody is named: the function is."""
    what = f"la fonction « {function} »" if function else "la personne qui suivait nos travaux"
    return _letter(
        f"Qui prend la suite ? {function or institution}",
        f"L’adresse à laquelle nous écrivions pour {what} ({institution}) ne répond plus.",
        "Pourriez-vous nous indiquer qui prend la suite, avec son nom, sa fonction et son "
        "adresse électronique ? D’ici là, les convocations et les documents ne parviennent plus "
        "à votre institution.",
        "Il suffit de répondre à ce message.",
    )


def relay(institution: str) -> Letter:
    """What a partner may forward to its network; the editor writes what it is about."""
    return _letter(
        "À faire suivre : ",
        f"{settings.PLATFORM_NAME}, avec {institution}, vous signale :",
        "(écrire ici ce que vous faites connaître)",
        "Pour en savoir plus :",
    )


def _letter(subject: str, *paragraphs: str) -> Letter:
    signed = ("Bonjour,", *paragraphs, f"{settings.PLATFORM_NAME}\n{settings.CONTACT_ADDRESS}")
    return Letter(_typeset(subject), "\n\n".join(map(_typeset, signed)) + "\n")


def _typeset(text: str) -> str:
    for sign in ":;?!»":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text.replace("« ", "«\u00a0")
