"""What the worker does for the directory."""

from __future__ import annotations

from django_tasks import task

from observatoire.directory.actions.links import send_personal_link


@task
def mail_personal_link(name: str) -> None:
    """Send someone the link to their own page; an empty name is of nobody, and sends nothing."""
    send_personal_link(name=name)
