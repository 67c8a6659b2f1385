"""What the frame of every page needs: names, menu, footer."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from observatoire.base.registry import MenuEntry, registry

# The root of the tree is at depth 1 and the home page at 2: below it are the sections.
SECTION_DEPTH = 3


def shell(request) -> dict:
    """Context of every template; nothing here asks the database unless the frame shows it."""
    return {
        "platform": {
            "name": settings.PLATFORM_NAME,
            "place": settings.PLATFORM_PLACE,
            "brand": settings.PLATFORM_BRAND,
            "contact": settings.CONTACT_ADDRESS,
            "demonstration": settings.DEMONSTRATION,
        },
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "searched": request.GET.get("q", ""),
    }


def _menu(request) -> list[dict]:
    return [
        _line(entry, request.path) for entry in [*registry.menu_tree(), *_pages_in_menu(request)]
    ]


def _line(entry: MenuEntry, path: str) -> dict:
    below = [_line(child, path) for child in entry.children]
    return {
        "label": entry.label,
        "address": entry.address,
        "is_here": path == entry.address,
        "is_current": any(child["is_current"] for child in below)
        or path == entry.address
        or (entry.address not in ("", "/") and path.startswith(entry.address)),
        "id": f"menu-{entry.order}",
        "children": below,
    }


def _pages_in_menu(request) -> list[MenuEntry]:
    """The sections that an editor put in the menu, after what the features put there."""
    pages = Page.objects.live().in_menu().filter(depth=SECTION_DEPTH).order_by("path")
    return [
        MenuEntry(page.title, page.get_url(request) or page.url_path, 100 + number)
        for number, page in enumerate(pages)
    ]
