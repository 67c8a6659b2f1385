"""What a letter is made of. The page and the text of a message are drawn from the same blocks."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Field:
    """A word of each recipient's own (« prenom »), or `default` where it is not known."""

    name: str
    default: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    address: str


Part = str | Field | Link


@dataclass(frozen=True)
class Paragraph:
    parts: tuple[Part, ...]
    template = "paragraph"

    @classmethod
    def of(cls, *parts: Part) -> Paragraph:
        return cls(parts)


@dataclass(frozen=True)
class Heading:
    """The name of a part of the letter; `colour` is a theme's, repeated by the bar beside it."""

    text: str
    colour: str = "#000091"
    template = "heading"


@dataclass(frozen=True)
class Item:
    """One thing to read: `mark` is its kind or date, in small, above its title."""

    title: str
    summary: str = ""
    address: str = ""
    mark: str = ""
    template = "item"


@dataclass(frozen=True)
class Number:
    """One figure, large, and the sentence that says what it counts."""

    value: str
    label: str
    source: str = ""
    template = "number"


@dataclass(frozen=True)
class Picture:
    """A picture of our own site. `alt` says what it shows: many readers never load it."""

    source: str
    alt: str
    width: int = 536
    address: str = ""
    template = "picture"


@dataclass(frozen=True)
class Button:
    label: str
    address: str
    template = "button"


@dataclass(frozen=True)
class Code:
    """A short code to be typed elsewhere, easy to read and to copy."""

    text: str
    template = "code"


@dataclass(frozen=True)
class Notice:
    """A sentence set apart: a deadline, a change of room."""

    text: str
    template = "notice"


@dataclass(frozen=True)
class Rule:
    """A line across."""

    template = "rule"


Block = Paragraph | Heading | Item | Number | Picture | Button | Code | Notice | Rule
# Blocks that say something by themselves; a letter with none of them is empty.
SPEAKING = (Paragraph, Item, Number, Picture, Code, Notice)


@dataclass(frozen=True)
class Letter:
    """`kicker` is the small line above the title; `why` tells the reader why it came."""

    subject: str
    blocks: tuple[Block, ...]
    title: str = ""
    kicker: str = ""
    preview: str = ""
    why: str = ""
    online: str = ""
    list_label: str = ""
    is_signed: bool = field(default=True)

    @property
    def is_empty(self) -> bool:
        return not any(isinstance(block, SPEAKING) for block in self.blocks)
