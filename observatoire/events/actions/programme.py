"""The programme is put in order, kept in versions, given back. One row of the event is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from observatoire.base.models import Generation, Revision
from observatoire.base.registry import Ref
from observatoire.contributions import actions as contributions
from observatoire.contributions.models import Proposal, Speaker
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Event, Intervention, Session

VERSIONS = "programme"
FIELDS = ("kind", "title", "summary", "minutes", "room", "notice_address")
MINUTES = {"ouverture": 15, "etude": 30, "table_ronde": 60, "temoignage": 20, "pause": 15}
NATURES = {
    Proposal.Nature.STUDY: Session.Kind.STUDY,
    Proposal.Nature.TESTIMONY: Session.Kind.TESTIMONY,
    Proposal.Nature.THEME: Session.Kind.EXCHANGE,
}


@transaction.atomic
def put_in_order(*, by: User, event: Event, keys: Sequence[UUID]) -> None:
    """Give the sessions this order. It must name each of them: another may be at work."""
    held = _held(event)
    known = {one.pk: one for one in held.sessions.order_by("order", "id")}
    if len(keys) != len(known) or set(keys) != set(known):
        raise Refused(
            "Le programme a changé entre-temps\u00a0: rien n’est déplacé, relire et recommencer."
        )
    for order, key in enumerate(keys):
        known[key].order = order
    Session.objects.bulk_update(known.values(), ["order"])
    _noted(by, held, "programme_ordonne")


@transaction.atomic
def move(*, by: User, session: Session, to: int) -> None:
    """Put a session at a rank, counted from 1; beyond the ends, at the end."""
    keys = list(session.event.sessions.order_by("order", "id").values_list("pk", flat=True))
    keys.remove(session.pk)
    keys.insert(max(0, min(to - 1, len(keys))), session.pk)
    put_in_order(by=by, event=session.event, keys=keys)


@transaction.atomic
def save_session(*, by: User, session: Session) -> Session:
    held = _held(session.event)
    if session._state.adding:
        session.order = held.sessions.count()
    session.save()
    _noted(by, held, "seance_ecrite")
    return session


@transaction.atomic
def delete_session(*, by: User, session: Session) -> None:
    """A version is kept first, so that it may be undone."""
    held = _held(session.event)
    keep_version(by=by, event=held, remark=f"avant le retrait de «\u00a0{session}\u00a0»")
    session.delete()
    _noted(by, held, "seance_retiree")


@transaction.atomic
def give_voice(*, by: User | None, session: Session, speaker: Speaker) -> Intervention:
    """Someone speaks in a session; twice asked, once there."""
    found = Intervention.objects.filter(session=session, speaker=speaker).first()
    if found is None:
        order = session.interventions.count()
        found = Intervention(session=session, speaker=speaker, order=order)
    follow_speaker(intervention=found)
    _noted(by, session.event, "intervenant_place")
    return found


@transaction.atomic
def take_voice(*, by: User, intervention: Intervention) -> None:
    event = intervention.session.event
    intervention.delete()
    _noted(by, event, "intervenant_retire")


def follow_speaker(*, intervention: Intervention) -> None:
    """What a speaker says of themselves is what the programme shows."""
    said = intervention.speaker
    intervention.speaker_name = said.full_name
    intervention.function = said.function
    intervention.institution_name = said.organisation or ("" if said.full_name else "À nommer")
    confirmed = {
        Speaker.State.CONFIRMED: Intervention.Status.CONFIRMED,
        Speaker.State.DECLINED: Intervention.Status.DECLINED,
    }
    intervention.status = confirmed.get(said.state, Intervention.Status.FORESEEN)
    permitted = {"oui": True, "non": False}
    intervention.may_record = permitted.get(said.may_record)
    intervention.may_broadcast = permitted.get(said.may_broadcast)
    intervention.permission_at = said.answered_at
    intervention.save()


@transaction.atomic
def session_from_idea(*, by: User, idea: Ref) -> Ref:
    """An idea becomes a session of the event that its call serves, with whom it names."""
    proposal = Proposal.objects.select_related("call").get(pk=idea.key)
    owner = proposal.call.owner
    event = Event.objects.get(pk=owner.key)
    known = proposal.outcomes.filter(kind="seance").first()
    if known and Session.objects.filter(pk=known.key).exists():
        return known.ref
    kind = NATURES.get(proposal.nature, Session.Kind.TESTIMONY)
    session = Session(event=event, kind=kind, title=proposal.title, minutes=MINUTES.get(kind, 20))
    save_session(by=by, session=session)
    speaker = contributions.think_of(by=by, owner=owner, proposal=proposal)
    give_voice(by=by, session=session, speaker=speaker)
    return Ref("seance", str(session.pk))


def content_of(event: Event) -> list[dict]:
    """The programme as a version keeps it."""
    rows = event.sessions.order_by("order", "id").prefetch_related("interventions")
    return [
        {name: getattr(one, name) for name in FIELDS}
        | {
            "id": str(one.pk),
            "starts_at": one.starts_at.isoformat() if one.starts_at else None,
            "speakers": sorted(str(s.speaker_id) for s in one.interventions.all() if s.speaker_id),
        }
        for one in rows
    ]


@transaction.atomic
def keep_version(*, by: User | None, event: Event, remark: str) -> Revision:
    """The programme as it is, to be compared with, and given back."""
    return Revision.objects.create(
        kind=VERSIONS,
        key=str(event.pk),
        content=content_of(event),
        remark=remark[:250],
        made_by=by,
    )


@transaction.atomic
def restore_version(*, by: User, event: Event, version: Revision) -> None:
    """Give the programme back as it was; what it was until now is kept first.

    A session that is in both keeps its slides and its own page.
    """
    held = _held(event)
    keep_version(by=by, event=held, remark="avant le retour à une version")
    now = {str(one.pk): one for one in held.sessions.order_by("order", "id")}
    wanted = {row["id"] for row in version.content}
    held.sessions.exclude(pk__in=wanted).delete()
    speakers = {str(one.pk): one for one in Speaker.objects.of(Ref("evenement", str(held.pk)))}
    for order, row in enumerate(version.content):
        session = now.get(row["id"]) or Session(pk=UUID(row["id"]), event=held)
        for name in FIELDS:
            setattr(session, name, row[name])
        begins = row["starts_at"]
        session.starts_at = datetime.fromisoformat(begins) if begins else None
        session.order = order
        session.save()
        kept = set(row["speakers"])
        session.interventions.filter(speaker__isnull=False).exclude(speaker__in=kept).delete()
        for key in sorted(kept & set(speakers)):
            give_voice(by=by, session=session, speaker=speakers[key])
    _noted(by, held, "programme_rendu")


def _held(event: Event) -> Event:
    return Event.objects.select_for_update().get(pk=event.pk)


def _noted(by: User | None, event: Event, verb: str) -> None:
    write_audit(by=by, verb=verb, ref=Ref("evenement", str(event.pk)))
    Generation.advance()
