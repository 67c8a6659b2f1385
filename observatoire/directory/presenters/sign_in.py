"""What the pages of the sign-in need."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache

from observatoire.directory.adapters.second_factor import SecondFactorAdapter
from observatoire.directory.queries.account import accounts_to_try


@dataclass(frozen=True)
class Keys:
    """What opens an account besides its mailbox."""

    has_password: bool
    has_application: bool
    passkeys: tuple[str, ...]
    is_protected: bool


def present_keys(person) -> Keys:
    rows = list(Authenticator.objects.filter(user=person).order_by("pk"))
    types = {row.type for row in rows}
    passkeys = tuple(str(row) for row in rows if row.type == Authenticator.Type.WEBAUTHN)
    return Keys(
        has_password=person.has_usable_password(),
        has_application=Authenticator.Type.TOTP in types,
        passkeys=passkeys,
        is_protected=bool(types - {Authenticator.Type.RECOVERY_CODES}),
    )


def sign_in_doors() -> dict:
    """The ways in that this site offers, and the accounts of a demonstration."""
    shown = accounts_to_try() if settings.DEMONSTRATION else []
    return {
        "has_proconnect": bool(settings.PROCONNECT["server"]),
        "demonstration_accounts": [
            {"email": person.email, "label": ", ".join(labels)} for person, labels in shown
        ],
    }


def demonstration_code(person, *, code: str = "") -> str:
    """The code that a demonstration shows, for its own accounts; nothing anywhere else."""
    if not settings.DEMONSTRATION or person is None or not person.is_demonstration:
        return ""
    return code or _application_code(person)


def _application_code(person) -> str:
    """What the telephone of this account would show: a code that was not used yet."""
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if row is None:
        return ""
    secret = SecondFactorAdapter().decrypt(row.data["secret"])
    codes = [format_hotp_value(hotp_value(secret, at)) for at in yield_hotp_counters_from_time()]
    unused = [code for code in codes if TOTP(row)._get_used_cache_key(code) not in cache]
    return (unused or codes)[-1]


# In answer to a refusal of ProConnect: what happened, and what to do.
NOT_BELIEVED = (
    "La réponse reçue n’est pas celle que ProConnect aurait faite.",
    "Recommencer depuis la page de connexion. Si cela se reproduit, prévenir la coordination.",
)
TOO_LATE = (
    "Cette demande de connexion a expiré, ou a déjà servi.",
    "Recommencer depuis la page de connexion, dans un seul onglet.",
)
REFUSALS = {
    "abandon": (
        "La connexion a été abandonnée chez ProConnect.",
        "Recommencer, ou recevoir un code par courriel.",
    ),
    "adresse": (
        "ProConnect n’a pas donné d’adresse électronique.",
        "Recevoir un code par courriel.",
    ),
    "adresse_changee": (
        "L’adresse que donne ProConnect n’est plus celle de votre compte.",
        "Demander à la coordination de changer l’adresse du compte, puis recommencer.",
    ),
    "autre_identite": (
        "Ce compte est relié à une autre identité ProConnect.",
        "Si l’adresse a changé de titulaire, ou si votre identité ProConnect a été refaite, "
        "demander à la coordination de la relier.",
    ),
    "code": TOO_LATE,
    "etat": TOO_LATE,
    "perime": TOO_LATE,
    "ferme": ("Ce compte est fermé.", "Écrire à la coordination pour le rouvrir."),
    "inconnu": (
        "Aucun compte n’est ouvert à l’adresse que donne ProConnect.",
        "La coordination ouvre les comptes\u00a0: lui écrire avec cette adresse.",
    ),
    "injoignable": (
        "ProConnect ne répond pas.",
        "Recevoir un code par courriel, ou réessayer plus tard.",
    ),
}


def explain_refusal(reason: str) -> dict:
    happened, remedy = REFUSALS.get(reason, NOT_BELIEVED)
    return {"happened": happened, "remedy": remedy}
