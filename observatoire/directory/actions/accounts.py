"""Accounts are opened by the coordination; a demonstration opens its own."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from observatoire.directory.actions.roles import give_role
from observatoire.directory.models import User
from observatoire.directory.rules import Role


@transaction.atomic
def open_demonstration_account(*, email: str, role: Role) -> User:
    """An account with its role and its application, whose codes the demonstration shows.

    Done again, it changes nothing of an account that has them.
    """
    account, _ = User.objects.get_or_create(
        email=email, defaults={"first_name": role.label, "is_demonstration": True}
    )
    if not account.password:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    if not account.groups.filter(name=role.label).exists():
        give_role(by=None, account=account, role=role)
    if role.enters_administration:
        protect(account)
    return account


def protect(account: User) -> None:
    """A second factor, unless there is one."""
    if not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(account, generate_totp_secret())
