"""What mail gives to the rest of the platform, through the registry."""

from __future__ import annotations

from django.utils import timezone

from observatoire.base.registry import Light, PersonalData, Ref, Todo
from observatoire.mail.queries import outbox
from observatoire.mail.queries.people import erase_mailbox, export_mailbox
from observatoire.mail.rules import READ, SEND, may_read_mail, may_send

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
    """Whether mail leaves, and what keeps it that a person settles."""
    facts = outbox.facts()
    return Light("Courriels", *_state(facts), asks=_asked(facts))


def _state(facts: outbox.Facts) -> tuple[str, str]:
    gate = facts.gate
    if gate.held:
        return "attention", "Rien ne part\u00a0: le courrier est retenu."
    if gate.relay_down_since:
        minutes = int((timezone.now() - gate.relay_down_since).total_seconds() // 60)
        state = "panne" if minutes >= DOWN_MINUTES else "attention"
        return state, f"Le relais ne répond pas depuis {minutes}\u00a0min."
    if facts.alarms:
        return "attention", "Un domaine refuse nos messages."
    if facts.doubtful:
        return "attention", f"{_number(facts.doubtful, 'envoi incertain')} à trancher."
    return "bon", "Les messages partent."


def _asked(facts: outbox.Facts) -> tuple[Todo, ...]:
    found = []
    if facts.doubtful:
        reason = "Le relais a peut-être accepté ces messages\u00a0: personne ne les renverra seul."
        title = _number(facts.doubtful, "message incertain")
        found.append(_for_mail("incertains", title, reason))
    if facts.alarms:
        reason = "Le refus vise nos messages, pas leurs destinataires."
        verb = "refusent" if facts.alarms > 1 else "refuse"
        title = f"{_number(facts.alarms, 'domaine')} nous {verb}"
        found.append(_for_mail("domaines", title, reason))
    return tuple(found)


def _number(number: int, words: str) -> str:
    """« 1 domaine », « 3 envois incertains »."""
    shown = " ".join(f"{word}s" for word in words.split()) if number > 1 else words
    return f"{number} {shown}"


def _for_mail(key: str, title: str, reason: str) -> Todo:
    return Todo(Ref("courriels", key), title, reason, f"{ROOT}{key}/", rights=(READ, SEND))


def todos(*, person) -> list[Todo]:
    """The mailings that wait for a person to confirm, or to decide."""
    if not may_read_mail(person):
        return []
    return [_mailing_todo(one, may_send(person)) for one in outbox.waiting_mailings()]


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
