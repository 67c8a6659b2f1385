"""OAI-PMH 2.0, the answering side: what was asked, checked, and the XML of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from observatoire.library.citations.reference import Reference

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PREFIX = "oai_dc"
# The empty prefix is the drawings': registers are shared by the whole process, the last one wins.
for _prefix, _space in (("oai", OAI), ("oai_dc", OAI_DC), ("dc", DC), ("xsi", XSI)):
    register_namespace(_prefix, _space)

# Verb: (arguments it needs, arguments it takes).
VERBS = {
    "Identify": ((), ()),
    "ListMetadataFormats": ((), ("identifier",)),
    "ListSets": ((), ("resumptionToken",)),
    "GetRecord": (("identifier", "metadataPrefix"), ()),
    "ListIdentifiers": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "ListRecords": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


class Wrong(Exception):
    """A question that cannot be answered, with the code that the protocol gives it."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Header:
    """`sets` are those of the record; a deleted one has no metadata."""

    identifier: str
    stamp: datetime
    sets: tuple[str, ...] = ()
    is_deleted: bool = False


@dataclass(frozen=True)
class Page:
    """One page of a list; `token` is empty on the last one."""

    records: tuple[tuple[Header, Reference | None], ...]
    token: str
    cursor: int
    total: int


def checked(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The arguments of a question, its verb with them. Raises Wrong."""
    asked: dict[str, str] = {}
    for name, value in pairs:
        if name in asked:
            code = "badVerb" if name == "verb" else "badArgument"
            raise Wrong(code, f"The argument {name[:40]} is given twice.")
        asked[name] = value
    verb = asked.get("verb", "")
    if verb not in VERBS:
        raise Wrong("badVerb", "The verb is missing or unknown.")
    needed, taken = VERBS[verb]
    given = set(asked) - {"verb"}
    if unknown := given - {*needed, *taken}:
        raise Wrong("badArgument", f"The argument {min(unknown)[:40]} is not taken by {verb}.")
    if "resumptionToken" in given:
        if len(given) > 1:
            raise Wrong("badArgument", "resumptionToken is asked alone.")
        return asked
    if missing := set(needed) - given:
        raise Wrong("badArgument", f"The argument {min(missing)} is missing.")
    if asked.get("metadataPrefix", PREFIX) != PREFIX:
        raise Wrong("cannotDisseminateFormat", f"Only {PREFIX} is given here.")
    bounds(asked)
    return asked


def bounds(asked: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    """`from` (included) and `until` (excluded) of a question. Raises Wrong."""
    start, end = asked.get("from", ""), asked.get("until", "")
    if start and end and len(start) != len(end):
        raise Wrong("badArgument", "from and until are not written alike.")
    since, until = _moment(start), _moment(end)
    if since and until and since > until:
        raise Wrong("badArgument", "from comes after until.")
    if until:
        until += timedelta(days=1) if _DAY.fullmatch(end) else timedelta(seconds=1)
    return since, until


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    shape = "%Y-%m-%d" if _DAY.fullmatch(text) else "%Y-%m-%dT%H:%M:%SZ"
    if not _DAY.fullmatch(text) and not _SECOND.fullmatch(text):
        raise Wrong("badArgument", "A date is written 2024-05-31 or 2024-05-31T10:00:00Z.")
    try:
        return datetime.strptime(text, shape).replace(tzinfo=UTC)
    except ValueError:
        raise Wrong("badArgument", "There is no such date.") from None


def stamped(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(address: str, now: datetime, asked: dict[str, str], body: Element | Wrong) -> bytes:
    """The whole document. A question that was not understood is not repeated in it."""
    root = Element(f"{{{OAI}}}OAI-PMH")
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    _say(root, "responseDate", stamped(now))
    request = _say(root, "request", address)
    is_wrong = isinstance(body, Wrong)
    if not (is_wrong and body.code in ("badVerb", "badArgument")):
        for name, value in sorted(asked.items()):
            request.set(name, _clean(value))
    if is_wrong:
        _say(root, "error", str(body)).set("code", body.code)
    else:
        root.append(body)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


def identify(name: str, address: str, mail: str, earliest: datetime) -> Element:
    body = Element(f"{{{OAI}}}Identify")
    for tag, text in (
        ("repositoryName", name), ("baseURL", address), ("protocolVersion", "2.0"),
        ("adminEmail", mail), ("earliestDatestamp", stamped(earliest)),
        ("deletedRecord", "persistent"), ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):  # fmt: skip
        _say(body, tag, text)
    return body


def formats() -> Element:
    body = Element(f"{{{OAI}}}ListMetadataFormats")
    one = _say(body, "metadataFormat")
    _say(one, "metadataPrefix", PREFIX)
    _say(one, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    _say(one, "metadataNamespace", OAI_DC)
    return body


def sets(pairs: Iterable[tuple[str, str]]) -> Element:
    body = Element(f"{{{OAI}}}ListSets")
    for spec, name in pairs:
        one = _say(body, "set")
        _say(one, "setSpec", spec)
        _say(one, "setName", name)
    return body


def record(header: Header, reference: Reference | None) -> Element:
    body = Element(f"{{{OAI}}}GetRecord")
    body.append(_record(header, reference))
    return body


def records(verb: str, page: Page) -> Element:
    body = Element(f"{{{OAI}}}{verb}")
    for header, reference in page.records:
        body.append(_header(header) if verb == "ListIdentifiers" else _record(header, reference))
    if page.token or page.cursor:
        token = _say(body, "resumptionToken", page.token)
        token.set("completeListSize", str(page.total))
        token.set("cursor", str(page.cursor))
    return body


def _record(header: Header, reference: Reference | None) -> Element:
    body = Element(f"{{{OAI}}}record")
    body.append(_header(header))
    if reference is not None and not header.is_deleted:
        _say(body, "metadata").append(dublin_core(reference))
    return body


def _header(header: Header) -> Element:
    body = Element(f"{{{OAI}}}header")
    if header.is_deleted:
        body.set("status", "deleted")
    _say(body, "identifier", header.identifier)
    _say(body, "datestamp", stamped(header.stamp))
    for spec in header.sets:
        _say(body, "setSpec", spec)
    return body


def dublin_core(reference: Reference) -> Element:
    """The fifteen words of the Dublin Core that a reference fills."""
    body = Element(f"{{{OAI_DC}}}dc")
    body.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    doi = reference.doi and f"https://doi.org/{reference.doi}"
    isbn = reference.isbn and f"urn:isbn:{reference.isbn}"
    said = [
        ("title", (reference.title,)),
        ("creator", reference.authors or reference.producers),
        ("subject", (*reference.themes, *reference.keywords)),
        ("description", (reference.summary,)),
        ("publisher", reference.producers),
        ("date", (reference.date,)),
        ("type", (reference.kind,)),
        ("identifier", (reference.address, doi, isbn)),
        ("source", (reference.collection,)),
        ("language", (reference.language,)),
        ("coverage", reference.territories),
        ("rights", (reference.licence,)),
    ]
    for name, values in said:
        for value in values:
            if value:
                SubElement(body, f"{{{DC}}}{name}").text = _clean(value)
    return body


def _say(parent: Element, name: str, text: str = "") -> Element:
    node = SubElement(parent, f"{{{OAI}}}{name}")
    if text:
        node.text = _clean(text)
    return node


def _clean(text: str) -> str:
    """Without the characters that no XML may hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
