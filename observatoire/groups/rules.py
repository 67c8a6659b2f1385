"""Who may do what in a group; what its privacy hides is directory's one rule."""

from __future__ import annotations

from observatoire.directory.queries.rights import groups_of, piloted_by

KEEP = "groups.change_meeting"


def may_read_group(person, group) -> bool:
    """Members, pilots and the coordination: meetings, private documents, minutes as written."""
    return group.slug in groups_of(person)


def may_keep_group(person, group) -> bool:
    """Pilots and the coordination: meetings, agenda, minutes, themes chosen."""
    return group.slug in piloted_by(person) or may_keep_all(person)


def may_keep_all(person) -> bool:
    return person.is_active and person.has_perm(KEEP)


def may_see_group(person, group) -> bool:
    """Whether the page of a group is there for this reader."""
    return group.is_public or may_read_group(person, group)
