"""What contributors, reviewers and speakers are told. Sentences; who owns the call sends them.

Words that a visitor typed never stand in a message: a form that writes to any address would
carry anyone's text.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from observatoire.base.registry import Notice
from observatoire.contributions.models import Call, Proposal, Speaker

FOLLOW, ANSWER = "Suivre ma proposition", "Lire la réponse"
SPEAK = "Répondre à l’invitation"
NBSP = "\u00a0"

# A signed link names a row and a number, which, once raised, closes the links already sent.
SALTS = {Proposal: "contributions.suivi", Speaker: "contributions.intervenir"}
PLACES = {Proposal: "contribuer/suivi", Speaker: "intervenir"}


def token_of(row: Proposal | Speaker) -> str:
    return signing.dumps([str(row.pk), row.link_number], salt=SALTS[type(row)])


def address_of(row: Proposal | Speaker) -> str:
    return f"{settings.SITE_ADDRESS}/{PLACES[type(row)]}/{token_of(row)}/"


def received(proposal: Proposal) -> Notice:
    call = proposal.call
    return _to_author(
        proposal,
        f"Proposition reçue{NBSP}: {call.title}",
        f"Votre proposition n°{NBSP}{proposal.number} est bien arrivée. Merci.",
        "Le lien ci-dessous vous permet de la relire, de la changer jusqu’à la fermeture de "
        "l’appel, ou de la retirer. Il est à vous seul.",
        f"Vous saurez ce qu’elle devient au plus tard le {call.answer_by:%d/%m/%Y}.",
        f"Vous n’avez rien proposé{NBSP}? Ouvrez le lien et retirez-la{NBSP}: votre adresse sera "
        "effacée.",
        word=FOLLOW,
    )


def answered(proposal: Proposal) -> Notice:
    said = {
        Proposal.Status.KEPT: "Votre proposition est retenue.",
        Proposal.Status.LATER: "Votre proposition est gardée pour une autre occasion.",
        Proposal.Status.DECLINED: "Votre proposition n’est pas retenue cette fois.",
    }
    return _to_author(
        proposal,
        f"Ce que devient votre proposition{NBSP}: {proposal.call.title}",
        said[proposal.status],
        "La réponse complète est sur votre page de suivi, où vous pouvez aussi nous répondre.",
        word=ANSWER,
    )


def word_said(proposal: Proposal) -> Notice:
    return _to_author(
        proposal,
        f"Une question sur votre proposition{NBSP}: {proposal.call.title}",
        "Les personnes qui lisent les propositions vous ont écrit.",
        "Leur message est sur votre page de suivi, et vous pouvez y répondre.",
        word=FOLLOW,
    )


def word_from_author(call: Call, to: str) -> Notice:
    return Notice(
        to=to,
        subject=f"Un auteur vous a répondu{NBSP}: {call.title}",
        sentences=("L’auteur d’une proposition a écrit sur sa page de suivi.",),
        link=("Ouvrir la relecture", f"{settings.SITE_ADDRESS}{call.get_absolute_url()}relecture/"),
    )


def invited(speaker: Speaker, occasion: str) -> Notice:
    return _to_speaker(
        speaker,
        f"Invitation à intervenir{NBSP}: {occasion}",
        f"Nous serions heureux que vous interveniez{NBSP}: {occasion}.",
        "Le lien ci-dessous ouvre votre page, sans compte ni mot de passe. Vous y direz si vous "
        "venez, comment vous présenter, ce qu’il vous faut, et si vous acceptez d’être enregistré "
        "et diffusé. Il est à vous seul.",
        word=SPEAK,
    )


def slides_awaited(speaker: Speaker, occasion: str) -> Notice:
    return _to_speaker(
        speaker,
        f"Votre support de présentation{NBSP}: {occasion}",
        "Nous n’avons pas encore reçu votre support. Votre page permet de le déposer, et de le "
        "remplacer autant de fois qu’il le faut.",
        word="Déposer mon support",
    )


def answer_awaited(speaker: Speaker, occasion: str) -> Notice:
    return _to_speaker(
        speaker,
        f"Pouvez-vous nous répondre{NBSP}? {occasion}",
        "Nous vous avons invité à intervenir, et n’avons pas encore votre réponse. Un oui ou un "
        "non nous aident autant l’un que l’autre.",
        word=SPEAK,
    )


def _to_author(proposal: Proposal, subject: str, *sentences: str, word: str) -> Notice:
    return Notice(
        to=proposal.contact_email,
        subject=subject,
        sentences=("Bonjour,", *sentences),
        link=(word, address_of(proposal)),
        is_secret=True,
    )


def _to_speaker(speaker: Speaker, subject: str, *sentences: str, word: str) -> Notice:
    return Notice(
        to=speaker.email,
        subject=subject,
        sentences=("Bonjour,", *sentences),
        link=(word, address_of(speaker)),
        is_secret=True,
    )
