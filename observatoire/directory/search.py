"""How an institution is found; nobody is found by name."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.base.registry import Ref, SearchDraft
from observatoire.directory.models import Institution


def institution_draft(one: Institution) -> SearchDraft:
    return SearchDraft(
        ref=Ref("institution", str(one.pk)),
        title=f"{one.name} ({one.acronym})" if one.acronym else one.name,
        address=one.get_absolute_url(),
        kind="Institution",
        summary=one.get_kind_display(),
        body=f"{one.acronym} {one.territory.name if one.territory else ''}",
    )


def institution_drafts() -> Iterator[SearchDraft]:
    for one in Institution.objects.open().select_related("territory").order_by("name", "pk"):
        yield institution_draft(one)
