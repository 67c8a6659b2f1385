"""From blocks to the two parts of a message: a page for mail programs, and a text."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

import css_inline
import mrml
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from observatoire.mail.letter.blocks import (
    Button,
    Code,
    Field,
    Heading,
    Item,
    Letter,
    Link,
    Notice,
    Number,
    Paragraph,
    Picture,
)
from observatoire.mail.letter.words import UNSUBSCRIBE, slot

WIDTH = 72
# Nothing is fetched to draw a letter: neither from another host, nor from this disk.
INLINER = css_inline.CSSInliner(
    load_remote_stylesheets=False, keep_style_tags=True, keep_at_rules=True, base_url=None
)
PARSER = mrml.ParserOptions(include_loader=mrml.noop_loader())
STYLESHEET_LINK = re.compile(r"<link\b[^>]*>|@import[^;]*;", re.IGNORECASE)
# Signs that XML refuses: whoever types one must not stop a letter.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
EMPTY_COMMENT = re.compile(
    r"<!--\[if !mso\]><!-->\s*(?:<style[^>]*>\s*</style>)?\s*<!--<!\[endif\]-->"
)


@dataclass(frozen=True)
class Platform:
    """Whose letter it is: what stands above and below the blocks."""

    name: str
    place: str
    address: str
    contact: str


@dataclass(frozen=True)
class Drawn:
    """Both parts, with slots where each recipient's own words go."""

    html: str
    text: str


def draw(letter: Letter, platform: Platform, *, has_list: bool) -> Drawn:
    """Draw a letter once for all its recipients; `has_list`: it can be unsubscribed from."""
    context = {
        "letter": letter,
        "platform": platform,
        "blocks": [_shown(block) for block in letter.blocks],
        "unsubscribe": UNSUBSCRIBE if has_list else "",
    }
    mjml = UNREADABLE.sub(" ", render_to_string("mail/letter.mjml", context))
    written = mrml.to_html(mjml, parser_options=PARSER)
    page = EMPTY_COMMENT.sub("", STYLESHEET_LINK.sub("", written.content))
    text = UNREADABLE.sub(" ", _text(letter, platform, has_list))
    return Drawn(html=INLINER.inline(page), text=text)


def _shown(block) -> dict:
    shown = {"template": f"mail/blocks/{block.template}.mjml", "block": block, "content": ""}
    if isinstance(block, Paragraph):
        shown["content"] = format_html_join("", "{}", ((_html(part),) for part in block.parts))
    return shown


def _html(part):
    if isinstance(part, Field):
        return slot(part.name, part.default)
    if isinstance(part, Link):
        return format_html('<a href="{}" class="link">{}</a>', part.address, part.label)
    return part


def _text(letter: Letter, platform: Platform, has_list: bool) -> str:
    title = letter.title or letter.subject
    pieces = [letter.kicker, title.upper(), *map(_plain, letter.blocks)]
    foot = [f"{platform.name}\n{platform.place}".strip(), _fold(letter.why)]
    if letter.online:
        foot.append(f"Lire en ligne\u00a0:\n{letter.online}")
    if has_list:
        foot.append(f"Se désabonner, en un clic\u00a0:\n{UNSUBSCRIBE}")
    foot.append(f"Nous écrire\u00a0: {platform.contact}")
    body = "\n\n".join(piece for piece in pieces if piece)
    return f"{body}\n\n-- \n" + "\n\n".join(piece for piece in foot if piece) + "\n"


def _plain(block) -> str:
    """One block as text; what it says on the page, it says here."""
    if isinstance(block, Paragraph):
        return _fold("".join(map(_plain_part, block.parts)))
    if isinstance(block, Heading):
        return f"{block.text}\n{'-' * min(len(block.text), WIDTH)}"
    if isinstance(block, Item):
        lines = [block.mark, _fold(block.title), _fold(block.summary), block.address]
        return "\n".join(line for line in lines if line)
    if isinstance(block, Number):
        lines = [f"{block.value} {block.label}", block.source]
        return "\n".join(_fold(line) for line in lines if line)
    if isinstance(block, Picture):
        return "\n".join(filter(None, [_fold(f"[Image\u00a0: {block.alt}]"), block.address]))
    if isinstance(block, Button):
        return f"{block.label}\u00a0:\n{block.address}"
    if isinstance(block, Code):
        return f"    {block.text}"
    if isinstance(block, Notice):
        return _fold(block.text)
    return "-" * WIDTH


def _plain_part(part) -> str:
    if isinstance(part, Field):
        return slot(part.name, part.default)
    return f"{part.label} ({part.address})" if isinstance(part, Link) else part


def _fold(text: str) -> str:
    """Lines of a width that is pleasant to read; an address or a slot is never cut."""
    lines = (
        textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
        if "\ue000" not in line
        else line
        for line in text.split("\n")
    )
    return "\n".join(lines)
