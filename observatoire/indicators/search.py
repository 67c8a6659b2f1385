"""How an indicator is found."""

from __future__ import annotations

from observatoire.base.registry import Ref, SearchDraft
from stats.catalogue import Indicator


def indicator_draft(one: Indicator) -> SearchDraft:
    return SearchDraft(
        ref=Ref("indicateur", one.code),
        title=one.title,
        address=f"/indicateurs/{one.code}/",
        kind="Indicateur",
        summary=one.definition,
        body=f"{one.code} {one.producer} {one.why} {one.theme.label}",
        weight=2.0 if one.key else 1.3,
    )
