"""RIS: what reference managers exchange. One field a line, « TY » opens and « ER » closes.

Read here rather than by a library: a row that cannot be read is named with its line, and what is
often wrong (no « ER », one space instead of two, lines cut in two) does not lose the others.
"""

from __future__ import annotations

import re

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reading, Reference, Refusal, Unreadable

_FIELD = re.compile(r"^\s{0,3}([A-Z][A-Z0-9])\s{0,2}-(?:\s(.*)|)$")
_KINDS = {
    "JOUR": words.ARTICLE, "MGZN": words.ARTICLE, "NEWS": words.ARTICLE, "EJOU": words.ARTICLE,
    "BOOK": words.BOOK, "EBOOK": words.BOOK, "EDBOOK": words.BOOK, "CHAP": words.CHAPTER,
    "ECHAP": words.CHAPTER, "RPRT": words.REPORT, "GOVDOC": words.REPORT, "THES": words.THESIS,
    "CONF": words.TALK, "CPAPER": words.TALK, "SLIDE": words.TALK, "ELEC": words.PAGE,
    "BLOG": words.PAGE, "DATA": words.DATA, "STAT": words.DATA, "UNPB": words.STUDY,
}  # fmt: skip
_WRITTEN = {
    words.ARTICLE: "JOUR", words.BOOK: "BOOK", words.CHAPTER: "CHAP", words.REPORT: "RPRT",
    words.THESIS: "THES", words.TALK: "CONF", words.PAGE: "ELEC", words.DATA: "DATA",
    words.STUDY: "RPRT",
}  # fmt: skip


def read(data: bytes) -> Reading:
    """Every record of a file, in its order."""
    text = words.decoded(data)
    references, refusals, remarks = [], [], []
    for start, fields, closed in _records(text, remarks):
        if not closed:
            remarks.append(
                Refusal(start, "La référence n’est pas terminée par « ER »\u00a0: lue quand même.")
            )
        made = _reference(start, fields)
        (references if isinstance(made, Reference) else refusals).append(made)
    if not references and not refusals:
        raise Unreadable(
            "Aucune référence dans ce fichier\u00a0: un fichier RIS commence par une ligne "
            "« TY  - »."
        )
    return Reading(tuple(references), tuple(refusals), tuple(remarks))


def _records(text: str, remarks: list[Refusal]):
    """(line, fields, whether « ER » closed it) of each; what stands outside is remarked."""
    start, fields, stray = 0, [], 0
    for number, line in enumerate(text.splitlines(), start=1):
        found = _FIELD.match(line)
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", line.strip())
        if tag == "TY":
            if start:
                yield start, fields, False
            start, fields = number, [("TY", value)]
        elif tag == "ER" and start:
            yield start, fields, True
            start, fields = 0, []
        elif start and tag:
            fields.append((tag, value))
        elif start and value:
            last, before = fields[-1]
            fields[-1] = (last, f"{before} {value}".strip())
        elif value:
            stray = stray or number
    if start:
        yield start, fields, False
    if stray:
        remarks.append(Refusal(stray, "Des lignes hors de toute référence sont laissées."))


def _reference(line: int, fields: list[tuple[str, str]]) -> Reference | Refusal:
    def first(*tags: str) -> str:
        return next((value for tag in tags for name, value in fields if name == tag and value), "")

    def every(*tags: str) -> tuple[str, ...]:
        found = (words.tidy(value, words.WORD_LENGTH) for name, value in fields if name in tags)
        return tuple(value for value in found if value)[: words.MANY]

    kind = _KINDS.get(first("TY").upper(), words.OTHER)
    title = words.tidy(
        first("TI", "T1", "CT") or (first("BT") if kind == words.BOOK else ""), words.TITLE_LENGTH
    )
    if not title:
        return Refusal(line, "La référence n’a pas de titre (« TI » ou « T1 »).")
    addresses = [words.web_address(value) for value in every("UR", "L2", "LK")]
    return Reference(
        title=title,
        kind=kind,
        authors=tuple(re.sub(r"\s*,\s*", ", ", name).rstrip(", ") for name in every("AU", "A1")),
        producers=every("PB"),
        date=words.partial_date(first("DA")) or words.partial_date(first("PY") or first("Y1")),
        summary=words.tidy(first("AB", "N2")),
        keywords=every("KW"),
        address=next((address for address in addresses if address), ""),
        doi=words.doi_in(first("DO")) or words.doi_in(first("M3")) or words.doi_in(first("UR")),
        isbn=words.isbn_in(first("SN")),
        language=words.tidy(first("LA"), 20),
        collection=words.tidy(
            first("T2", "JF", "JO", "JA", "T3") if kind != words.BOOK else first("T3", "T2"),
            words.TITLE_LENGTH,
        ),
        number=words.tidy(first("IS", "M1"), 50),
        volume=words.tidy(first("VL"), 50),
        pages=_pages(first("SP"), first("EP")),
        identifier=words.tidy(first("ID"), words.WORD_LENGTH),
        line=line,
    )


def _pages(start: str, end: str) -> str:
    start, end = words.tidy(start, 30), words.tidy(end, 30)
    return f"{start}-{end}" if start and end and start != end else start or end


def write(references) -> str:
    """The same references for a reference manager: lines end as the format asks (CR LF)."""
    return "".join(_written(reference) for reference in references)


def _written(reference: Reference) -> str:
    start, _, end = reference.pages.partition("-")
    container = "T2" if reference.collection else ""
    fields = [
        ("TY", _WRITTEN.get(reference.kind, "GEN")),
        ("ID", reference.identifier),
        ("TI", reference.title),
        *(("AU", author) for author in reference.authors),
        *(("PB", name) for name in reference.producers),
        ("PY", reference.date[:4]),
        ("DA", reference.date.replace("-", "/")),
        (container, reference.collection),
        ("VL", reference.volume),
        ("IS", reference.number),
        ("SP", start),
        ("EP", end),
        ("AB", reference.summary),
        *(("KW", word) for word in reference.keywords),
        ("DO", reference.doi),
        ("SN", reference.isbn),
        ("LA", reference.language),
        ("UR", reference.address),
    ]
    lines = [f"{tag}  - {words.tidy(value)}" for tag, value in fields if tag and value]
    return "\r\n".join([*lines, "ER  - ", "", ""])
