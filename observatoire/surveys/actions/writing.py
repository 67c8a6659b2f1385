"""A questionnaire written on the site, one question at a time."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from observatoire.directory.models import User
from observatoire.surveys.actions.publishing import publish_version
from observatoire.surveys.actions.refusal import Refused
from observatoire.surveys.models import Draft, Version
from observatoire.surveys.questionnaire import (
    Faulty,
    Question,
    Questionnaire,
    Section,
    read_questionnaire,
    written,
)

FIRST = "Vos réponses"


@transaction.atomic
def take_version(*, by: User, version: Version) -> Draft:
    """Go on from a version that exists: the next number, the same questions."""
    last = Version.objects.filter(code=version.code).order_by("-number").first()
    text = written(replace(version.read(), version=last.number + 1))
    draft, _ = Draft.objects.get_or_create(code=version.code, defaults={"text": text, "by": by})
    return draft


@transaction.atomic
def start_draft(*, by: User, code: str, title: str, introduction: str) -> Draft:
    """An empty questionnaire: a part, and no question yet."""
    if Draft.objects.filter(code=code).exists() or Version.objects.filter(code=code).exists():
        raise Refused(
            "Un questionnaire porte déjà ce titre\u00a0: le reprendre, ou l’appeler autrement."
        )
    whole = Questionnaire(code, 1, title, (Section(FIRST, ()),), introduction)
    return Draft.objects.create(code=code, text=written(whole), by=by)


@transaction.atomic
def write_text(*, by: User, draft: Draft, text: str) -> Draft:
    """The whole text at once. Raises Faulty, or Refused if it is that of another questionnaire."""
    found = read_questionnaire(text, name=f"{draft.code}.yaml", is_draft=True)
    if found.code != draft.code:
        raise Refused(f"Le code est «\u00a0{draft.code}\u00a0»\u00a0: il ne change plus.")
    return _keep(by, draft, text)


@transaction.atomic
def change_sections(*, by: User, draft: Draft, sections: list[Section], whole) -> Draft:
    """New parts and questions. Raises Refused with the first fault, if one makes no sense."""
    text = written(replace(whole, sections=tuple(sections)))
    try:
        read_questionnaire(text, name=draft.code, is_draft=True)
    except Faulty as faulty:
        raise Refused(faulty.problems[0].sentence) from faulty
    return _keep(by, draft, text)


def place(sections: list[Section], question: Question, *, at: int, old: str = "") -> list[Section]:
    """The sections with a question put in one of them, where it was or at the end."""
    found = []
    for rank, section in enumerate(sections):
        kept = list(section.questions)
        here = next((n for n, one in enumerate(kept) if one.code == old), None)
        if here is not None:
            kept[here : here + 1] = [question] if rank == at else []
        elif rank == at:
            kept.append(question)
        found.append(replace(section, questions=tuple(kept)))
    return found


def moved(sections: list[Section], code: str, by_rows: int) -> list[Section]:
    """A question up or down in its section; 0 takes it away."""
    found = []
    for section in sections:
        kept = list(section.questions)
        here = next((n for n, one in enumerate(kept) if one.code == code), None)
        if here is not None:
            one = kept.pop(here)
            if by_rows:
                kept.insert(max(0, here + by_rows), one)
        found.append(replace(section, questions=tuple(kept)))
    return found


@transaction.atomic
def publish_draft(*, by: User, draft: Draft) -> Version:
    """The draft becomes a version, and goes. Raises Faulty, or Refused."""
    name, origin = f"{draft.code}.yaml", Version.Origin.SITE
    version = publish_version(by=by, text=draft.text, name=name, origin=origin)
    draft.delete()
    return version


def delete_draft(*, by: User, draft: Draft) -> None:
    draft.delete()


def _keep(by: User, draft: Draft, text: str) -> Draft:
    draft.text, draft.by = text, by
    draft.save(update_fields=["text", "by", "changed_at"])
    return draft
