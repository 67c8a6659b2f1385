"""Sessions are closed when what opens an account changes."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.models import User


@transaction.atomic
def close_sessions(*, by: User | None, account: User, reason: str) -> None:
    """Close every session of an account, wherever it is open."""
    User.objects.filter(pk=account.pk).update(sign_in_generation=F("sign_in_generation") + 1)
    account.refresh_from_db(fields=["sign_in_generation"])
    write_audit(by=by, verb="fermer_sessions", ref=Ref("compte", str(account.pk)), raison=reason)


def close_other_sessions(*, request, reason: str) -> None:
    """Close them all but the one that asks."""
    account = User.objects.get(pk=request.user.pk)
    close_sessions(by=account, account=account, reason=reason)
    update_session_auth_hash(request, account)


def remove_password(*, request) -> None:
    """Back to the code by e-mail; the other sessions are closed."""
    account = User.objects.get(pk=request.user.pk)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    write_audit(by=account, verb="retirer_mot_de_passe", ref=Ref("compte", str(account.pk)))
    update_session_auth_hash(request, account)
