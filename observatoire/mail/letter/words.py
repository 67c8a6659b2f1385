"""Words that come from people: what they may bring into a message, and what they may not."""

from __future__ import annotations

import html
import re
import unicodedata

OPEN, CLOSE = "\ue000", "\ue001"  # private characters: nobody types them, and we remove them
SLOT = re.compile(f"{OPEN}([a-z_]+)\\|([^{OPEN}{CLOSE}]*){CLOSE}")
# Where the way out goes; in plain letters, since it stands in attributes that tools rewrite.
UNSUBSCRIBE = "https://desabonnement.invalid/"
LONGEST = 120
BLANKS = re.compile(r"[ \t]+")  # not the spaces that French does not break
# A dot, a slash or an arobase inside a word makes an address that mail programs turn into a link.
JOINS = re.compile(r"(?<=\S)[.:/\\@](?=\S)")
MARKUP = re.compile(r"[<>\[\]{}`*_#|]+")


def one_line(text: str) -> str:
    """Without any sign that ends a line or that nobody sees: fit for a header."""
    seen = "".join(" " if _is_control(sign) else sign for sign in str(text))
    return BLANKS.sub(" ", seen).strip()


def _is_control(sign: str) -> bool:
    # Cc: control; Zl, Zp: Unicode's own ends of line; Co: private; Cs: half of a pair.
    return unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Co", "Cs"}


def harmless(text: str) -> str:
    """A name as it may stand in a message: never a link, a tag, nor a second line."""
    bare = MARKUP.sub(" ", one_line(text)[:LONGEST])
    return " ".join(JOINS.sub(" ", bare).split())


def slot(name: str, default: str) -> str:
    """The place of a recipient's own word in what is drawn once for all."""
    return f"{OPEN}{name}|{one_line(default)}{CLOSE}"


def fill_html(drawn: str, fields: dict[str, str], *, unsubscribe: str = "") -> str:
    filled = SLOT.sub(lambda found: html.escape(_value(found, fields, html.unescape)), drawn)
    return filled.replace(UNSUBSCRIBE, html.escape(unsubscribe))


def fill_text(drawn: str, fields: dict[str, str], *, unsubscribe: str = "") -> str:
    filled = SLOT.sub(lambda found: _value(found, fields, str), drawn)
    return filled.replace(UNSUBSCRIBE, unsubscribe)


def _value(found: re.Match, fields: dict[str, str], read) -> str:
    name, default = found.group(1), read(found.group(2))
    return harmless(fields.get(name, "")) or default
