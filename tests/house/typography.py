"""French typography in templates: what is wrong, and `make fix`, which sets it right.

`python -m tests.house.typography` rewrites the templates.
"""

from __future__ import annotations

import re

from tests.house.laws import NO_BREAK, THIN, files

TEMPLATES = files("observatoire", ends=".html")
SPOKEN = ("alt", "title", "placeholder", "aria-label", "label")
# Pieces of a template that nobody reads: Django's words, code, and tags but for some attributes.
UNREAD = re.compile(
    r"&#?\w+;|{#.*?#}|{% ?comment.*?endcomment ?%}|{%.*?%}|{{.*?}}"
    r"|<(script|style|code|pre)\b.*?</\1>|<!--.*?-->|<[a-zA-Z/!](?:[^<>{]|{{.*?}}|{%.*?%}|{)*>",
    re.DOTALL,
)
SPOKEN_ATTRIBUTE = re.compile(rf'(?<=\s)((?:{"|".join(SPOKEN)})=")([^"]*)(?=")')
# A sign that wants a space before it which does not break, and the opening that wants one after.
BEFORE = re.compile(
    rf"(?<=[^\s{NO_BREAK}{THIN}:;?!«(]) ?(?=[:;?!»]+(?:[\s,.)<»]|$))|(?<=^) (?=[:;?!»])"
)
AFTER = re.compile(rf"(?<=«) ?(?![{NO_BREAK}{THIN}])")
STRAIGHT = re.compile(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ{])")


def typeset(template: str) -> str:
    """The template with its sentences set as French; what is not read is left as it is."""
    pieces, at = [], 0
    for unread in UNREAD.finditer(template):
        pieces += [_sentence(template[at : unread.start()]), _attributes(unread.group())]
        at = unread.end()
    return "".join([*pieces, _sentence(template[at:])])


def _attributes(tag: str) -> str:
    if not tag.startswith("<") or tag.startswith(("<script", "<style", "<!--")):
        return tag
    return SPOKEN_ATTRIBUTE.sub(lambda found: found.group(1) + typeset(found.group(2)), tag)


def _sentence(text: str) -> str:
    return STRAIGHT.sub("’", AFTER.sub(NO_BREAK, BEFORE.sub(NO_BREAK, text)))


def main() -> None:
    for path in TEMPLATES:
        before = path.read_text(encoding="utf-8")
        if (after := typeset(before)) != before:
            path.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
