"""Small pictures written by hand as SVG text: attributes only, never a style."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

FONT = "Marianne, Arial, sans-serif"


def tag(name: str, content: str = "", **attributes: object) -> str:
    """One element; `stroke_width=2` writes stroke-width, None leaves the attribute out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_text(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def picture(width: float, height: float, content: str, title: str = "") -> str:
    """An SVG with its name for a screen reader, or hidden from it when words stand beside."""
    name = tag("title", escape(title)) if title else ""
    return tag(
        "svg",
        name + content,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {_text(width)} {_text(height)}",
        role="img" if title else None,
        aria_label=title or None,
        aria_hidden=None if title else "true",
        focusable="false",
    )


def points(pairs: list[tuple[float, float]]) -> str:
    """The `points` attribute of a polyline."""
    return " ".join(f"{_text(x)},{_text(y)}" for x, y in pairs)


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
