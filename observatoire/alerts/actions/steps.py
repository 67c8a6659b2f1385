"""What every verb leaves behind it: a line of the alert's own story, and one of the audit."""

from __future__ import annotations

from observatoire.alerts.models import Alert, Step
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User


def note_step(
    alert: Alert, by: User | None, verb: str, words: str, note: str = "", ref: Ref | None = None
) -> Step:
    """Inside the transaction of the verb it tells of. The audit keeps codes, never words."""
    write_audit(by=by, verb=verb, ref=Ref("alerte", str(alert.pk)), etat=alert.state)
    return Step.objects.create(
        alert=alert,
        words=words,
        note=note,
        by=by,
        ref_kind=ref.kind if ref else "",
        ref_key=ref.key if ref else "",
    )
