"""Who may do what with a call and what it received."""

from __future__ import annotations

from observatoire.base.rules import DAY, Limit
from observatoire.directory.rules import EDITION, PARTNER

# An office may be behind one address.
PROPOSE = Limit("proposition", 20, DAY)
FOLLOW = Limit("suivi", 60, DAY)  # what is posted from a signed link
PARTNERS = (PARTNER.label, EDITION.label)  # the labels of roles name the groups of accounts
FILE_MEGABYTES = 10
# Nothing that a browser would run.
FILE_ENDINGS = ("pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "csv", "txt", "jpg", "png")


def may_manage_calls(person) -> bool:
    """Opens calls, decides, answers."""
    return person.is_active and person.has_perm("contributions.change_call")


def may_review(person, call) -> bool:
    """Reads everything a call received, and marks it."""
    if not person.is_authenticated or not person.is_active:
        return False
    return may_manage_calls(person) or call.reviewers.filter(pk=person.pk).exists()


def is_partner(person) -> bool:
    """Sees the ideas of others. A respondent, who only answers a collection, is none."""
    if not person.is_authenticated or not person.is_active:
        return False
    if person.is_superuser or may_manage_calls(person):
        return True
    known = getattr(person, "person", None)
    is_known = known is not None and known.institution_id is not None
    return is_known or person.groups.filter(name__in=PARTNERS).exists()


def may_read_ideas(person, call) -> bool:
    return call.shares_ideas and is_partner(person)
