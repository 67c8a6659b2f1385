"""The tree of the pages that editors composed."""

from __future__ import annotations

from wagtail.models import Page, Site

from observatoire.base.models import NewsPage


def published_pages(request) -> list[Page]:
    """Public pages below the home page, in the order of the tree.

    News are left out: their section lists them, and they would drown the rest.
    """
    site = Site.find_for_request(request)
    if site is None:
        return []
    pages = Page.objects.descendant_of(site.root_page).live().public().not_type(NewsPage)
    return list(pages.order_by("path"))
