"""A letter: its blocks, how they are drawn, what each recipient brings, what is checked."""

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
    Rule,
)
from observatoire.mail.letter.checks import Unfit, refuse_unfit, remarks
from observatoire.mail.letter.drawing import Drawn, Platform, draw
from observatoire.mail.letter.words import fill_html, fill_text, harmless, one_line

__all__ = [
    "Button",
    "Code",
    "Drawn",
    "Field",
    "Heading",
    "Item",
    "Letter",
    "Link",
    "Notice",
    "Number",
    "Paragraph",
    "Picture",
    "Platform",
    "Rule",
    "Unfit",
    "draw",
    "fill_html",
    "fill_text",
    "harmless",
    "one_line",
    "refuse_unfit",
    "remarks",
]
