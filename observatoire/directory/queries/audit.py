"""What the audit holds."""

from __future__ import annotations

from observatoire.directory.models import AuditLine


def words_written() -> tuple[list[str], list[str]]:
    """The verbs and the kinds of objects that were written at least once."""
    pairs = AuditLine.objects.order_by("verb", "kind").values_list("verb", "kind").distinct()
    found = list(pairs)
    return sorted({verb for verb, _ in found}), sorted({kind for _, kind in found})
