"""What follows a sign-in, a key added or removed, a role given: audit, sessions, rights."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_set,
    user_logged_in,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.apps import apps
from django.db.models.signals import m2m_changed, post_migrate, post_save, pre_delete
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context

from observatoire.base.middleware import give_back
from observatoire.base.registry import Ref
from observatoire.base.rules import CODE
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.files import files_of, shut_files
from observatoire.directory.actions.roles import OURS, ensure_roles, follow_roles
from observatoire.directory.actions.sessions import close_other_sessions
from observatoire.directory.models import Group, User
from observatoire.directory.rules import forget_second_factor, note_second_factor

KEYS = {
    Authenticator.Type.TOTP: "application",
    Authenticator.Type.WEBAUTHN: "cle",
    Authenticator.Type.RECOVERY_CODES: "codes_de_secours",
}


@receiver(authentication_step_completed)
def count_no_failure(sender, request, method, email=None, **details):
    """What ended well is not counted among the tries of its owner."""
    give_back(request)
    if method == "code" and email:
        give_back(request, CODE, email)


@receiver(user_logged_in)
def note_sign_in(sender, request, user, **details):
    write_audit(by=user, verb="connexion", ref=Ref("compte", str(user.pk)))


@receiver(authenticator_used)
def note_factor_shown(sender, request, user, **details):
    note_second_factor(request, user)


@receiver(authenticator_added)
def note_factor_added(sender, request, user, authenticator, **details):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    close_other_sessions(request=request, reason=f"ajout_{KEYS[authenticator.type]}")
    note_second_factor(request, user)
    # It was just shown: allauth need not ask for it again before it gives the recovery codes.
    shown = {"id": authenticator.pk, "type": authenticator.type, "reauthenticated": True}
    record_authentication(request, user, "mfa", **shown)


@receiver(authenticator_removed)
def note_factor_removed(sender, request, user, authenticator, **details):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    close_other_sessions(request=request, reason=f"retrait_{KEYS[authenticator.type]}")
    if not Authenticator.objects.filter(user=user).exists():
        forget_second_factor(request)


@receiver(password_set)
@receiver(password_changed)
def note_password(sender, request, user, **details):
    write_audit(by=user, verb="mot_de_passe", ref=Ref("compte", str(user.pk)))


@receiver(m2m_changed, sender=User.groups.through)
def follow_given_roles(sender, instance, action, reverse, **details):
    if action.startswith("post_") and not reverse:
        follow_roles(by=get_active_log_context().user, account=instance)


@receiver(post_migrate)
def follow_migration(sender, **details):
    """Rights are made by migrations; auth, after all our applications, makes the last of them."""
    if sender.name == "django.contrib.auth":
        ours = frozenset(one.label for one in apps.get_app_configs() if one.name.startswith(OURS))
        ensure_roles(our_apps=ours)


@receiver(post_save, sender=Group)
def open_files(sender, instance, created, raw, **details):
    if created and not raw:
        files_of(group=instance)


@receiver(pre_delete, sender=Group)
def keep_files_shut(sender, instance, **details):
    shut_files(group=instance)
