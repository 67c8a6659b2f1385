"""The register of processing, made from what each app declares; and what none declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models

from observatoire.base.registry import registry
from observatoire.directory.models import Person, User
from observatoire.directory.queries.consent import legal_texts

OURS = ("observatoire.", "allauth.")
# Names of columns that hold someone's name, or a way to reach or to recognise them.
NAMED = re.compile(
    r"(^|_)(e?mail|phone|tel|mobile|first_?name|last_?name|surname|full_?name|birth|ip|"
    r"ip_address|user_agent|recipient|postal_address)($|_)"
)
LINKS_LET_GO = (models.CASCADE, models.SET_NULL)


@dataclass(frozen=True)
class Processing:
    """One line of the register: what article 30 of the GDPR asks to be written."""

    title: str
    why: str
    basis: str
    people: str
    data: str
    kept: str
    recipients: str
    source: str


def controller() -> str:
    return settings.DATA_CONTROLLER


def processors() -> list[str]:
    return settings.DATA_PROCESSORS


def purposes() -> list[Processing]:
    """Why people are written to: one line per purpose, with the text they are shown."""
    return [
        Processing(
            title=text.get_purpose_display(),
            why=text.text,
            basis=text.get_basis_display(),
            people="professionnels et partenaires de l’observation sociale",
            data="adresse électronique, nom, institution, fonction",
            kept="tant que la fonction est tenue, puis trois ans sans signe",
            recipients=", ".join([controller(), *processors()]),
            source="registre des accords",
        )
        for text in legal_texts().values()
    ]


def holdings() -> list[Processing]:
    """What is kept: one line per part of the platform that declares personal data."""
    return [
        Processing(
            title=entry.label,
            why=entry.purpose,
            basis="mission d’intérêt public",
            people="personnes de l’annuaire et titulaires d’un compte",
            data=", ".join(_label(entry.model, name) for name in entry.fields),
            kept=entry.kept,
            recipients=", ".join([controller(), *processors()]),
            source=apps.get_model(entry.model)._meta.verbose_name,
        )
        for entry in registry.personal.values()
    ]


def _label(model: str, name: str) -> str:
    return str(apps.get_model(model)._meta.get_field(name).verbose_name)


def undeclared_fields() -> list[str]:
    """Columns that look personal and that no app declares: « app.Model.field », sorted."""
    declared = {
        f"{entry.model}.{name}".lower()
        for entry in registry.personal.values()
        for name in entry.fields
    }
    found = {
        f"{table._meta.label}.{column.name}" for table in _tables() for column in _personal(table)
    }
    return sorted(name for name in found if name.lower() not in declared)


def declared_without_a_field() -> list[str]:
    """Declared columns that no table has: a declaration that has grown old."""
    return sorted(
        f"{entry.model}.{name}"
        for entry in registry.personal.values()
        for name in entry.fields
        if name not in {column.name for column in apps.get_model(entry.model)._meta.get_fields()}
    )


def _tables() -> Iterator[type[models.Model]]:
    for table in apps.get_models():
        if table.__module__.startswith(OURS):
            yield table


def _personal(table: type[models.Model]) -> Iterator[models.Field]:
    for column in table._meta.concrete_fields:
        if is_personal(column):
            yield column


def is_personal(column: models.Field) -> bool:
    """An address, a name, a number; or a link to someone that erasing them would not undo."""
    if isinstance(column, models.EmailField | models.GenericIPAddressField):
        return True
    if isinstance(column, models.ForeignKey):
        names_someone = column.related_model in (Person, User)
        return names_someone and column.remote_field.on_delete not in LINKS_LET_GO
    if not isinstance(column, models.CharField | models.TextField):
        return False
    return NAMED.search(column.name) is not None
