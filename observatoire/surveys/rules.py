"""Who keeps the surveys."""

from __future__ import annotations

RUN = "surveys.change_survey"


def may_run_surveys(person) -> bool:
    """Who opens, closes and reads surveys, free answers included: the coordination."""
    return person.has_perm(RUN)
