"""What the search of the site holds of public letters."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.base.registry import LETTER, Ref, SearchDraft
from observatoire.newsletter.models import Issue


def drafts() -> Iterator[SearchDraft]:
    for issue in Issue.objects.published().order_by("number"):
        yield draft_of(issue)


def draft_of(issue: Issue) -> SearchDraft:
    lines = issue.lines.kept().order_by("order", "id")
    return SearchDraft(
        ref=Ref("lettre", str(issue.pk)),
        title=f"{issue}\u00a0: {issue.title}",
        address=issue.get_absolute_url(),
        kind=LETTER,
        summary=issue.introduction[:300],
        body=" ".join(f"{one.title} {one.text}" for one in lines),
        date=issue.published_at,
    )
