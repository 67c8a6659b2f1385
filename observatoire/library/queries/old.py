"""Where an address of the site before this one leads."""

from __future__ import annotations

import re

from observatoire.library.models import Notice, OldAddress

HELD = ("/gestion/", "/static/", "/api/")


def new_address(path: str) -> str:
    """The address of the public notice that took over, or nothing."""
    if path.startswith(HELD) or len(path) > 500:
        return ""
    kept = re.sub(r"/{2,}", "/", path).rstrip("/")
    row = OldAddress.objects.filter(path=kept).select_related("notice").first() if kept else None
    if row is None:
        return ""
    if row.notice is None:
        return row.target
    is_public = row.notice.visibility == Notice.Visibility.PUBLIC
    return row.notice.get_absolute_url() if row.notice.is_published and is_public else ""
