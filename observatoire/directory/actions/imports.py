"""A file of contacts is deposited, understood, taken in; and taken out again if need be."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.base.spreadsheets import Unreadable, read_table
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.consent import note_bases
from observatoire.directory.actions.institutions import save_institution
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import (
    Address,
    ContactImport,
    Function,
    Holding,
    Institution,
    Person,
    User,
)
from observatoire.directory.queries.imports import (
    COLUMNS,
    COMPLETED,
    Line,
    guess_mapping,
    plan_of,
)

State = ContactImport.State


@transaction.atomic
def deposit_contacts(*, by: User, content: bytes, name: str, source: str) -> ContactImport:
    """Read the table and guess its columns; nobody is written yet. Raises Refused."""
    try:
        table = read_table(content, name=name)
    except Unreadable as error:
        raise Refused(str(error)) from error
    imported = ContactImport.objects.create(
        name=name[:200],
        source=source,
        header=list(table.header),
        rows=[list(row) for row in table.rows],
        mapping=guess_mapping(table.header),
        by=by,
    )
    _audit(imported, by, "deposer", lignes=len(table.rows))
    return imported


@transaction.atomic
def name_columns(*, by: User, imported: ContactImport, mapping: dict[str, str]) -> ContactImport:
    """Say what each column is. Raises Refused where a meaning is given twice, or one is missing."""
    found = _locked(imported, State.DEPOSITED, State.MAPPED)
    meanings = [meaning for meaning in mapping.values() if meaning]
    twice = {COLUMNS[one] for one in meanings if meanings.count(one) > 1}
    if twice:
        raise Refused(
            f"Deux colonnes sont «\u00a0{sorted(twice)[0]}\u00a0»\u00a0: n’en garder qu’une."
        )
    if "email" not in meanings or not {"last_name", "full_name"} & set(meanings):
        raise Refused("Désigner au moins la colonne des noms et celle des adresses électroniques.")
    found.mapping = {number: meaning for number, meaning in mapping.items() if meaning}
    found.state = State.MAPPED
    found.save(update_fields=["mapping", "state"])
    _audit(found, by, "nommer_colonnes")
    return found


@transaction.atomic
def take_in(*, by: User, imported: ContactImport, makes_institutions: bool) -> ContactImport:
    """Write the people of the file: all, or nothing. What is made is remembered, to be undone."""
    found = _locked(imported, State.MAPPED)
    plan = plan_of(found)
    made: dict[str, list] = {"personnes": [], "institutions": [], "fonctions": [], "complétées": []}
    institutions = _make_institutions(plan, by, made) if makes_institutions else {}
    for line in plan.taken:
        institution = line.institution or institutions.get(line.values["institution"])
        if line.outcome == COMPLETED:
            made["complétées"].append(_complete(line, institution))
        else:
            _create(line, institution, found, by, made)
    found.state, found.done_at, found.made = State.DONE, timezone.now(), made
    found.counts = plan.counts()
    found.save(update_fields=["state", "done_at", "made", "counts"])
    _audit(found, by, "prendre", personnes=len(made["personnes"]))
    return found


@transaction.atomic
def take_out(*, by: User, imported: ContactImport) -> ContactImport:
    """Remove what the import made and nobody has used since, and empty what it completed."""
    found = _locked(imported, State.DONE)
    if not found.made:
        raise Refused(
            "Le détail de cet import n’est plus gardé\u00a0: il ne peut plus être annulé."
        )
    for key, before in found.made.get("complétées", []):
        for column, (old, new) in before.items():
            Person.objects.filter(pk=key, **{column: new}).update(**{column: old})
    Person.objects.filter(pk__in=found.made["personnes"]).delete()
    for key in found.made["fonctions"]:
        Function.objects.filter(pk=key, holdings=None, memberships=None, addresses=None).delete()
    for key in found.made["institutions"]:
        Institution.objects.filter(pk=key, functions=None, people=None, addresses=None).delete()
    found.state = State.UNDONE
    found.save(update_fields=["state"])
    _audit(found, by, "annuler")
    return found


@transaction.atomic
def give_up(*, by: User, imported: ContactImport) -> ContactImport:
    """The lines of the file are erased; its name stays in the history."""
    found = _locked(imported, State.DEPOSITED, State.MAPPED, State.UNDONE)
    found.state, found.rows, found.header, found.made = State.ABANDONED, [], [], {}
    found.save(update_fields=["state", "rows", "header", "made"])
    _audit(found, by, "abandonner")
    return found


def _make_institutions(plan, by: User, made: dict) -> dict[str, Institution]:
    found = {}
    for name in plan.unknown_institutions():
        found[name] = save_institution(by=by, institution=Institution(name=name[:200]))
        made["institutions"].append(str(found[name].pk))
    return found


def _create(line: Line, institution, imported: ContactImport, by: User, made: dict) -> None:
    values = line.values
    person = Person.objects.create(
        first_name=values["first_name"][:80],
        last_name=values["last_name"][:80],
        phone=values["phone"][:30],
        institution=institution,
        source=Person.Source.IMPORT,
    )
    Address.objects.create(email=values["email"], person=person)
    note_bases(by=by, owner=person, source=f"import\u00a0: {imported.source}")
    made["personnes"].append(str(person.pk))
    if values["function"] and institution:
        title = values["function"][:160]
        function, is_new = Function.objects.get_or_create(
            institution=institution, title=title, defaults={"is_public": False}
        )
        if is_new:
            made["fonctions"].append(str(function.pk))
        Holding.objects.create(function=function, person=person, since=timezone.localdate())


def _complete(line: Line, institution) -> list:
    """Fill what is empty, never what is written; [key, {column: [before, after]}]."""
    person, before = line.person, {}
    wanted = {
        "first_name": line.values["first_name"][:80],
        "phone": line.values["phone"][:30],
        "institution_id": institution.pk if institution else None,
    }
    for column, value in wanted.items():
        if value and not getattr(person, column):
            before[column] = [getattr(person, column), str(value)]
            setattr(person, column, value)
    person.save()
    return [str(person.pk), before]


def _locked(imported: ContactImport, *states: str) -> ContactImport:
    """The row as it is now, held until the end of the transaction."""
    found = ContactImport.objects.select_for_update().get(pk=imported.pk)
    if found.state not in states:
        state = found.get_state_display()
        raise Refused(f"Cet import est «\u00a0{state}\u00a0»\u00a0: l’action n’a plus d’objet.")
    return found


def _audit(imported: ContactImport, by: User, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("import_contacts", str(imported.pk)), **details)
