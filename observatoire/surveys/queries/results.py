"""What was answered, as it may be read.

The answers to an anonymous survey are read once it is closed: read as they come, two readings
would give by their difference the answer that came between them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from observatoire.base.registry import Ref
from observatoire.surveys.models import Survey
from observatoire.surveys.questionnaire import (
    FEWEST,
    Group,
    Kind,
    Questionnaire,
    Tally,
    by_group,
    tally,
)
from observatoire.surveys.questionnaire import Count as Part


@dataclass(frozen=True)
class Participation:
    invited: int
    answered: int

    @property
    def share(self) -> float | None:
        return self.answered / self.invited if self.invited else None


@dataclass(frozen=True)
class Results:
    """`reason` says why there is nothing to read yet."""

    participation: Participation
    tallies: tuple[Tally, ...] = ()
    groups: tuple[Group, ...] = ()
    reason: str = ""


def surveys_of(ref: Ref) -> Iterable[Survey]:
    found = Survey.objects.filter(ref_kind=ref.kind, ref_key=ref.key).select_related("version")
    return found.order_by("created_at", "id")


def listed_surveys(*, words: str = "", state: str = "") -> Iterable[Survey]:
    """With how many were asked and how many answered, in one question to the database."""
    found = Survey.objects.matching(words=words, state=state).select_related("version")
    return found.annotate(
        invited=Count("invitations"),
        answered=Count("invitations", filter=Q(invitations__has_answered=True)),
    ).order_by("-created_at", "id")


def participation_of(survey: Survey) -> Participation:
    if survey.frozen is not None:
        return Participation(survey.frozen["invited"], survey.frozen["answered"])
    answered = Count("pk", filter=Q(has_answered=True))
    found = survey.invitations.aggregate(invited=Count("pk"), answered=answered)
    return Participation(**found)


def waiting_keys(survey: Survey) -> list[str]:
    """Those who have not answered yet, for a reminder."""
    return list(survey.invitations.filter(has_answered=False).values_list("key", flat=True))


def results_of(
    survey: Survey, *, group: str = "", participation: Participation | None = None
) -> Results:
    """`participation`, where the caller counted it already."""
    if participation is None or survey.frozen is not None:
        participation = participation_of(survey)
    if reason := _reason(survey, participation):
        return Results(participation, reason=reason)
    if survey.frozen is not None:
        return Results(participation, _thawed(survey.frozen["tallies"]))
    answers, questionnaire = _answers(survey), survey.version.read()
    groups = by_group(questionnaire, answers, group) if group in groupings(questionnaire) else ()
    return Results(participation, tally(questionnaire, answers), groups)


def _reason(survey: Survey, participation: Participation) -> str:
    if survey.state == Survey.State.PREPARED:
        return "Cette enquête n’est pas encore ouverte."
    if survey.is_anonymous and survey.state == Survey.State.OPEN:
        return "Les réponses à une enquête anonyme se lisent quand elle est close."
    if participation.answered < FEWEST:
        return f"Moins de {FEWEST} réponses\u00a0: elles ne se montrent pas."
    return ""


def tallies_of(survey: Survey) -> tuple[Tally, ...]:
    return tally(survey.version.read(), _answers(survey))


def groupings(questionnaire: Questionnaire) -> dict[str, str]:
    """The questions whose answers part the respondents: one answer each."""
    kinds = {Kind.SINGLE, Kind.SATISFACTION}
    return {one.code: one.label for one in questionnaire.questions if one.kind in kinds}


def free_texts(survey: Survey) -> dict[str, list[str]]:
    """What was written, question by question, each shuffled: for the coordination alone."""
    if _reason(survey, participation_of(survey)) or survey.frozen is not None:
        return {}
    answers = _answers(survey)
    found = {}
    for question in survey.version.read().questions:
        if question.kind is Kind.TEXT:
            texts = [one[question.code] for one in answers if one.get(question.code)]
            random.SystemRandom().shuffle(texts)
            found[question.code] = texts
    return found


def rows_of(survey: Survey) -> list[dict]:
    """Answer by answer, where answers bear a name; of an anonymous survey, the counts alone leave.

    Row by row, a spreadsheet would cross what the screens refuse to cross.
    """
    return [] if survey.is_anonymous else _answers(survey)


def _answers(survey: Survey) -> list[dict]:
    final = survey.answers.filter(is_final=True).order_by("id")
    return list(final.values_list("values", flat=True))


def _thawed(kept: list[dict]) -> tuple[Tally, ...]:
    return tuple(
        Tally(
            **{**one, "kind": Kind(one["kind"]), "counts": tuple(Part(**c) for c in one["counts"])}
        )
        for one in kept
    )
