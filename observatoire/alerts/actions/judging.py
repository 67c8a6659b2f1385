"""From a received alert to a closed one: sorted, answered, backed, examined, concluded."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from observatoire.alerts import emails
from observatoire.alerts.actions.refusal import Refused
from observatoire.alerts.actions.reporting import check_words
from observatoire.alerts.actions.steps import note_step
from observatoire.alerts.models import Alert, AlertIndicator, Voice
from observatoire.alerts.queries.people import boxes_of
from observatoire.alerts.rules import institution_of
from observatoire.alerts.search import remember
from observatoire.base.models import Generation
from observatoire.base.registry import Ref, registry
from observatoire.directory.models import Group, User
from observatoire.mail.actions import post_letter

State, Outcome = Alert.State, Alert.Outcome


@transaction.atomic
def sort(*, by: User, alert: Alert, group: Group, note: str = "") -> Alert:
    """Given to the group that will examine it: from now on partners read it, and are asked."""
    alert = _held(alert)
    if alert.state == State.CLOSED:
        raise Refused("Cette alerte est conclue\u00a0: la rouvrir avant de la confier.")
    alert.group, alert.told_at = group, alert.told_at or timezone.now()
    if alert.state == State.RECEIVED:
        alert.state = State.SORTED
    alert.save(update_fields=["group", "told_at", "state"])
    note_step(alert, by, "trier_alerte", f"Confiée à {group.name}"[:160], note)
    _tell_everyone(alert)
    for box in boxes_of([group]):
        post_letter(to=box, letter=emails.sorted_alert(alert))
    return alert


@transaction.atomic
def join(*, by: User, alert: Alert, other: Alert) -> Alert:
    """The same thing seen twice: the first keeps both voices, and its story."""
    alert, other = _held(alert), _held(other)
    if other.pk == alert.pk or other.same_as_id is not None:
        raise Refused("Choisir une autre alerte, qui ne soit pas déjà réunie à une troisième.")
    alert.same_as = other
    alert.save(update_fields=["same_as"])
    alert.others.update(same_as=other)
    if alert.institution_id and alert.institution_id != other.institution_id:
        Voice.objects.get_or_create(
            alert=other,
            institution_id=alert.institution_id,
            defaults={"sees": "oui", "account": alert.sender},
        )
        _back(other)
    note_step(alert, by, "reunir_alerte", "Réunie à une alerte semblable")
    note_step(other, by, "reunir_alerte", "Une alerte semblable y est réunie")
    _tell_everyone(alert)
    return alert


@transaction.atomic
def answer(*, by: User, alert: Alert, text: str) -> Alert:
    """To its sender, within the delay that was told; the answer stays on the page."""
    alert = _held(alert)
    if not text.strip():
        raise Refused("Écrire la réponse\u00a0: qui a signalé la recevra par courriel.")
    check_words(text, is_confirmed=True)
    alert.answer, alert.answered_at = text.strip(), alert.answered_at or timezone.now()
    alert.save(update_fields=["answer", "answered_at"])
    note_step(alert, by, "repondre_alerte", "Réponse envoyée à qui a signalé")
    _tell_sender(alert, emails.answered(alert))
    return alert


@transaction.atomic
def give_voice(
    *, by: User, alert: Alert, sees: str, note: str = "", names_nobody: bool = False
) -> Voice:
    """One per institution, changed by giving it again; its sender's own does not count."""
    alert, own = _held(alert), institution_of(by)
    if own is None:
        raise Refused(
            "Votre compte n’est rattaché à aucune institution\u00a0: écrire à la coordination."
        )
    if own.pk == alert.institution_id:
        raise Refused("Votre institution a signalé cette alerte\u00a0: sa voix y est déjà.")
    if alert.state == State.CLOSED:
        raise Refused("Cette alerte est conclue\u00a0: en signaler une autre.")
    check_words(note, is_confirmed=names_nobody)
    given = {"sees": sees, "note": note.strip(), "account": by, "at": timezone.now()}
    voice, _ = Voice.objects.update_or_create(alert=alert, institution=own, defaults=given)
    _back(alert)
    note_step(alert, by, "avis_alerte", f"{own}\u00a0: {voice.get_sees_display()}"[:160])
    return voice


