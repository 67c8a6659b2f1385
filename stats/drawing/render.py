"""From a specification to a picture, without a browser, safe to write inside a page.

The SVG of vl-convert is read again by a real parser: nothing in it may be a style, a class, a
script or an address of another host; it carries its own title and description.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

from stats.drawing.palette import CENSORED, CENSORED_DOT, SECRET, SECRET_STRIPE

FORM = 3
LONG_PATH = 200
DECIMAL = re.compile(r"-?\d+\.\d+")
VEGA_LITE = "6.4"
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HOST = "https://vega.github.io/vega-datasets/"
ElementTree.register_namespace("", SVG)


def render_svg(spec: dict, cache: Path | None = None) -> str:
    """SVG text of a Vega-Lite specification; kept in `cache` by the hash of its content."""
    key = content_key(spec)
    path = cache / f"{key}.svg" if cache else None
    if path and path.exists():
        return path.read_text(encoding="utf-8")
    drawn = _engine().vegalite_to_svg(spec, vl_version=VEGA_LITE)
    text = clean_svg(drawn, key, _title(spec), spec["description"])
    if path:
        _keep(path, text.encode())
    return text


def render_png(spec: dict, cache: Path | None = None, scale: float = 2) -> bytes:
    """PNG of the same picture, `scale` pixels for one of the specification."""
    path = cache / f"{content_key(spec)}@{scale:g}.png" if cache else None
    if path and path.exists():
        return path.read_bytes()
    content = _engine().vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale)
    if path:
        _keep(path, content)
    return content


def warm_up() -> None:
    """Starts the engine (about a second), so that the first reader does not wait for it."""
    _engine().vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"}, vl_version=VEGA_LITE)


def content_key(spec: dict) -> str:
    """16 hexadecimal digits: equal for equal pictures."""
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{FORM} {VEGA_LITE} {text}".encode()).hexdigest()[:16]


def clean_svg(text: str, key: str, title: str, description: str) -> str:
    """The picture without style, class or foreign address, named for a screen reader.

    With links in it the picture is a group, since an image may not hold anything to click.
    """
    root = ElementTree.fromstring(text)  # noqa: S314 (what we have just drawn)
    _clean_children(root, f"d{key}-")
    _hatch(root, SECRET, f"d{key}-hachures", _stripes())
    _hatch(root, CENSORED, f"d{key}-points", _dots())
    links = root.find(f".//{{{SVG}}}a") is not None
    root.attrib.pop("class", None)
    root.attrib.pop("version", None)
    root.set("role", "group" if links else "img")
    root.set("focusable", "false")
    names = []
    for position, (name, content) in enumerate((("title", title), ("desc", description))):
        if content:
            element = ElementTree.Element(f"{{{SVG}}}{name}", {"id": f"d{key}-{name}"})
            element.text = content
            root.insert(min(position, len(names)), element)
            names.append(element.get("id"))
    root.set("aria-labelledby", " ".join(names))
    # Another library may have taken the empty prefix since this module was loaded.
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode")


def _title(spec: dict) -> str:
    text = spec.get("title", {}).get("text", "")
    return text if isinstance(text, str) else " ".join(text)


def _hatch(
    root: ElementTree.Element, colour: str, name: str, strokes: list[ElementTree.Element]
) -> None:
    """What has no number is striped or dotted: told from a light class in grey, and on paper."""
    filled = [element for element in root.iter() if element.get("fill") == colour]
    if not filled:
        return
    for element in filled:
        element.set("fill", f"url(#{name})")
    definitions = ElementTree.Element(f"{{{SVG}}}defs")
    size = {"width": "5", "height": "5", "patternUnits": "userSpaceOnUse"}
    turned = {"id": name, "patternTransform": "rotate(45)", **size}
    pattern = ElementTree.SubElement(definitions, f"{{{SVG}}}pattern", turned)
    pattern.extend(strokes)
    root.insert(0, definitions)


def _stripes() -> list[ElementTree.Element]:
    return [_rectangle("5", "5", "#f0f0f0"), _rectangle("1.2", "5", SECRET_STRIPE)]


def _dots() -> list[ElementTree.Element]:
    dot = ElementTree.Element(
        f"{{{SVG}}}circle", {"cx": "2.5", "cy": "2.5", "r": "0.9", "fill": CENSORED_DOT}
    )
    return [_rectangle("5", "5", "#f6f6f6"), dot]


def _rectangle(width: str, height: str, colour: str) -> ElementTree.Element:
    size = {"width": width, "height": height, "fill": colour}
    return ElementTree.Element(f"{{{SVG}}}rect", size)


def _clean_children(parent: ElementTree.Element, prefix: str) -> None:
    for child in list(parent):
        if _invisible(child):
            parent.remove(child)
            continue
        _clean_attributes(child, prefix)
        _clean_children(child, prefix)
        if child.tag == f"{{{SVG}}}g" and len(child) == 0:
            parent.remove(child)


def _invisible(element: ElementTree.Element) -> bool:
    local = element.tag.rpartition("}")[2]
    empty = local == "path" and element.get("d") in ("", "M0,0h0v0h0Z")
    return local in ("style", "script") or empty or element.get("display") == "none"


def _clean_attributes(element: ElementTree.Element, prefix: str) -> None:
    """Styles become attributes; roles stay on links only; identifiers are the picture's own."""
    link = element.tag == f"{{{SVG}}}a"
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if value.strip():
            element.set(name.strip(), value.strip())
    described = element.attrib.pop("aria-label", None)
    for name in list(element.attrib):
        if name in ("class", "role", "pointer-events") or name.startswith("aria-"):
            del element.attrib[name]
        elif "url(#" in element.attrib[name]:
            element.set(name, element.attrib[name].replace("url(#", f"url(#{prefix}"))
    if "id" in element.attrib:
        element.set("id", prefix + element.get("id"))
    address = element.attrib.pop(f"{{{XLINK}}}href", None)
    if address is not None:
        element.set("href", address.removeprefix(HOST))
    if len(element.get("d", "")) > LONG_PATH:
        element.set("d", DECIMAL.sub(_to_tenth, element.get("d")))
    if link:
        _name_link(element)
    elif described is not None and element.tag == f"{{{SVG}}}path":
        title = ElementTree.SubElement(element, f"{{{SVG}}}title")
        title.text = described


def _to_tenth(found: re.Match) -> str:
    """An outline drawn to a tenth of a pixel: the eye sees no more, the page weighs half."""
    return f"{float(found[0]):.1f}".removesuffix(".0").replace("-0.0", "0")


def _name_link(element: ElementTree.Element) -> None:
    """What a link shows is a shape: its description becomes the link's name."""
    for child in element:
        if name := child.attrib.pop("aria-label", None):
            element.set("aria-label", name)
            title = ElementTree.SubElement(child, f"{{{SVG}}}title")
            title.text = name


def _engine() -> ModuleType:
    # A second and 80 MB to load: only who really draws pays for it.
    import vl_convert  # noqa: PLC0415

    return vl_convert


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)
