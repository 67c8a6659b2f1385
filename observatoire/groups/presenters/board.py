"""The board: what was decided and waits, for me, my group, or all of mine."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils import timezone

from observatoire.groups.models import Passage
from observatoire.groups.queries.meetings import followed, settled

ON_A_PAGE = 30
WHOSE = (("tout", "Tout"), ("moi", "Mon institution"))


@dataclass(frozen=True)
class BoardLine:
    passage: Passage
    text: str
    owner: str
    is_late: bool
    is_own: bool


@dataclass(frozen=True)
class Board:
    page: Page
    lines: tuple[BoardLine, ...]
    asked: dict[str, str]
    late: int
    whose: tuple = WHOSE


def present_board(person, own: frozenset[str], asked) -> Board:
    known = getattr(person, "person", None)
    institution = known.institution_id if known else None
    chosen = {name: asked.get(name, "") for name in ("groupe", "qui", "etat", "q")}
    groups = [chosen["groupe"]] if chosen["groupe"] in own else sorted(own)
    rows = settled(groups) if chosen["etat"] == "clos" else followed(groups)
    if chosen["qui"] == "moi" and institution:
        rows = rows.filter(owner=institution)
    if words := chosen["q"].strip():
        rows = rows.filter(text__icontains=words)
    page = Paginator(rows, ON_A_PAGE).get_page(asked.get("page"))
    today = timezone.localdate()
    late = rows.filter(due__lt=today).count() if chosen["etat"] != "clos" else 0
    lines = tuple(_line(one, institution, today) for one in page.object_list)
    return Board(page, lines, chosen, late)


def _line(passage: Passage, institution, today) -> BoardLine:
    owner = passage.owner
    return BoardLine(
        passage=passage,
        text=passage.text,
        owner=(owner.acronym or owner.name) if owner else "",
        is_late=passage.state in Passage.OPEN and passage.due is not None and passage.due < today,
        is_own=owner is not None and owner.pk == institution,
    )