@transaction.atomic
def examine(*, by: User, alert: Alert, note: str, meeting: Ref | None = None) -> Alert:
    """In a meeting of its group, with what was said of it."""
    alert = _held(alert)
    if alert.group is None or alert.state in (State.RECEIVED, State.CLOSED):
        raise Refused("Seule une alerte triée, et pas encore conclue, s’examine en groupe.")
    if not note.strip():
        raise Refused("Écrire ce que le groupe en a dit.")
    check_words(note, is_confirmed=True)
    alert.state = State.EXAMINED
    alert.save(update_fields=["state"])
    words = f"Examinée par {alert.group.name}"[:160]
    note_step(alert, by, "examiner_alerte", words, note.strip(), meeting)
    return alert


@transaction.atomic
def conclude(*, by: User, alert: Alert, outcome: str, note: str) -> Alert:
    """Confirmed, kept under watch, or refuted; its sender is told why."""
    alert = _held(alert)
    if outcome not in Outcome.values:
        raise Refused("Choisir confirmée, en veille ou infirmée.")
    if not note.strip():
        raise Refused("Écrire pourquoi\u00a0: qui a signalé le lira.")
    if alert.state == State.RECEIVED:
        raise Refused("Confier d’abord l’alerte à un groupe\u00a0: les autres pourront la voir.")
    check_words(note, is_confirmed=True)
    now = timezone.now()
    alert.state, alert.outcome, alert.closed_at = State.CLOSED, outcome, now
    alert.answered_at = alert.answered_at or now
    alert.save(update_fields=["state", "outcome", "closed_at", "answered_at"])
    words = f"Conclue\u00a0: {alert.get_outcome_display()}"
    note_step(alert, by, "conclure_alerte", words, note.strip())
    _tell_everyone(alert)
    _tell_sender(alert, emails.concluded(alert, note.strip()))
    return alert


@transaction.atomic
def reopen(*, by: User, alert: Alert) -> Alert:
    """What was concluded too soon, or what the watch saw again."""
    alert = _held(alert)
    if alert.state != State.CLOSED:
        raise Refused("Cette alerte n’est pas conclue.")
    alert.state, alert.outcome, alert.closed_at = State.EXAMINED, "", None
    alert.save(update_fields=["state", "outcome", "closed_at"])
    note_step(alert, by, "rouvrir_alerte", "Rouverte")
    _tell_everyone(alert)
    return alert


@transaction.atomic
def say_moved(*, by: User | None, link: AlertIndicator, moved: str) -> AlertIndicator:
    """Whether a figure moved as the alert said it would, and the day we knew."""
    if moved not in AlertIndicator.Moved.values:
        raise Refused("Choisir une réponse.")
    is_known = moved != AlertIndicator.Moved.UNKNOWN
    link.moved, link.moved_on = moved, timezone.localdate() if is_known else None
    link.save(update_fields=["moved", "moved_on"])
    card = registry.resolve(Ref("indicateur", link.code))
    name = card.title if card else link.code
    words = f"{name}\u00a0: {link.get_moved_display()}"[:160]
    note_step(link.alert, by, "chiffre_alerte", words)
    return link


def _held(alert: Alert) -> Alert:
    """The alert as it is now, held until the end of the transaction."""
    # Only its own row: PostgreSQL does not lock what an outer join may leave out.
    return Alert.objects.select_for_update(of=("self",)).select_related("group").get(pk=alert.pk)


def _back(alert: Alert) -> None:
    """Another institution sees it: it is no longer one voice."""
    if alert.state == State.SORTED and alert.voices.filter(sees="oui").exists():
        alert.state = State.BACKED
        alert.save(update_fields=["state"])


def _tell_everyone(alert: Alert) -> None:
    Generation.advance()
    remember(alert)


def _tell_sender(alert: Alert, letter) -> None:
    if alert.sender is not None and alert.sender.is_active:
        post_letter(to=alert.sender.email, letter=letter)
