"""What the worker does for the indicators."""

from __future__ import annotations

from django_tasks import task

from observatoire.indicators.actions import publishing
from observatoire.indicators.actions.reading import read_deposit


@task
def read_import(identifier: str) -> None:
    """Read a deposit; done twice, it changes nothing."""
    read_deposit(identifier=identifier)


@task
def publish_import(identifier: str, by_id: str) -> None:
    """Publish a long deposit, then make the store ready for its readers."""
    publishing.publish_asked(identifier=identifier, by_id=by_id)
    publishing.prepare_figures()


@task
def prepare_figures() -> None:
    """Make the store ready after a change, before a visitor has to wait for it."""
    publishing.prepare_figures()
