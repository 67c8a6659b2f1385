"""What a reading made doubtful, and what was let through."""

from __future__ import annotations

from observatoire.indicators.models import Import, Waiver


def waivers_of(imported: Import) -> dict[str, Waiver]:
    """Nothing is asked of the database where nothing was doubtful."""
    if not imported.report.get("doutes"):
        return {}
    return {one.doubt: one for one in imported.waivers.select_related("by")}


def pending_doubts(imported: Import) -> list[dict]:
    """The groups of doubts that nobody let through yet."""
    told = imported.report.get("doutes", [])
    if not told:
        return []
    waived = set(imported.waivers.values_list("doubt", flat=True))
    return [one for one in told if one["groupe"] not in waived]
