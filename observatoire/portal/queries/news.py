"""The latest news of the platform."""

from __future__ import annotations

from django.utils import timezone

from observatoire.base.models import NewsPage

SHOWN = 3


def latest_news(limit: int = SHOWN) -> list[NewsPage]:
    """Published news that everyone may read, the latest first; none dated in the future."""
    news = NewsPage.objects.live().public().filter(date__lte=timezone.localdate())
    return list(news.order_by("-date", "path")[:limit])
