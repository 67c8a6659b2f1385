"""Who reports, who reads, who decides: one place.

A received alert is between its sender's institution and the coordination. Sorted, it is read by
partners and members; where the group that examines it is hidden, by that group alone. The public
reads counts. A document joined to an alert stays with its sender, its group and the coordination.
"""

from __future__ import annotations

from observatoire.base.rules import DAY, Limit
from observatoire.contributions.rules import is_partner
from observatoire.directory.queries.rights import groups_of, piloted_by

KEEP = "alerts.change_alert"
REPORT = Limit("alerte", 20, DAY)
FEWEST = 3  # under it, a count of alerts is not public
FILE_MEGABYTES = 10
FILE_ENDINGS = ("pdf", "odt", "ods", "docx", "xlsx", "csv", "txt")


def may_read_alerts(person) -> bool:
    """Partners, members of a group, the coordination. A respondent only answers collections."""
    if not person.is_authenticated or not person.is_active:
        return False
    return is_partner(person) or bool(groups_of(person))


def may_report(person) -> bool:
    return may_read_alerts(person)


def may_keep_alerts(person) -> bool:
    """Sorts, answers, joins, asks everyone; the coordination."""
    return person.is_active and person.has_perm(KEEP)


def institution_of(person):
    known = getattr(person, "person", None)
    return known.institution if known is not None else None


def institution_key(person):
    """The same, without reading the institution itself."""
    known = getattr(person, "person", None)
    return known.institution_id if known is not None else None


def is_sender(person, alert) -> bool:
    """Who wrote it, or someone of the same institution."""
    if alert.sender_id is not None and alert.sender_id == person.pk:
        return True
    own = getattr(person, "person", None)
    return (
        own is not None
        and own.institution_id is not None
        and own.institution_id == alert.institution_id
    )


def may_read_alert(person, alert) -> bool:
    if not may_read_alerts(person):
        return False
    if may_keep_alerts(person) or is_sender(person, alert):
        return True
    if alert.state == alert.State.RECEIVED or alert.same_as_id is not None:
        return False
    hidden = alert.group is not None and not alert.group.is_public
    return alert.group.slug in groups_of(person) if hidden else True


def may_conclude(person, alert) -> bool:
    """The pilots of its group, and the coordination."""
    if may_keep_alerts(person):
        return True
    return alert.group is not None and alert.group.slug in piloted_by(person)


def may_read_document(person, alert) -> bool:
    if not may_read_alert(person, alert):
        return False
    if may_keep_alerts(person) or is_sender(person, alert):
        return True
    return alert.group is not None and alert.group.slug in groups_of(person)
