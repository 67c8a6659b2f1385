"""Twice a year everyone is asked; who has not answered is reminded once."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.alerts import emails
from observatoire.alerts.actions.refusal import Refused
from observatoire.alerts.models import Jump, JumpReply, Wave
from observatoire.alerts.queries.people import everyone_asked, institutions_of
from observatoire.alerts.rules import institution_of
from observatoire.base.registry import Ref, registry
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail.actions import post_letter

REMINDED_BEFORE = timedelta(days=7)
LONGEST = timedelta(days=92)
JUMP_LIMIT = 6  # asked at once: more would not be answered
JUMP_CLOSES = timedelta(days=90)


@transaction.atomic
def open_wave(*, by: User, title: str, opens_on: date, closes_on: date) -> Wave:
    """Prepared; the letters leave on its first day."""
    if closes_on <= opens_on or closes_on < timezone.localdate():
        raise Refused("La vague doit finir après avoir commencé, et dans l’avenir.")
    if closes_on - opens_on > LONGEST:
        raise Refused("Une vague dure trois mois au plus.")
    if Wave.objects.filter(opens_on__lte=closes_on, closes_on__gte=opens_on).exists():
        raise Refused("Une autre vague est ouverte à ces dates.")
    if Wave.objects.filter(title=title.strip()).exists():
        raise Refused("Une vague porte déjà ce titre.")
    wave = Wave.objects.create(title=title.strip(), opens_on=opens_on, closes_on=closes_on)
    write_audit(by=by, verb="ouvrir_vague", ref=Ref("vague_alertes", str(wave.pk)))
    return wave


def send_due_waves() -> int:
    """Letters of waves that begin, and one reminder; done again, it sends none twice."""
    today = timezone.localdate()
    rows = Wave.objects.open_on(today).filter(is_demonstration=False).order_by("opens_on", "pk")
    due = list(rows.filter(sent_at=None))
    sent = sum(_send(one) for one in due)
    late = rows.exclude(sent_at=None).filter(
        reminded_at=None, closes_on__lte=today + REMINDED_BEFORE
    )
    return sent + sum(_remind(one) for one in late)


@transaction.atomic
def _send(wave: Wave) -> int:
    if not Wave.objects.filter(pk=wave.pk, sent_at=None).update(sent_at=timezone.now()):
        return 0
    boxes = everyone_asked()
    Wave.objects.filter(pk=wave.pk).update(asked=len(boxes))
    for box in boxes:
        post_letter(to=box, letter=emails.wave_opened(wave))
    write_audit(by=None, verb="envoyer_vague", ref=_ref(wave), adresses=len(boxes))
    return len(boxes)


@transaction.atomic
def _remind(wave: Wave) -> int:
    """Whose institution said nothing yet; an address that nobody knows is left in peace."""
    if not Wave.objects.filter(pk=wave.pk, reminded_at=None).update(reminded_at=timezone.now()):
        return 0
    answered = {str(pk) for pk in wave.replies.order_by("pk").values_list("institution", flat=True)}
    known = institutions_of(everyone_asked())
    boxes = sorted(box for box, institution in known.items() if institution not in answered)
    for box in boxes:
        post_letter(to=box, letter=emails.wave_reminded(wave))
    write_audit(by=None, verb="relancer_vague", ref=_ref(wave), adresses=len(boxes))
    return len(boxes)


@transaction.atomic
def notice_jumps() -> int:
    """Figures that have just moved ask partners whether they see it; each once."""
    old = timezone.now() - JUMP_CLOSES
    Jump.objects.filter(closed_at=None, asked_at__lt=old).update(closed_at=timezone.now())
    room = JUMP_LIMIT - Jump.objects.filter(closed_at=None).count()
    made = 0
    for one in (found for give in registry.movements.values() for found in give()):
        if made >= room:
            break
        _, is_new = Jump.objects.get_or_create(
            code=one.ref.key,
            territory=one.territory,
            period=one.period,
            defaults={"sentence": one.sentence[:400], "address": one.address},
        )
        made += is_new
    return made


@transaction.atomic
def answer_jump(*, by: User, jump: Jump, sees: str) -> JumpReply:
    own = institution_of(by)
    if own is None:
        raise Refused(
            "Votre compte n’est rattaché à aucune institution\u00a0: écrire à la coordination."
        )
    given = {"sees": sees, "account": by, "at": timezone.now()}
    reply, _ = JumpReply.objects.update_or_create(jump=jump, institution=own, defaults=given)
    write_audit(by=by, verb="repondre_chiffre", ref=Ref("chiffre_qui_bouge", str(jump.pk)))
    return reply


def _ref(wave: Wave) -> Ref:
    return Ref("vague_alertes", str(wave.pk))
