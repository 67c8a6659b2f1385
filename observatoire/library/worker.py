"""What the worker does for the base, at its hours."""

from __future__ import annotations

from django.utils import timezone

from observatoire.library.actions.alerts import send_alerts
from observatoire.library.actions.deposits import sweep_begun


def tell_searches() -> int:
    return send_alerts()


def sweep() -> int:
    """Deposits that nobody finished."""
    return sweep_begun(timezone.now())
