"""BibTeX: the blocks are found by bibtexparser, the LaTeX of their fields by pylatexenc."""

from __future__ import annotations

import re

import bibtexparser
from bibtexparser import middlewares
from pylatexenc.latex2text import LatexNodes2Text

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reading, Reference, Refusal, Unreadable

DEPTH, FIELD = 40, 20_000  # braces one inside the other, characters of a field

_KINDS = {
    "article": words.ARTICLE, "book": words.BOOK, "mvbook": words.BOOK, "booklet": words.BOOK,
    "collection": words.BOOK, "proceedings": words.BOOK, "incollection": words.CHAPTER,
    "inbook": words.CHAPTER, "inproceedings": words.TALK, "conference": words.TALK,
    "techreport": words.REPORT, "report": words.REPORT, "phdthesis": words.THESIS,
    "mastersthesis": words.THESIS, "thesis": words.THESIS, "online": words.PAGE,
    "electronic": words.PAGE, "www": words.PAGE, "dataset": words.DATA, "unpublished": words.STUDY,
}  # fmt: skip
_WRITTEN = {
    words.ARTICLE: "article", words.BOOK: "book", words.CHAPTER: "incollection",
    words.REPORT: "techreport", words.STUDY: "techreport", words.THESIS: "phdthesis",
    words.TALK: "inproceedings", words.PAGE: "online", words.DATA: "dataset",
}  # fmt: skip
_RAW = {"url", "doi", "isbn", "file", "urldate", "eprint"}  # an address is not LaTeX
_SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
     "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)  # fmt: skip
