"""The letters of the demonstration: laid down once, taken away in one go."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from observatoire.base.actions import forget_searchable
from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.newsletter.actions.composing import open_issue
from observatoire.newsletter.actions.diagnosing import examine
from observatoire.newsletter.demonstration import content
from observatoire.newsletter.models import Case, Issue, Line
from observatoire.newsletter.queries.issues import next_number

REF = Ref("lettres", "demo")


@transaction.atomic
def load_demonstration_letters() -> int:
    """Two that came out and the one that is being written; none where any is there already."""
    if Issue.objects.exists():
        return 0
    given = content()
    for one in given["lettres"]:
        _past(one)
    fresh = _issue(given["preparation"])
    open_issue(by=None, issue=fresh)
    _lines(fresh, given["preparation"]["lignes"], start=1000)
    case = given["cas"]
    examine(by=None, content=case["entetes"], domain=case["domaine"], is_demonstration=True)
    write_audit(by=None, verb="lettres_demonstration", ref=REF, lettres=len(given["lettres"]) + 1)
    return len(given["lettres"]) + 1


def _past(one: dict) -> None:
    issue = _issue(one)
    day = timezone.make_aware(datetime.combine(one["jour"], time(9)))
    issue.number, issue.since = next_number(), one["jour"]
    issue.state, issue.published_at = Issue.State.PUBLISHED, day
    issue.proposed_at = issue.made_at = day
    issue.save(force_insert=True)
    _lines(issue, one["lignes"])


def _issue(one: dict) -> Issue:
    return Issue(
        title=one["titre"],
        period=one["date"],
        subject=one["objet"],
        preview=one["apercu"],
        introduction=one["introduction"],
        is_demonstration=True,
    )


def _lines(issue: Issue, lines: list[dict], *, start: int = 1) -> None:
    Line.objects.bulk_create(
        Line(
            issue=issue,
            part=one["partie"],
            order=rank,
            mark=one["mention"],
            title=one["titre"],
            text=one["texte"],
            source=one.get("source", ""),
            address=one["adresse"],
            is_zoom=one.get("zoom", False),
            reason="écrite à la main",
        )
        for rank, one in enumerate(lines, start=start)
    )


@transaction.atomic
def remove_demonstration_letters(*, by: User | None) -> int:
    rows = Issue.objects.filter(is_demonstration=True)
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    for key in keys:
        forget_searchable(kind="lettre", key=key)
    rows.delete()
    Case.objects.filter(is_demonstration=True).delete()
    if keys:
        Generation.advance()
        write_audit(by=by, verb="supprimer_demonstration", ref=REF, lettres=len(keys))
    return len(keys)
