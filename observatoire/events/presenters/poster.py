"""A poster: one A4 sheet as a tagged PDF, with a code that a telephone reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from observatoire.base.pdf import compile_pdf
from observatoire.base.templatetags.base_tags import day_in_words, hour_in_words
from observatoire.events.models import Event, Session
from observatoire.events.presenters.squares import square

LOOK = Path(__file__).parents[1] / "templates" / "events" / "pdf" / "poster.typ"
NB = "\u00a0"


def poster_pdf(event: Event, lines: Sequence) -> bytes:
    return compile_pdf(LOOK, told(event, lines))


def told(event: Event, lines: Sequence) -> dict:
    """What the sheet says, and nothing that is not on the page of the event."""
    address = f"{settings.SITE_ADDRESS}{event.get_absolute_url()}"
    return {
        "title": event.title,
        "author": settings.PLATFORM_NAME,
        "place": settings.PLATFORM_PLACE,
        "kind": event.get_kind_display(),
        "when": _when(event),
        "where": list(filter(None, [_capital(event.get_mode_display()), _place(event)])),
        "why": event.summary,
        "lines": [
            {"title": line.session.title, "who": ", ".join(one.name for one in line.speakers)}
            for line in lines
            if line.session.kind != Session.Kind.BREAK
        ],
        "address": address,
        "shown": address.split("://", 1)[-1].rstrip("/"),
        "says": f"Code à lire avec un téléphone{NB}: il ouvre {address}",
        "code": drawn(address),
    }


def _when(event: Event) -> list[str]:
    if event.starts_at is None:
        return [event.when_words or "Date à fixer"]
    hours = hour_in_words(event.starts_at)
    if event.ends_at:
        hours += f" – {hour_in_words(event.ends_at)}"
    return [_capital(day_in_words(event.starts_at, "jour")), hours]


def _place(event: Event) -> str:
    return ", ".join(filter(None, [event.place_name, event.place_address]))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def drawn(text: str) -> str:
    """The code as a picture of its own: an SVG."""
    code = square(text)
    box = f'viewBox="0 0 {code.size} {code.size}" xmlns="http://www.w3.org/2000/svg"'
    return f'<svg {box}><path d="{code.path}" fill="#000"/></svg>'
