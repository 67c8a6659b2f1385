"""What waits for the coordinator."""

from __future__ import annotations

from wagtail.models import Page
from wagtail.permissions import policy_registry

from observatoire.base.registry import Light, Ref, Todo, registry

LIMIT = 10


def todos_for(person, health: list[Light]) -> list[Todo]:
    """What every feature, and the health of each, says this person has to do, or waits for."""
    found = [todo for give in registry.todos.values() for todo in give(person=person)]
    asked = [todo for light in health for todo in light.asks]
    return found + [todo for todo in asked if _concerns(person, todo)]


def _concerns(person, todo: Todo) -> bool:
    return not todo.rights or any(person.has_perm(right) for right in todo.rights)


def lights() -> list[Light]:
    return [give() for _, give in sorted(registry.lights.items())]


def drafts_to_publish(*, person) -> list[Todo]:
    """Pages whose text was changed, and whose readers still see the former one."""
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_permission_for(person, "publish")
    waiting = pages.filter(has_unpublished_changes=True).order_by(
        "-latest_revision_created_at", "pk"
    )
    return [
        Todo(
            ref=Ref("page", str(page.translation_key)),
            title=page.draft_title or page.title,
            reason="La page est publiée, mais sa dernière version ne l’est pas."
            if page.live
            else "La page est écrite et n’est pas encore publiée.",
            address=f"/gestion/pages/{page.pk}/edit/",
            action="Relire et publier",
        )
        for page in waiting[:LIMIT]
    ]
