"""What the frame of every page needs: names, menu, footer."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from observatoire.base.registry import registry


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
        {
            "label": entry.label,
            "address": entry.address,
            "is_current": request.path == entry.address
            or (entry.address != "/" and request.path.startswith(entry.address)),
            "id": f"menu-{entry.order}",
            "children": entry.children,
        }
        for entry in registry.menu_entries()
    ]
