"""What preparing a day on site asks: its programme with faults, its balance, its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from django.db.models import Prefetch

from observatoire.base.french import normalise
from observatoire.base.models import Revision, Territory
from observatoire.base.registry import Ref
from observatoire.contributions.models import Attachment, Speaker
from observatoire.contributions.queries.balance import Line as Gauge
from observatoire.contributions.queries.balance import Part, gauge
from observatoire.directory.models import Institution
from observatoire.events.models import Event, Intervention, Session

KIND = Institution.Kind
BODIES = {
    KIND.ASSOCIATION: "association",
    KIND.NETWORK: "association",
    KIND.RESEARCH: "recherche",
    KIND.OTHER: "",
}
NATURES = {
    Session.Kind.STUDY: "etude",
    Session.Kind.TESTIMONY: "temoignage",
    Session.Kind.ROUND_TABLE: "initiative",
}


@dataclass(frozen=True)
class Slot:
    """A session with its hours; None where a duration is missing."""

    session: Session
    starts_at: datetime | None
    ends_at: datetime | None
    voices: tuple[Intervention, ...]


def slots_of(event: Event) -> list[Slot]:
    speaking = Intervention.objects.select_related(
        "speaker__proposal__territory", "institution__territory", "person"
    ).order_by("order", "id")
    rows = event.sessions.select_related("slides").order_by("order", "id")
    rows = rows.prefetch_related(
        Prefetch("interventions", speaking, to_attr="voices"),
    )
    clock, found = event.starts_at, []
    for one in rows:
        begins = one.starts_at or clock
        ends = begins + timedelta(minutes=one.minutes) if begins and one.minutes else None
        found.append(Slot(one, begins, ends, tuple(one.voices)))
        clock = ends
    return found


def faults_of(event: Event, slots: list[Slot], absences: dict) -> list[str]:
    """What cannot hold as it stands, in sentences that say where.

    `absences`: by speaker, the hours when they cannot be there.
    """
    found = []
    for first, second in combinations(slots, 2):
        if _overlap(first, second):
            both = f"«\u00a0{first.session}\u00a0» et «\u00a0{second.session}\u00a0»"
            for name in sorted(_names(first) & _names(second)):
                found.append(f"{name} parle à la même heure dans {both}.")
            room = first.session.room
            if room and normalise(room) == normalise(second.session.room):
                found.append(f"La salle {room} est prise deux fois à la même heure\u00a0: {both}.")
    for slot in slots:
        found += _faults_of_one(event, slot, absences)
    return found


def _faults_of_one(event: Event, slot: Slot, absences: dict) -> list[str]:
    name, found = f"«\u00a0{slot.session}\u00a0»", []
    if slot.ends_at and event.ends_at and slot.ends_at > event.ends_at:
        late = int((slot.ends_at - event.ends_at).total_seconds() // 60)
        found.append(f"{name} finit {late}\u00a0min après la fin annoncée.")
    if slot.session.minutes is None:
        found.append(f"{name} n’a pas de durée\u00a0: les heures qui suivent sont inconnues.")
    for voice in slot.voices:
        if voice.status == Intervention.Status.DECLINED:
            found.append(f"{voice} a décliné, et reste au programme dans {name}.")
        for start, end in absences.get(voice.speaker_id, ()):
            if slot.ends_at and slot.starts_at < end and start < slot.ends_at:
                found.append(f"{voice} n’est pas disponible à l’heure de {name}.")
    return found


def _overlap(first: Slot, second: Slot) -> bool:
    if first.ends_at is None or second.ends_at is None:
        return False
    return first.starts_at < second.ends_at and second.starts_at < first.ends_at


def _names(slot: Slot) -> set[str]:
    return {
        voice.speaker_name
        for voice in slot.voices
        if voice.speaker_name and voice.status != Intervention.Status.DECLINED
    }


def absences_of(event: Event) -> dict:
    rows = Speaker.objects.of(_ref(event)).values_list(
        "pk", "absences__starts_at", "absences__ends_at"
    )
    found: dict = {}
    for pk, start, end in rows.order_by("pk", "absences__starts_at"):
        if start:
            found.setdefault(pk, []).append((start, end))
    return found


def balance_of(slots: list[Slot]) -> list[Gauge]:
    """Départements, who carries, what it is, rural: of who is in the programme."""
    places = Territory.objects.present().filter(level="departement", in_region=True)
    names = {one.code: one.name for one in places.order_by("code")}
    parts = [_part(slot, voice, names) for slot in slots for voice in slot.voices]
    return gauge(parts, list(names.values()))


def _part(slot: Slot, voice: Intervention, names: dict[str, str]) -> Part:
    idea = voice.speaker.proposal if voice.speaker else None
    if idea is not None:
        place = idea.territory.name if idea.territory else ""
        return Part(place, idea.body, idea.nature, idea.is_rural)
    place, body = "", ""
    if voice.institution is not None:
        where = voice.institution.territory
        place = names.get(where.code, "") if where and where.level == "departement" else ""
        body = BODIES.get(voice.institution.kind, "institution")
    return Part(place, body, NATURES.get(slot.session.kind, ""))


def versions_of(event: Event):
    from_event = Revision.objects.filter(kind="programme", key=str(event.pk))
    return from_event.select_related("made_by").order_by("-made_at", "id")


def compared(before: list[dict], after: list[dict]) -> list[tuple[str, str]]:
    """What changed between two versions: a word, and the session it is about.

    An added or a removed session moves all that follow it: a rank is one among what stays.
    """
    old = {row["id"]: row for row in before}
    new = {row["id"]: row for row in after}
    found = [("retirée", row["title"]) for key, row in old.items() if key not in new]
    was = [key for key in old if key in new]
    now = [key for key in new if key in old]
    for key, row in new.items():
        if key not in old:
            found.append(("ajoutée", row["title"]))
            continue
        words = [label for name, label in CHANGES if old[key][name] != row[name]]
        if was.index(key) != now.index(key):
            words.append(f"passe du rang {was.index(key) + 1} au rang {now.index(key) + 1}")
        if words:
            found.append((", ".join(words), row["title"]))
    return found


CHANGES = (
    ("title", "nouveau titre"),
    ("kind", "autre sorte"),
    ("minutes", "autre durée"),
    ("room", "autre salle"),
    ("starts_at", "autre heure"),
    ("speakers", "autres intervenants"),
)


@dataclass(frozen=True)
class Guest:
    """A speaker, with what is still awaited from them."""

    speaker: Speaker
    slides: tuple[Attachment, ...]
    sessions: tuple[str, ...]

    @property
    def awaited(self) -> list[str]:
        one = self.speaker
        if one.state == Speaker.State.INVITED:
            return ["sa réponse"]
        if one.state != Speaker.State.CONFIRMED:
            return []
        lacks = [] if self.slides else ["son support"]
        lacks += [] if one.may_record else ["son accord pour l’enregistrement"]
        return lacks + ([] if one.may_broadcast else ["son accord pour la diffusion"])


def guests_of(event: Event) -> list[Guest]:
    rows = Speaker.objects.of(_ref(event)).order_by("created_at", "id")
    rows = rows.prefetch_related(
        Prefetch("attachments", Attachment.objects.order_by("-laid_at", "id")),
        Prefetch("interventions", Intervention.objects.select_related("session").order_by("pk")),
    )
    return [
        Guest(
            one,
            tuple(one.attachments.all()),
            tuple(voice.session.title for voice in one.interventions.all()),
        )
        for one in rows
    ]


def late_with_slides(event: Event) -> list[Speaker]:
    """Who is to be asked again: no answer yet, or coming without slides."""
    return [
        one.speaker for one in guests_of(event) if {"sa réponse", "son support"} & set(one.awaited)
    ]


def _ref(event: Event) -> Ref:
    return Ref("evenement", str(event.pk))
