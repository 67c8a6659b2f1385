"""What the worker does for the base, at its hours."""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone

from observatoire.library.actions import repository
from observatoire.library.actions.alerts import send_alerts
from observatoire.library.actions.deposits import sweep_begun
from observatoire.library.actions.harvesting import harvest_due
from observatoire.library.actions.links import check_links
from observatoire.library.queries.rhythm import rhythm
from observatoire.library.queries.watching import DRY


def tell_searches() -> int:
    return send_alerts()


def sweep() -> int:
    """Deposits that nobody finished."""
    return sweep_begun(timezone.now())


def harvest_sources() -> int:
    return harvest_due()


def look_at_links() -> int:
    return check_links()


def gather_records() -> int:
    """What other archives may ask for; and how many themes have gone dry, for the desk."""
    cache.set(DRY, rhythm().dry, 3 * 86_400)
    return repository.gather_records()
