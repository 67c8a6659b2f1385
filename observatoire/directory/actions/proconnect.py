"""An identity that ProConnect vouches for opens an account that is there, and makes none."""

from __future__ import annotations

from django.db import transaction

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.adapters.proconnect import Identity, Refused
from observatoire.directory.models import ProConnectLink, User


@transaction.atomic
def account_of(*, identity: Identity) -> User:
    """The account of an identity, linked the first time by its address, then by its subject.

    Once linked, an address that differs on either side is refused: someone changed place, or
    someone else was given the address. The coordination decides, on the account's page.
    """
    link = ProConnectLink.objects.select_related("user").filter(subject=identity.subject).first()
    if link is not None:
        if link.user.email != identity.email:
            raise Refused("adresse_changee")
        return _open(link.user)
    account = User.objects.filter(email=identity.email).first()
    if account is None:
        raise Refused("inconnu")
    if ProConnectLink.objects.filter(user=account).exists():
        raise Refused("autre_identite")
    ProConnectLink.objects.create(user=account, subject=identity.subject)
    write_audit(by=account, verb="relier_proconnect", ref=Ref("compte", str(account.pk)))
    return _open(account)


@transaction.atomic
def unlink(*, by: User, account: User) -> None:
    """Forget the identity: the next one that comes with the account's address is linked."""
    ProConnectLink.objects.filter(user=account).delete()
    write_audit(by=by, verb="delier_proconnect", ref=Ref("compte", str(account.pk)))


def _open(account: User) -> User:
    if not account.is_active:
        raise Refused("ferme")
    return account
