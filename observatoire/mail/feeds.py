"""What mail gives to the rest of the platform, through the registry."""

from __future__ import annotations

from django.utils import timezone

from observatoire.base.registry import Light, PersonalData, Ref, Todo
from observatoire.mail.queries import outbox
from observatoire.mail.queries.people import erase_mailbox, export_mailbox
from observatoire.mail.rules import may_read_mail, may_send

ROOT = "/gestion/courriels/"
DOWN_MINUTES = 5

PERSONAL = PersonalData(
    label="Courriels",
    model="mail.Message",
    fields=("address", "mailbox", "fields", "subject"),
    export=export_mailbox,
    erase=erase_mailbox,
    purpose="Savoir ce qui a été envoyé, et ce que le destinataire en a reçu.",
    kept="Le contenu, quelques semaines après l’envoi\u00a0; son sort, autant que l’adresse.",
)


def light() -> Light:
    """Whether mail leaves."""
    facts = outbox.facts()
    gate = facts.gate
    if gate.held:
        return Light("Courriels", "attention", "Rien ne part\u00a0: le courrier est retenu.")
    if gate.relay_down_since:
        minutes = int((timezone.now() - gate.relay_down_since).total_seconds() // 60)
        state = "panne" if minutes >= DOWN_MINUTES else "attention"
        return Light("Courriels", state, f"Le relais ne répond pas depuis {minutes}\u00a0min.")
    if facts.alarms:
        return Light("Courriels", "attention", "Un domaine refuse nos messages.")
    if facts.doubtful:
        return Light("Courriels", "attention", f"{facts.doubtful} envois incertains à trancher.")
    return Light("Courriels", "bon", "Les messages partent.")


def todos(*, person) -> list[Todo]:
    """What waits for a person: to confirm, to decide, to settle."""
    if not may_read_mail(person):
        return []
    found = [_mailing_todo(one, may_send(person)) for one in outbox.waiting_mailings()]
    facts = outbox.facts()
    if facts.doubtful:
        reason = "Le relais a peut-être accepté ces messages\u00a0: personne ne les renverra seul."
        title = f"{facts.doubtful} messages incertains"
        found.append(Todo(Ref("courriels", "incertains"), title, reason, f"{ROOT}incertains/"))
    if facts.alarms:
        reason = "Le refus vise nos messages, pas leurs destinataires."
        title = f"{facts.alarms} domaines nous refusent"
        found.append(Todo(Ref("courriels", "domaines"), title, reason, f"{ROOT}domaines/"))
    return found


def _mailing_todo(mailing, sends: bool) -> Todo:
    is_late = mailing.state == mailing.State.LATE
    reason = (
        "L’heure de départ est passée depuis plus d’une heure." if is_late else "Prêt à partir."
    )
    return Todo(
        ref=Ref("envoi", str(mailing.pk)),
        title=mailing.title,
        reason=reason,
        address=mailing.get_absolute_url(),
        weight=8 if is_late else 4,
        waits_for_others=not sends,
        action="Décider" if is_late else "Relire et confirmer",
    )
