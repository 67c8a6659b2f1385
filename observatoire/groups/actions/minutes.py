"""The road of minutes: opened from the agenda, written, circulated, amended, adopted, published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import Group, User
from observatoire.groups import emails
from observatoire.groups.actions.passages import add_passages, save_passage
from observatoire.groups.actions.refusal import Refused
from observatoire.groups.models import Amendment, Meeting, Minutes, Passage, Theme
from observatoire.groups.queries.members import audience_of
from observatoire.mail.actions import Candidate, ListName, prepare_mailing

WINDOW = timedelta(days=14)
State = Minutes.State


@transaction.atomic
def open_minutes(*, by: User | None, meeting: Meeting) -> Minutes:
    """One document a meeting; it begins with the titles of the agenda, to be written under."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    minutes, is_new = Minutes.objects.get_or_create(meeting=meeting)
    if is_new:
        steers = meeting.group.kind == Group.Kind.STEERING
        if text := _steering(meeting) if steers else _first_words(meeting):
            add_passages(by=by, minutes=minutes, text=text)
        Theme.objects.filter(meeting=meeting, state=Theme.State.CHOSEN).update(
            state=Theme.State.TREATED
        )
        meeting.state = Meeting.State.HELD
        meeting.save(update_fields=["state"])
        _audit(minutes, by, "ouvrir_compte_rendu")
    return minutes


@transaction.atomic
def circulate(*, by: User, minutes: Minutes, days: int = WINDOW.days) -> Minutes:
    """Send to those who were there, and open the window in which they may amend."""
    minutes = _locked(minutes)
    if minutes.state != State.WRITING:
        raise Refused("Ce compte rendu est déjà en relecture, ou adopté.")
    if not minutes.passages.kept().exclude(kind=Passage.Kind.TITLE).exists():
        raise Refused("Le compte rendu ne contient encore que des titres.")
    minutes.state, minutes.circulated_at = State.CIRCULATED, timezone.now()
    minutes.amend_until = minutes.circulated_at + timedelta(days=days)
    minutes.save(update_fields=["state", "circulated_at", "amend_until"])
    _send(by, minutes, "relecture", emails.circulation(minutes))
    _audit(minutes, by, "mettre_en_relecture", jours=days)
    return minutes


@transaction.atomic
def amend(*, by: User, passage: Passage, text: str, reason: str = "") -> Amendment:
    """Ask for other words; for institutions that were at the meeting, while the window is open."""
    minutes = Minutes.objects.select_related("meeting").get(pk=passage.minutes_id)
    if minutes.state != State.CIRCULATED or timezone.now() > minutes.amend_until:
        raise Refused("La relecture est close\u00a0: le demander à la prochaine réunion.")
    person = getattr(by, "person", None)
    institution = person.institution if person else None
    there = minutes.meeting.presences.filter(institution=institution)
    if institution is None or not there.exists():
        raise Refused("Les amendements viennent des institutions présentes à la réunion.")
    if text.replace("\r\n", "\n").strip() == passage.text.strip():
        raise Refused("Le texte proposé est celui du compte rendu.")
    return Amendment.objects.create(
        passage=passage,
        institution=institution,
        by=by,
        text=text.replace("\r\n", "\n").strip(),
        reason=reason.strip(),
    )


@transaction.atomic
def answer_amendment(*, by: User, amendment: Amendment, takes: bool, answer: str = "") -> Amendment:
    """Taken, it enters the text as a new version; refused, its author reads why."""
    if amendment.state != Amendment.State.ASKED:
        raise Refused("Cet amendement a déjà reçu une réponse.")
    if not takes and not answer.strip():
        raise Refused("Écrire pourquoi\u00a0: l’institution qui l’a demandé le lira.")
    amendment.state = Amendment.State.TAKEN if takes else Amendment.State.REFUSED
    amendment.answer = answer.strip()
    amendment.save(update_fields=["state", "answer"])
    if takes:
        passage = Passage.objects.get(pk=amendment.passage_id)
        save_passage(by=by, pk=passage.pk, version=passage.version, text=amendment.text)
    return amendment


