"""Institutions and their functions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from observatoire.base.actions import forget_searchable, remember_searchable
from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import Function, Institution, MailDomain, User
from observatoire.directory.search import institution_draft


@transaction.atomic
def save_institution(
    *, by: User | None, institution: Institution, domains: Iterable[str] | None = None
) -> Institution:
    """Write an institution, its mail domains (None leaves them), and its place in the search."""
    is_new = institution._state.adding
    if institution.parent and is_below(institution.parent, institution):
        raise Refused(
            "Une institution ne peut être rattachée à l’une de celles qui sont sous elle."
        )
    if not institution.slug:
        institution.slug = free_slug(institution.name)
    institution.save()
    if domains is not None:
        _write_domains(institution, domains)
    ref = Ref("institution", str(institution.pk))
    write_audit(by=by, verb="creer" if is_new else "modifier", ref=ref)
    _publish(institution)
    return institution


@transaction.atomic
def save_function(*, by: User | None, function: Function, topics=None) -> Function:
    """Write a function; `topics` (None leaves them) are what it deals with."""
    is_new = function._state.adding
    function.save()
    if topics is not None:
        function.topics.set(topics)
    write_audit(
        by=by, verb="creer" if is_new else "modifier", ref=Ref("fonction", str(function.pk))
    )
    Generation.advance()
    return function


def is_below(institution: Institution, above: Institution) -> bool:
    """Whether `institution` is `above` itself, or is attached to it from near or far."""
    seen = set()
    while institution is not None and institution.pk not in seen:
        if institution.pk == above.pk:
            return True
        seen.add(institution.pk)
        institution = institution.parent
    return False


def free_slug(name: str) -> str:
    """An address that no other institution has."""
    base = slugify(name)[:100] or "institution"
    taken = set(
        Institution.objects.filter(slug__startswith=base)
        .order_by("slug")
        .values_list("slug", flat=True)
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _write_domains(institution: Institution, domains: Iterable[str]) -> None:
    wanted = {name.strip().lower().lstrip("@") for name in domains if name.strip()}
    taken = MailDomain.objects.filter(name__in=wanted).exclude(institution=institution).first()
    if taken:
        raise Refused(
            f"Le domaine {taken.name} est déjà celui de «\u00a0{taken.institution}\u00a0»."
        )
    institution.domains.exclude(name__in=wanted).delete()
    for name in sorted(wanted):
        MailDomain.objects.get_or_create(institution=institution, name=name)


def _publish(institution: Institution) -> None:
    """The public pages and the search follow; a closed institution is no longer found."""
    if institution.closed_on:
        forget_searchable(kind="institution", key=str(institution.pk))
    else:
        remember_searchable(institution_draft(institution))
    Generation.advance()
