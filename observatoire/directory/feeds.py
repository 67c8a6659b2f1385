"""What the directory gives to the rest of the platform, through the registry."""

from __future__ import annotations

from observatoire.base.registry import Card, Light, PersonalData, Ref, Todo
from observatoire.directory.actions import retention
from observatoire.directory.models import Institution, PurgeReport, Succession
from observatoire.directory.queries import account, personal
from observatoire.directory.rules import may_manage_people

DESK_LIMIT = 10

ACCOUNTS = PersonalData(
    label="Comptes",
    model="directory.User",
    fields=("email", "first_name", "last_name", "last_login"),
    export=account.export_account,
    erase=account.erase_account,
    purpose="Entrer sur la plateforme, et savoir qui y a fait quoi.",
    kept="Deux ans sans connexion\u00a0; les comptes d’administration, tant qu’ils servent.",
    addresses=personal.held_in_accounts,
    purge=retention.purge_accounts,
)
PROVED = PersonalData(
    label="Adresses de connexion",
    model="account.EmailAddress",
    fields=("email",),
    export=account.export_proved_addresses,
    erase=account.erase_proved_addresses,
    purpose="Ne laisser entrer que qui lit cette boîte.",
    kept="Autant que le compte.",
)
PEOPLE = PersonalData(
    label="Annuaire",
    model="directory.Person",
    fields=("first_name", "last_name", "phone"),
    export=personal.export_person,
    erase=personal.erase_person_rows,
    purpose="Savoir qui représente qui dans les instances, et pouvoir leur écrire.",
    kept="Tant qu’une fonction ou un siège est tenu, puis trois ans sans signe.",
    purge=retention.purge_people,
)
ADDRESSES = PersonalData(
    label="Adresses",
    model="directory.Address",
    fields=("email",),
    export=personal.export_addresses,
    erase=personal.erase_addresses,
    purpose="Écrire à une personne, à une fonction ou à une institution.",
    kept="Autant que la personne, la fonction ou l’institution.",
    addresses=personal.held_in_directory,
)
DECISIONS = PersonalData(
    label="Registre des accords",
    model="directory.ConsentLine",
    fields=("subject",),
    export=personal.export_decisions,
    erase=personal.keep_decisions,
    purpose="Prouver sur quelle base chacun reçoit nos messages.",
    kept="Cinq ans après l’effacement de la personne, sans son nom ni son adresse.",
    purge=personal.purge_decisions,
)
FILES = PersonalData(
    label="Fichiers de contacts déposés",
    model="directory.ContactImport",
    fields=("header", "rows"),
    export=personal.export_imported_rows,
    erase=personal.erase_imported_rows,
    purpose="Relire un fichier avant de le prendre, et pouvoir annuler.",
    kept="Un mois après le dépôt\u00a0; il n’en reste que le nom et des comptes.",
    purge=retention.purge_imported_rows,
)


def people_todos(*, person) -> list[Todo]:
    """Successors to ask for."""
    if not may_manage_people(person):
        return []
    rows = Succession.objects.filter(closed_at=None)
    rows = rows.select_related("institution", "function__institution")
    return [
        Todo(
            ref=Ref("succession", str(one.pk)),
            title=str(one.function or one.institution),
            reason="Demandé à l’institution, sans réponse pour l’instant."
            if one.asked_at
            else "L’adresse ne répond plus\u00a0: demander à l’institution qui prend la suite.",
            address=f"/gestion/annuaire/successions/{one.pk}/",
            weight=3,
            waits_for_others=one.asked_at is not None,
            action="Voir" if one.asked_at else "Demander",
        )
        for one in rows[:DESK_LIMIT]
    ]


def light() -> Light:
    """When the last purge was."""
    last = PurgeReport.objects.first()
    if last is None:
        return Light("Données personnelles", "attention", "Aucune purge n’a encore tourné.")
    return Light("Données personnelles", "bon", f"Dernière purge le {last.at:%d/%m/%Y}.")


def resolve_institution(key: str) -> Card | None:
    one = Institution.objects.open().filter(pk=key).first()
    if one is None:
        return None
    return Card(
        ref=Ref("institution", key),
        title=one.name,
        address=one.get_absolute_url(),
        kind="Institution",
        summary=one.get_kind_display(),
    )