_LOW = str.maketrans("0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
_HIGH = str.maketrans("0123456789+-=()nihj", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱʰʲ")


def read(data: bytes) -> Reading:
    """Every reference of a file, in its order; a block that is broken is refused with its line."""
    text = words.decoded(data)
    library = bibtexparser.parse_string(
        text, parse_stack=[middlewares.RemoveEnclosingMiddleware(allow_inplace_modification=True)]
    )
    strings = {block.key.lower(): block.value for block in library.strings}
    made = [_reference(block, strings) for block in library.entries]
    made += [_broken(block) for block in library.failed_blocks]
    made.sort(key=lambda row: row.line)
    if not made:
        raise Unreadable(
            "Aucune référence dans ce fichier\u00a0: un fichier BibTeX contient des blocs « "
            "@article{…} »."
        )
    return Reading(
        tuple(row for row in made if isinstance(row, Reference)),
        tuple(row for row in made if isinstance(row, Refusal)),
    )


def _broken(block) -> Refusal:
    if isinstance(block, bibtexparser.model.DuplicateBlockKeyBlock):
        sentence = (
            f"La clé « {words.tidy(block.key, 60)} » est déjà celle d’une autre "
            "référence du fichier."
        )
    elif isinstance(block, bibtexparser.model.DuplicateFieldKeyBlock):
        sentence = f"Un champ est écrit deux fois\u00a0: {', '.join(sorted(block.duplicate_keys))}."
    else:
        sentence = "Le bloc est mal fermé\u00a0: une accolade ou un guillemet manque."
    return Refusal(block.start_line + 1, sentence)


def _reference(block, strings: dict[str, str]) -> Reference | Refusal:
    line = block.start_line + 1
    fields = {}
    for field in block.fields:
        name, value = field.key.lower(), _joined(str(field.value), strings)
        if len(value) > FIELD or _depth(value) > DEPTH:
            return Refusal(
                line, f"Le champ « {words.tidy(name, 40)} » est trop long ou trop imbriqué."
            )
        fields[name] = value.strip() if name in _RAW else plain(value)
    title = words.tidy(
        ": ".join(filter(None, (fields.get("title"), fields.get("subtitle")))), words.TITLE_LENGTH
    )
    if not title:
        return Refusal(line, "La référence n’a pas de titre (« title »).")
    return _made(title, block, fields, line)


def _made(title: str, block, fields: dict[str, str], line: int) -> Reference:
    def first(*names: str, length: int = words.WORD_LENGTH) -> str:
        return words.tidy(next((fields[name] for name in names if fields.get(name)), ""), length)

    address = words.web_address(fields.get("url", "")) or _address_in(
        fields.get("howpublished", "")
    )
    producers = first("institution", "publisher", "school", "organization")
    raw = next((str(field.value) for field in block.fields if field.key.lower() == "author"), "")
    return Reference(
        title=title,
        kind=_KINDS.get(block.entry_type.lower(), words.OTHER),
        authors=_people(fields.get("author", ""), raw),
        producers=(producers,) if producers else (),
        date=_date(fields),
        summary=first("abstract", length=words.TEXT_LENGTH),
        keywords=_split(fields.get("keywords", "") or fields.get("keyword", "")),
        address=address,
        doi=words.doi_in(fields.get("doi", "")) or words.doi_in(address),
        isbn=words.isbn_in(fields.get("isbn", "")),
        language=first("language", "langid", length=20),
        collection=first(
            "journal", "journaltitle", "series", "booktitle", length=words.TITLE_LENGTH
        ),
        number=first("number", "issue", length=50),
        volume=first("volume", length=50),
        pages=first("pages", length=50).replace("–", "-").replace("—", "-"),
        identifier=words.tidy(block.key),
        line=line,
    )


def _joined(value: str, strings: dict[str, str]) -> str:
    """« nom # " et " # autre » with the strings of the file; anything else as it is."""
    if value.lower() in strings:
        return strings[value.lower()]
    parts = re.split(r"\s+#\s+", value)
    if len(parts) == 1:
        return value
    known = [strings.get(part.strip().lower(), part.strip().strip('"')) for part in parts]
    return "".join(known)


def _depth(value: str) -> int:
    depth = deepest = 0
    for character in value:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    return deepest


def plain(value: str) -> str:
    """The text of a field of LaTeX: accents made, markup taken away, « & » and « % » kept."""
    value = re.sub(r"(?<!\\)\$([^$]{0,200}?)(?<!\\)\$", lambda found: _scripts(found[1]), value)
    value = re.sub(r"(?<!\\)([&%#])", r"\\\1", value)
    value = re.sub(r"(?<!\\)\$", r"\\$", value)
    try:
        return LatexNodes2Text(math_mode="text").latex_to_text(value)
    except Exception:
        return re.sub(r"[{}]", "", value)


def _scripts(formula: str) -> str:
    """Indices and exponents as characters, when there are some; otherwise their letters."""
    formula = re.sub(r"\\text(?:rm|it|bf|up)?\{([^{}]*)\}", r"\1", formula)
    formula = re.sub(
        r"_(?:\{([^{}]*)\}|(\w))",
        lambda found: (found[1] or found[2] or "").translate(_LOW),
        formula,
    )
    return re.sub(
        r"\^(?:\{([^{}]*)\}|(\w))",
        lambda found: (found[1] or found[2] or "").translate(_HIGH),
        formula,
    )


def _people(text: str, raw: str) -> tuple[str, ...]:
    """Authors as « Nom, Prénom »; an institution between two pairs of braces stays whole."""
    whole = [
        words.tidy(plain(found), words.WORD_LENGTH) for found in re.findall(r"\{([^{}]*)\}", raw)
    ]
    names = []
    for name in re.split(r"\s+and\s+", text.strip(), flags=re.IGNORECASE):
        name = words.tidy(name, words.WORD_LENGTH)
        if not name or name.lower() == "others":
            continue
        institution = name in whole or raw.strip() == f"{{{name}}}"
        if "," in name or " " not in name or institution:
            names.append(name)
        else:
            names.append(_family_first(name))
    return tuple(names[: words.MANY])


def _family_first(name: str) -> str:
    """« Ana de la Rue » becomes « de la Rue, Ana »: lower case belongs to the name."""
    parts = name.split()
    at = next(
        (i for i, part in enumerate(parts[1:-1], start=1) if part[0].islower()), len(parts) - 1
    )
    return f"{' '.join(parts[at:])}, {' '.join(parts[:at])}"


def _date(fields: dict[str, str]) -> str:
    if fields.get("date"):
        return words.partial_date(fields["date"])
    month, year = fields.get("month", ""), fields.get("year", "")
    if month.isdigit():
        return words.partial_date(f"{year}-{month}")
    return words.partial_date(f"{month} {year}")


def _split(text: str) -> tuple[str, ...]:
    found = (words.tidy(word, words.WORD_LENGTH) for word in re.split(r"[,;]", text))
    return tuple(word for word in found if word)[: words.MANY]


def _address_in(text: str) -> str:
    found = re.search(r"https?://[^\s}]+", text)
    return words.web_address(found.group()) if found else ""


def write(references) -> str:
    """The same references for LaTeX; each key is used once."""
    taken: set[str] = set()
    return "\n".join(_written(reference, _key(reference, taken)) for reference in references)


def _key(reference: Reference, taken: set[str]) -> str:
    base = re.sub(r"[^A-Za-z0-9:_.-]", "", reference.identifier) or f"notice{len(taken) + 1}"
    key, suffix = base, 2
    while key in taken:
        key, suffix = f"{base}-{suffix}", suffix + 1
    taken.add(key)
    return key


def _written(reference: Reference, key: str) -> str:
    kind = _WRITTEN.get(reference.kind, "misc")
    author = " and ".join(_author(name) for name in reference.authors)
    if not author and reference.producers:
        author = f"{{{_safe(reference.producers[0])}}}"
    publisher = (
        "institution" if kind == "techreport" else "school" if kind == "phdthesis" else "publisher"
    )
    container = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
    year, _, rest = reference.date.partition("-")
    fields = [
        ("title", f"{{{_safe(reference.title)}}}"),
        ("author", author),
        (publisher, " and ".join(_safe(name) for name in reference.producers)),
        ("year", year),
        ("date", reference.date if rest else ""),
        (container.get(kind, "series"), _safe(reference.collection)),
        ("volume", _safe(reference.volume)),
        ("number", _safe(reference.number)),
        ("pages", _safe(reference.pages).replace("-", "--")),
        ("abstract", _safe(reference.summary)),
        ("keywords", ", ".join(_safe(word) for word in reference.keywords)),
        ("language", _safe(reference.language)),
        ("doi", reference.doi),
        ("isbn", reference.isbn),
        ("url", reference.address),
    ]
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields if value)
    return f"@{kind}{{{key}{lines}\n}}\n"


def _author(name: str) -> str:
    """An institution is kept whole: « and » in its name does not make two of it."""
    return _safe(name) if "," in name else f"{{{_safe(name)}}}"


def _safe(text: str) -> str:
    return words.tidy(text).translate(_SPECIAL)