@transaction.atomic
def adopt(*, by: User | None, minutes: Minutes) -> Minutes:
    """Frozen: what is decided stays as written. Amendments must all have an answer."""
    minutes = _locked(minutes)
    if minutes.state != State.CIRCULATED:
        raise Refused("Un compte rendu s’adopte après sa relecture.")
    waiting = Amendment.objects.filter(passage__minutes=minutes, state=Amendment.State.ASKED)
    if waiting.exists():
        raise Refused("Des amendements attendent une réponse.")
    if minutes.passages.filter(conflicts__isnull=False, conflicts__settled_at=None).exists():
        raise Refused("Deux écritures d’un même passage sont à réunir.")
    minutes.state, minutes.adopted_at = State.ADOPTED, timezone.now()
    minutes.save(update_fields=["state", "adopted_at"])
    _audit(minutes, by, "adopter")
    return minutes


@transaction.atomic
def publish(*, by: User, minutes: Minutes) -> Minutes:
    """Passages marked public can be read by all; the others stay with the group."""
    minutes = _locked(minutes)
    if minutes.state != State.ADOPTED:
        raise Refused("Un compte rendu se publie une fois adopté.")
    if not minutes.passages.kept().filter(visibility=Passage.Visibility.PUBLIC).exists():
        raise Refused("Aucun passage n’est marqué public\u00a0: il n’y aurait rien à lire.")
    minutes.state, minutes.published_at = State.PUBLISHED, timezone.now()
    minutes.save(update_fields=["state", "published_at"])
    _audit(minutes, by, "publier")
    Generation.advance()
    return minutes


def adopt_those_whose_window_closed() -> int:
    """A window that closes with nothing left to answer adopts the minutes by itself."""
    adopted = 0
    due = Minutes.objects.filter(state=State.CIRCULATED, amend_until__lt=timezone.now())
    for minutes in due.order_by("pk"):
        try:
            adopt(by=None, minutes=minutes)
        except Refused:
            continue  # the desk of the pilots shows what is missing
        adopted += 1
    return adopted


def _first_words(meeting: Meeting) -> str:
    """A title for each part of the agenda, to be written under."""
    parts: dict[str, list[str]] = {}
    for item in _items(meeting):
        parts.setdefault(item.get_part_display(), []).append(item.title)
    return _titles(_heading(part, titles) for part, titles in parts.items())


def _steering(meeting: Meeting) -> str:
    """As a steering committee reads: agenda, what was done, what comes, when it meets again."""
    # Numbered: a point such as « Alerte : … » is told here, it is not one more alert.
    points = "\n".join(f"{rank}. {one.title}" for rank, one in enumerate(_items(meeting), 1))
    coming = meeting.group.meetings.coming().exclude(pk=meeting.pk).first()
    end = ""
    if coming is not None:
        end = f"Date\u00a0: Prochain comité le {emails.day_of(coming)}."
    titles = _titles(("Bilan", "Perspectives", "Prochain comité"))
    return f"# Ordre du jour\n{points}\n{titles}\n{end}"


def _items(meeting: Meeting):
    return meeting.items.filter(is_removed=False).order_by("order", "pk")


def _titles(titles: Iterable[str]) -> str:
    return "\n".join(f"# {title}" for title in titles)


def _heading(part: str, titles: list[str]) -> str:
    """The part, and its one line when it says more than the part's name."""
    if len(titles) > 1:
        return part
    return titles[0] if titles[0].startswith(part) else f"{part}\u00a0: {titles[0]}"


def _send(by: User, minutes: Minutes, verb: str, letter) -> None:
    """To the members whose institution was there, or was excused: they have something to read."""
    meeting = minutes.meeting
    there = {str(one.institution) for one in meeting.presences.select_related("institution")}
    group = meeting.group
    to = [one for one in audience_of(group).prepared if one.institution in there or not there]
    if to:
        prepare_mailing(
            by=by,
            key=f"{verb}-{minutes.pk}",
            title=f"Relecture du compte rendu\u00a0: {group.name}",
            to=ListName(f"groupe-{group.slug}"[:60], group.name),
            letter=letter,
            candidates=[
                Candidate(one.email, Ref("groupe", group.slug), {"institution": one.institution})
                for one in to
            ],
            ref=Ref("groupe", group.slug),
            is_restricted=True,
        )


def _locked(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__group")
    return rows.get(pk=minutes.pk)


def _audit(minutes: Minutes, by: User | None, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("compte_rendu", str(minutes.pk)), **details)
