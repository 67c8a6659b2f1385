"""What the pages of the base want found."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import strip_tags

from observatoire.base.models import HomePage, LegalPage, NewsPage, SectionPage, StandardPage
from observatoire.base.registry import Ref, SearchDraft


def page_draft(page) -> SearchDraft | None:
    """The search entry of a page; None for the home page and for a page kept behind a right."""
    if isinstance(page, HomePage) or not page.live or page.get_view_restrictions():
        return None
    return SearchDraft(
        ref=Ref("page", str(page.translation_key)),
        title=page.title,
        address=page.get_url() or page.url_path,
        kind="Actualité" if isinstance(page, NewsPage) else "Page",
        summary=getattr(page, "introduction", ""),
        body=strip_tags(str(getattr(page, "body", ""))),
        date=getattr(page, "date", None),
    )


def page_drafts() -> Iterator[SearchDraft]:
    for kind in (SectionPage, StandardPage, NewsPage, LegalPage):
        for page in kind.objects.live().order_by("path"):
            draft = page_draft(page)
            if draft:
                yield draft
