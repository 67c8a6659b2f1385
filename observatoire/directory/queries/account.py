"""What an account holds of a person."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from observatoire.directory.models import User


def export_account(email: str) -> list[dict]:
    """The account of an address, as a person may read it."""
    return [
        {
            "adresse électronique": user.email,
            "prénom": user.first_name,
            "nom": user.last_name,
            "compte créé le": user.created_at.isoformat(),
            "dernière connexion": user.last_login.isoformat() if user.last_login else "",
        }
        for user in User.objects.filter(email=email.strip().lower())
    ]


def erase_account(email: str) -> int:
    """Delete the account of an address; the number deleted (0 or 1). Audit lines lose its name."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        return 0
    user.delete()
    return 1


def accounts_to_try() -> list[tuple[User, list[str]]]:
    """The accounts of a demonstration, with the names of the roles they were given."""
    people = User.objects.filter(is_demonstration=True, is_active=True).order_by("email")
    rows = people.prefetch_related("groups")
    return [(one, sorted(group.name for group in one.groups.all())) for one in rows]


def export_proved_addresses(email: str) -> list[dict]:
    """The addresses that sign-in has seen proved by a code."""
    rows = EmailAddress.objects.filter(email__iexact=email.strip()).order_by("pk")
    return [{"adresse": one.email, "prouvée": "oui" if one.verified else "non"} for one in rows]


def erase_proved_addresses(email: str) -> int:
    return EmailAddress.objects.filter(email__iexact=email.strip()).delete()[0]
