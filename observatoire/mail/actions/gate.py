"""The gate: what holds everything back, and the mark that tells a restored backup."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail.models import Gate

GATE = Ref("courrier", "porte")
# In the folder of what can be made again: a backup does not hold it.
MARK = "cache/courriels-jeton"
DOWN_LONG = timedelta(minutes=5)


def is_open() -> bool:
    """Whether anything may leave; a restored backup is noticed here, and holds everything."""
    gate = Gate.current()
    if gate.held:
        return False
    return _is_ours(gate) or not _hold_if_restored()


def _is_ours(gate: Gate) -> bool:
    return not gate.token or gate.token in _marks()


@transaction.atomic
def _hold_if_restored() -> bool:
    """Looked at again with the row held: another worker may just have turned the mark."""
    if _is_ours(Gate.objects.select_for_update().get(pk=1)):
        return False
    hold(by=None, why=Gate.Held.RESTORED)
    return True


@transaction.atomic
def turn_token() -> None:
    """A new mark before each run. The file first, with both: killed in between, we still know."""
    Gate.current()
    gate, fresh = Gate.objects.select_for_update().get(pk=1), secrets.token_hex(16)
    path = _mark_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{fresh}")
    part.write_text(f"{gate.token}\n{fresh}\n", encoding="ascii")
    part.replace(path)
    Gate.objects.filter(pk=gate.pk).update(token=fresh)


def _mark_path() -> Path:
    return settings.VAR / MARK


def _marks() -> list[str]:
    try:
        return _mark_path().read_text(encoding="ascii").split()
    except OSError:
        return []


@transaction.atomic
def hold(*, by: User | None, why: str = Gate.Held.BY_HAND) -> None:
    """Nothing leaves any more, codes included."""
    Gate.current()
    if Gate.objects.filter(pk=1, held="").update(held=why, held_at=timezone.now()):
        write_audit(by=by, verb="retenir_courrier", ref=GATE, raison=str(why))


@transaction.atomic
def release(*, by: User) -> None:
    """A person looked at what waits, and opens the gate."""
    if Gate.objects.filter(pk=1).exclude(held="").update(held="", held_at=None):
        turn_token()
        write_audit(by=by, verb="liberer_courrier", ref=GATE)


def relay_is_down(reply: str) -> None:
    Gate.objects.filter(pk=1, relay_down_since=None).update(relay_down_since=timezone.now())
    Gate.objects.filter(pk=1).update(relay_reply=reply[:300])


def relay_is_up() -> None:
    Gate.objects.filter(pk=1, relay_down_since__isnull=False).update(
        relay_down_since=None, relay_reply=""
    )
