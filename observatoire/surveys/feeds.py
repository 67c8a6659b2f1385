"""What surveys give to the rest of the platform, through the registry."""

from __future__ import annotations

from observatoire.base.registry import Card, PersonalData, Ref
from observatoire.surveys import actions
from observatoire.surveys.models import Survey
from observatoire.surveys.queries import personal

close_due = actions.close_due_surveys


def forget(email: str) -> int:
    return actions.forget(mailbox=email)


INVITATIONS = PersonalData(
    label="Enquêtes",
    model="surveys.Invitation",
    fields=("mailbox",),
    export=personal.export_invitations,
    erase=forget,
    purpose="Ne relancer que qui n’a pas répondu, et n’avoir qu’une réponse par personne.",
    kept="Le temps annoncé par l’enquête, deux ans le plus souvent\u00a0; puis les seuls comptes.",
    addresses=personal.held_addresses,
    purge=actions.purge_surveys,
)


def card(key: str) -> Card | None:
    survey = Survey.objects.filter(pk=key).first()
    if survey is None:
        return None
    address = survey.get_absolute_url()
    return Card(Ref("enquete", key), survey.title, address, "Enquête", visibility="coordination")
