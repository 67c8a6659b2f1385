"""Letters, their lines, and who they are for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from observatoire.directory.queries.lists import audience
from observatoire.mail.actions import Candidate
from observatoire.newsletter.models import Issue, Line, Subscriber

FEW = 5  # under it, a number of visits is not shown
NOT_THEIR_THEMES = "la lettre ne parle d’aucun de leurs thèmes"


@dataclass(frozen=True)
class Readers:
    """Whom a letter goes to, and why others are left out: (reason, how many)."""

    candidates: list[Candidate]
    excluded: list[tuple[str, int]]

    @property
    def asked(self) -> int:
        return len(self.candidates) + sum(number for _, number in self.excluded)


def listed_issues(*, words: str = "", state: str = ""):
    found = Issue.objects.matching(words=words, state=state).select_related("mailing")
    return found.annotate(
        said=Count("lines", filter=Q(lines__is_kept=True)),
        left=Count("lines", filter=Q(lines__is_kept=False)),
    ).order_by("-number")


def archive(*, words: str = ""):
    """The public letters, the newest first, with their lines."""
    found = Issue.objects.published()
    for word in words.split():
        said = Line.objects.kept().filter(Q(title__icontains=word) | Q(text__icontains=word))
        found = found.filter(Q(title__icontains=word) | Q(pk__in=said.values("issue")))
    kept = Prefetch("lines", Line.objects.kept().order_by("order", "id"), to_attr="said_lines")
    return found.prefetch_related(kept).order_by("-number")


def lines_of(issue: Issue) -> list[tuple[str, str, list[Line]]]:
    """What a letter says, by part: its key, its name, its lines in their order."""
    kept = list(issue.lines.kept().order_by("order", "id"))
    return [
        (part.value, part.label, [one for one in kept if one.part == part.value])
        for part in Line.Part
    ]


def left_out_of(issue: Issue) -> list[Line]:
    return list(issue.lines.filter(is_kept=False).order_by("part", "order", "id"))


def themes_of(issue: Issue) -> set[str]:
    return {key for themes in issue.lines.kept().values_list("themes", flat=True) for key in themes}


def readers_of(issue: Issue) -> Readers:
    """The list of the directory, with its ledger of agreements, and those who subscribed."""
    excluded: Counter[str] = Counter()
    candidates = []
    if issue.list is not None:
        found = audience(issue.list)
        candidates = [Candidate(one.email) for one in found.prepared]
        excluded.update(one.reason for one in found.excluded)
    told = themes_of(issue)
    for email, themes in Subscriber.objects.confirmed().values_list("email", "themes"):
        if themes and told.isdisjoint(themes):
            excluded[NOT_THEIR_THEMES] += 1
        else:
            candidates.append(Candidate(email))
    return Readers(candidates, sorted(excluded.items()))


def visits_of(issue: Issue) -> list[tuple[str, str]]:
    """What was opened from the letter: how many, or « moins de 5 », of which nobody is told."""
    rows = issue.lines.kept().filter(address__startswith="/").order_by("-visits", "order", "id")
    return [
        (one.title, str(one.visits) if one.visits >= FEW else f"moins de {FEW}") for one in rows
    ]


def next_number() -> int:
    last = Issue.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
