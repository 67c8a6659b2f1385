"""The line that every action leaves behind it."""

from __future__ import annotations

from observatoire.base.registry import Ref
from observatoire.directory.models import AuditLine, User


def write_audit(*, by: User | None, verb: str, ref: Ref, **details) -> AuditLine:
    """One line, written inside the transaction of the action it tells of.

    `details` holds counts and codes, never personal data: the audit outlives an erasure.
    """
    return AuditLine.objects.create(by=by, verb=verb, kind=ref.kind, key=ref.key, details=details)
