"""What the worker does for the indicators."""

from __future__ import annotations

from django_tasks import task

from observatoire.indicators.actions.reading import read_deposit


@task
def read_import(identifier: str) -> None:
    """Read a deposit; done twice, it changes nothing."""
    read_deposit(identifier=identifier)
