"""What is decided about a finding: accepted, corrected, put aside, already there."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.library.actions.notices import change_status, save_notice
from observatoire.library.actions.refusal import Refused
from observatoire.library.actions.transcribing import draft_of, links_of
from observatoire.library.citations.kept import as_row, of_row
from observatoire.library.citations.reference import Reference
from observatoire.library.models import Finding, Manifestation, Notice, Theme
from observatoire.library.rules import may_publish

KIND = "trouvaille"


@transaction.atomic
def accept_finding(*, by: User, finding: Finding) -> Notice:
    """It becomes a notice: published by who may, a draft to read again otherwise."""
    _refuse_settled(finding)
    reference = of_row(finding.content)
    reference = replace(reference, territories=tuple(key for key, _ in finding.territories))
    source = finding.source
    notice = draft_of(reference, origin=Notice.Origin.HARVEST, told=f"Veille\u00a0: {source.name}")
    notice.harvested_from = str(source.pk)
    themes = Theme.objects.filter(slug__in=[slug for slug, _ in finding.themes])
    save_notice(by=by, notice=notice, links=links_of(reference, themes))
    ready = themes.exists() and reference.address
    if ready and may_publish(by):
        change_status(by=by, notice=notice, status=Notice.Status.PUBLISHED)
    else:
        change_status(by=by, notice=notice, status=Notice.Status.REVIEW)
    finding.notice = notice
    _settle(by, finding, Finding.State.ACCEPTED)
    return notice


@transaction.atomic
def refuse_finding(*, by: User, finding: Finding, reason: str = "") -> None:
    _refuse_settled(finding)
    _settle(by, finding, Finding.State.REFUSED, reason)


@transaction.atomic
def tie_finding(*, by: User, finding: Finding, notice: Notice) -> None:
    """« Déjà là »: its address, when it is another one, is kept beside that of the notice."""
    _refuse_settled(finding)
    reference = of_row(finding.content)
    if reference.address and reference.address != notice.source_address:
        Manifestation.objects.get_or_create(
            notice=notice,
            address=reference.address[:1000],
            defaults={"kind": Manifestation.Kind.RELAY, "label": finding.source.name[:200]},
        )
    finding.twin = notice
    finding.twin_reason = finding.twin_reason or "Reconnue à la main."
    _settle(by, finding, Finding.State.TWIN)


@transaction.atomic
def reopen_finding(*, by: User, finding: Finding) -> None:
    """A decision taken too fast; a notice that was made of it is to be deleted by itself."""
    if finding.state == Finding.State.WAITING:
        return
    if finding.notice_id:
        raise Refused("Une notice en a été faite\u00a0: la supprimer d’abord, puis recommencer.")
    finding.state, finding.reason = Finding.State.WAITING, ""
    finding.settled_at = finding.settled_by = None
    finding.save()
    write_audit(by=by, verb="rouvrir", ref=Ref(KIND, str(finding.pk)))


@transaction.atomic
def amend_finding(
    *, by: User, finding: Finding, reference: Reference, themes: list[str], territories: list[str]
) -> None:
    """Corrected by hand before it is accepted; what was proposed and kept keeps its reason."""
    _refuse_settled(finding)
    finding.content = as_row(reference)
    finding.title, finding.date = reference.title[:500], reference.date
    said = dict(map(tuple, finding.themes)) | dict(map(tuple, finding.territories))
    finding.themes = [[key, said.get(key, "Choisi à la main.")] for key in themes]
    finding.territories = [[key, said.get(key, "Choisi à la main.")] for key in territories]
    finding.save()
    write_audit(by=by, verb="corriger", ref=Ref(KIND, str(finding.pk)))


def _settle(by: User, finding: Finding, state: str, reason: str = "") -> None:
    finding.state, finding.reason = state, reason[:300]
    finding.settled_at, finding.settled_by = timezone.now(), by
    finding.save()
    write_audit(by=by, verb="trancher", ref=Ref(KIND, str(finding.pk)), etat=state)


def _refuse_settled(finding: Finding) -> None:
    if finding.state != Finding.State.WAITING:
        label = Finding.State(finding.state).label.lower()
        raise Refused(f"Une décision a déjà été prise\u00a0: {label}.")
