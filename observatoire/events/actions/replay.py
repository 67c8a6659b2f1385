"""The replay: published when everyone seen in it accepts, and when everyone can follow it."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events import emails, search
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Event, Intervention, Notice
from observatoire.events.queries.presence import present_at
from observatoire.mail.actions import Refused as Unsent
from observatoire.mail.actions import post_letter

logger = logging.getLogger(__name__)
BATCH = 200
CUE = re.compile(r"(\d{2}:)?\d{2}:\d{2}\.\d{3} --> (\d{2}:)?\d{2}:\d{2}\.\d{3}")
CHAPTER = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})\s+(\S.*)")


def read_chapters(text: str) -> list[dict]:
    """« 00:12:30 La première étude », one a line. Raises Refused."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        read = CHAPTER.fullmatch(line.strip())
        if read is None or int(read[3]) > 59:
            raise Refused(f"«\u00a0{line.strip()}\u00a0»\u00a0: écrire une heure puis un titre.")
        hours, minutes, seconds = int(read[1] or 0), int(read[2]), int(read[3])
        found.append({"seconds": hours * 3600 + minutes * 60 + seconds, "title": read[4][:160]})
    return sorted(found, key=lambda one: one["seconds"])


def check_captions(content: bytes) -> None:
    """A file of captions (VTT), with one at least. Raises Refused."""
    text = content.decode("utf-8-sig", errors="replace")
    if not text.startswith("WEBVTT") or not CUE.search(text):
        raise Refused("Ce fichier n’est pas un sous-titrage VTT\u00a0: il commence par WEBVTT.")


@transaction.atomic
def save_replay(*, by: User, event: Event, captions_reason: str = "") -> Event:
    """What the form holds; what is published stays so only while it may be."""
    event.save()
    followup = event.followup
    followup.captions_reason = captions_reason
    followup.save(update_fields=["captions_reason"])
    if event.replay_published_at and missing_for_replay(event):
        _withdraw(event)
    _made_known(event, by, "replay")
    return event


def missing_for_replay(event: Event) -> list[str]:
    """What stands between the replay and its publication; sentences that say what to do."""
    found = []
    if not event.replay_address and event.replay_file is None:
        found.append("Donner l’adresse du replay, ou son fichier.")
    silent, against = permissions_of(event)
    if silent:
        found.append(f"Demander l’accord de diffusion à\u00a0: {', '.join(map(str, silent))}.")
    if against:
        found.append(
            f"Refusent la diffusion\u00a0: {', '.join(map(str, against))}. Couper leur passage, "
            "puis retirer leur intervention du programme, ou renoncer au replay."
        )
    reason = getattr(getattr(event, "followup", None), "captions_reason", "")
    if event.replay_captions is None and not reason:
        found.append("Donner les sous-titres (VTT), ou dire pourquoi il n’y en a pas.")
    if not event.replay_transcript and not reason:
        found.append("Donner la transcription, ou dire pourquoi il n’y en a pas.")
    return found


def permissions_of(event: Event) -> tuple[list[Intervention], list[Intervention]]:
    """Speakers who have not said, and those who refused to be recorded or broadcast."""
    rows = Intervention.objects.filter(session__event=event).exclude(status="decline")
    rows = list(rows.select_related("institution", "person").order_by("session__order", "order"))
    against = [one for one in rows if False in (one.may_record, one.may_broadcast)]
    silent = [
        one for one in rows if one not in against and None in (one.may_record, one.may_broadcast)
    ]
    return silent, against


@transaction.atomic
def publish_replay(*, by: User, event: Event) -> Event:
    """Everyone may see it; registrants are written to by the recurring work. Raises Refused."""
    found = Event.objects.select_for_update().get(pk=event.pk)
    if not found.is_over:
        raise Refused("L’événement n’a pas encore eu lieu.")
    if missing := missing_for_replay(found):
        raise Refused(" ".join(missing))
    if found.replay_published_at is None:
        found.replay_published_at = timezone.now()
        found.save(update_fields=["replay_published_at"])
    _made_known(found, by, "publier_replay")
    return found


@transaction.atomic
def withdraw_replay(*, by: User, event: Event) -> None:
    """No longer seen; who has its address keeps it, where it stands elsewhere."""
    _withdraw(event)
    _made_known(event, by, "retirer_replay")


def withdraw_if_refused(*, event: Event) -> None:
    """A speaker changed their mind: what they refuse is no longer shown."""
    if event.replay_published_at and any(permissions_of(event)):
        _withdraw(event)
        _made_known(event, None, "retirer_replay")


def _withdraw(event: Event) -> None:
    event.replay_published_at = None
    Event.objects.filter(pk=event.pk).update(replay_published_at=None)


def count_view(*, event: Event) -> None:
    """One more, and nothing of who: no address, no hour, no mark left behind."""
    Event.objects.filter(pk=event.pk).update(replay_views=F("replay_views") + 1)


def send_replays() -> int:
    """To each registrant once, in other words to who was there and to who was not."""
    rows = Event.objects.filter(replay_sent_at=None, replay_published_at__isnull=False)
    recent = rows.filter(replay_published_at__gt=timezone.now() - timedelta(days=30))
    return sum(_send(event) for event in recent.order_by("replay_published_at", "pk"))


def _send(event: Event) -> int:
    written = Notice.objects.filter(kind=Notice.Kind.REPLAY).values("registration")
    rows = event.registrations.confirmed().exclude(email="").exclude(pk__in=written)
    rows = rows.order_by("rank", "pk")
    present, sent = present_at(event), 0
    for one in rows[:BATCH]:
        was_there = one.pk in present.registered if present.is_known else None
        sent += _post(one, emails.replay(one, was_there))
    if not rows.exists():
        Event.objects.filter(pk=event.pk).update(replay_sent_at=timezone.now())
    return sent


def _post(one, letter) -> int:
    try:
        with transaction.atomic():
            Notice.objects.create(registration=one, kind=Notice.Kind.REPLAY)
            post_letter(to=one.email, letter=letter)
    except IntegrityError:
        return 0
    except Unsent:
        logger.warning("Un replay n’a pas pu être envoyé\u00a0: %s.", one.pk)
        Notice.objects.get_or_create(registration=one, kind=Notice.Kind.REPLAY)
        return 0
    return 1


def _made_known(event: Event, by: User | None, verb: str) -> None:
    search.remember(event)
    Generation.advance()
    write_audit(by=by, verb=verb, ref=Ref("evenement", str(event.pk)))
