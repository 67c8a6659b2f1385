"""XML and HTML of others: looked at before being read, and never kept as markup."""

from __future__ import annotations

import html
import re
from xml.parsers import expat

from observatoire.library.harvest.limits import Refused

DEPTH, TAGS = 200, 300_000
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6]|/?tr)\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<(script|style|template|noscript|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*(?:>|\Z)")


def guarded(data: bytes) -> bytes:
    """The same XML, once seen not to be a bomb. Raises Refused.

    What is not well formed is let through: a tolerant reader comes next, on what was already seen.
    """
    parser = expat.ParserCreate()
    depth = tags = 0

    def opened(name, attributes):
        nonlocal depth, tags
        depth, tags = depth + 1, tags + 1
        if depth > DEPTH:
            raise Refused(f"Le document imbrique plus de {DEPTH} éléments\u00a0: il n’est pas lu.")
        if tags > TAGS:
            raise Refused("Le document compte trop d’éléments\u00a0: il n’est pas lu.")

    def closed(name):
        nonlocal depth
        depth -= 1

    def declared(name, *rest):
        raise Refused("Le document déclare des entités\u00a0: il n’est pas lu, par prudence.")

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        _guard_broken(data)
    return data


def _guard_broken(data: bytes) -> None:
    """The same two refusals for what expat does not read: counted in the raw text."""
    text = data.replace(b"\x00", b"")
    if re.search(rb"<!ENTITY\s+%?\s*\S+\s+[\"'][^\"']*&", text, re.IGNORECASE):
        raise Refused("Le document déclare des entités\u00a0: il n’est pas lu, par prudence.")
    depth = deepest = 0
    for tag in re.finditer(rb"<(/?)[A-Za-z][^<>]{0,2000}?(/?)>", text):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        deepest = max(deepest, depth)
    if deepest > 2_000 or text.count(b"<") > TAGS:
        raise Refused("Le document est mal formé et trop grand\u00a0: il n’est pas lu.")


def plain(markup: str, length: int = 20_000) -> str:
    """The words of a fragment of HTML, on one line; nothing of its markup."""
    text = _HIDDEN.sub(" ", markup[: length * 3])
    text = _TAG.sub("", _BREAK.sub(" ", text))
    return html.unescape(text)[:length]
