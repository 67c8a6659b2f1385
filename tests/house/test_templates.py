"""Templates: nothing inline, nothing from elsewhere, every component says what it takes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.house.laws import NO_BREAK, THIN, short
from tests.house.typography import TEMPLATES, typeset

DJANGO = re.compile(r"{#.*?#}|{% ?comment.*?endcomment ?%}|{%.*?%}", re.DOTALL)
SHOWN = re.compile(r"{{.*?}}", re.DOTALL)
OURS = re.compile(r"^(https?:)?//", re.IGNORECASE)


class Reader(HTMLParser):
    """Lists the tags of a template with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(SHOWN.sub("VALEUR", DJANGO.sub("", text)))
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))


def inline_faults(text: str) -> list[str]:
    faults = []
    for tag, attributes in Reader(text).tags:
        # Data for engines (schema.org) is no script: no browser runs it.
        is_data = attributes.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and "src" not in attributes and not is_data):
            faults.append(f"<{tag}>")
        faults += [f"{name}=" for name in attributes if name == "style" or name.startswith("on")]
    return faults


def other_hosts(text: str) -> list[str]:
    """What a page would fetch elsewhere; a link that a reader follows is not fetched."""
    fetched = []
    for tag, attributes in Reader(text).tags:
        names = {"src", "srcset", "poster", "data"} | ({"href"} if tag == "link" else set())
        fetched += [value for name, value in attributes.items() if name in names]
    return [value for value in fetched if OURS.match(value)]


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_nothing_is_inline(path):
    assert inline_faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_nothing_is_fetched_elsewhere(path):
    assert other_hosts(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_it_is_typeset_as_french(path):
    """`make fix` sets it right."""
    text = path.read_text(encoding="utf-8")
    assert text == typeset(text)


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.name.startswith("_")], ids=short
)
def test_a_component_says_what_it_takes(path):
    first = path.read_text(encoding="utf-8").split("endcomment")[0]
    assert re.match(r"{% comment %}.*(Parameters|Takes|No parameter)", first, re.DOTALL)


class TestTheReaderSeesFaults:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ('<p style="color:red">', ["style="]),
            ("<style>p {}</style>", ["<style>"]),
            ("<script>alert(1)</script>", ["<script>"]),
            ('<script type="module">alert(1)</script>', ["<script>"]),
            ('<script type="application/ld+json">{}</script>', []),
            ('<script src="/a.js"></script>', []),
            ('<a href="/" onclick="go()">', ["onclick="]),
            ('<p data-style="x">{{ style }}</p>', []),
        ],
    )
    def test_inline(self, text, found):
        assert inline_faults(text) == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ('<img src="https://a.example/b.png">', ["https://a.example/b.png"]),
            ('<link href="//a.example/c.css">', ["//a.example/c.css"]),
            ('<a href="https://a.example/">', []),
            ("<img src=\"{% static 'a.png' %}\">", []),
        ],
    )
    def test_other_hosts(self, text, found):
        assert other_hosts(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>L'aide</p>", "<p>L’aide</p>"),
        ("<p>Pourquoi ?</p>", f"<p>Pourquoi{NO_BREAK}?</p>"),
        ("<p>Pourquoi?</p>", f"<p>Pourquoi{NO_BREAK}?</p>"),
        (f"<p>Pourquoi{THIN}?</p>", f"<p>Pourquoi{THIN}?</p>"),
        ("<p>« Nantes »</p>", f"<p>«{NO_BREAK}Nantes{NO_BREAK}»</p>"),
        ("<p>« {{ name }} »</p>", f"<p>«{NO_BREAK}{{{{ name }}}}{NO_BREAK}»</p>"),
        ("<p>{{ a }} : {{ b }}</p>", f"<p>{{{{ a }}}}{NO_BREAK}: {{{{ b }}}}</p>"),
        ('<a title="Où ?" href="a?b">x</a>', f'<a title="Où{NO_BREAK}?" href="a?b">x</a>'),
        ("<p>à 9:30, voir https://exemple.org</p>", "<p>à 9:30, voir https://exemple.org</p>"),
        ("<p>Quoi ?!</p>", f"<p>Quoi{NO_BREAK}?!</p>"),
        ("{% if a == 'b' %}<p>Oui</p>{% endif %}", "{% if a == 'b' %}<p>Oui</p>{% endif %}"),
        ("<p>\n  Oui\n</p>", "<p>\n  Oui\n</p>"),
    ],
)
def test_what_typesetting_does(text, expected):
    assert typeset(text) == expected
    assert typeset(typeset(text)) == expected
