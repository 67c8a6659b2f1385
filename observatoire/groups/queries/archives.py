"""Public archives outlive people: a name in the minutes gives way to a function."""

from __future__ import annotations

from django.db import transaction

from observatoire.base.models import Revision
from observatoire.groups.models import Passage


@transaction.atomic
def rename_in_minutes(names: tuple[str, ...], function: str) -> int:
    """Put a function where a name was, in passages and in their history; how many minutes."""
    changed = set()
    for name in names:
        for passage in Passage.objects.filter(text__contains=name).order_by("pk"):
            passage.text = passage.text.replace(name, function)
            passage.save(update_fields=["text"])
            changed.add(passage.minutes_id)
        for kept in Revision.objects.filter(kind="passage").order_by("pk"):
            if name in kept.content["text"]:
                kept.content["text"] = kept.content["text"].replace(name, function)
                kept.save(update_fields=["content"])
    return len(changed)
