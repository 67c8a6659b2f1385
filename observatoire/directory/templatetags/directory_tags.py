"""What the pages of the sign-in show of values that are not texts."""

import json

from django import template

register = template.Library()


@register.filter
def as_json(value) -> str:
    """For an attribute that a script reads; the template escapes it."""
    return json.dumps(value)


@register.filter
def by_four(key: str) -> str:
    """A key to be copied by hand."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
