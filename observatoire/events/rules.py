"""Who may do what with an event."""

from __future__ import annotations

from observatoire.directory.queries.rights import groups_of

KEEP = "events.change_event"
EXPORT = "events.export_registrations"


def may_keep_events(person) -> bool:
    """Who prepares, announces, reads the registrants and closes."""
    return person.is_active and person.has_perm(KEEP)


def may_see_event(person, event) -> bool:
    """Whether the page of an event is there for this reader."""
    if may_keep_events(person):
        return True
    if event.stage in (event.Stage.IDEA, event.Stage.PREPARED):
        return False
    return event.group_id is None or event.group.slug in groups_of(person)


def may_moderate(person, event) -> bool:
    """Who lets questions through: the moderators of the event, and those who keep events."""
    if not person.is_authenticated:
        return False
    return may_keep_events(person) or event.moderators.filter(pk=person.pk).exists()
