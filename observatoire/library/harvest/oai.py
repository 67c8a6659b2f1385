"""OAI-PMH: what archives (HAL, institutional repositories) give to those who ask, page by page."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reference
from observatoire.library.harvest.feeds import Found
from observatoire.library.harvest.limits import Limits, Refused
from observatoire.library.harvest.markup import guarded

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
_ERRORS = {
    "badResumptionToken": (
        "L’entrepôt ne reconnaît plus l’endroit où l’on en était\u00a0: reprendre du début."
    ),
    "cannotDisseminateFormat": "L’entrepôt ne donne pas le format Dublin Core (oai_dc).",
    "badArgument": "L’entrepôt refuse la question\u00a0: vérifier l’adresse et l’ensemble demandé.",
    "badVerb": "L’entrepôt ne comprend pas la question\u00a0: vérifier l’adresse.",
    "noSetHierarchy": "L’entrepôt n’a pas d’ensembles\u00a0: effacer celui qui est demandé.",
    "idDoesNotExist": "L’entrepôt ne connaît pas cette notice.",
}
_KINDS = (
    ("article", words.ARTICLE), ("thes", words.THESIS), ("doctoral", words.THESIS),
    ("master", words.THESIS), ("report", words.REPORT), ("rapport", words.REPORT),
    ("bookpart", words.CHAPTER), ("chapter", words.CHAPTER), ("book", words.BOOK),
    ("conference", words.TALK), ("dataset", words.DATA),
)  # fmt: skip


def question(address: str, *, token: str = "", since: str = "", collection: str = "") -> str:
    """The address of the next page: what follows a token is asked with the token alone."""
    asked = {"verb": "ListRecords"}
    if token:
        asked["resumptionToken"] = token
    else:
        asked["metadataPrefix"] = "oai_dc"
        if since:
            asked["from"] = since
        if collection:
            asked["set"] = collection
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(asked), ""))


def read(data: bytes, limits: Limits = Limits()) -> Found:  # noqa: B008 frozen
    """The records of an answer. Raises Refused, in French, when it holds an error."""
    root = _tree(data)
    error = root.find(f"{OAI}error")
    if error is not None:
        code = (error.get("code") or "").strip()
        if code == "noRecordsMatch":
            return Found()
        said = words.tidy(error.text or "", 200)
        sentence = _ERRORS.get(
            code, f"L’entrepôt répond une erreur ({words.tidy(code, 40) or 'sans nom'})."
        )
        raise Refused(sentence + (f" Il dit\u00a0: «\u00a0{said}\u00a0»." if said else ""))
    if root.find(f"{OAI}ListRecords") is None and root.find(f"{OAI}GetRecord") is None:
        raise Refused("La réponse de l’entrepôt ne contient pas de notices.")
    records = [*root.iter(f"{OAI}record")]
    made, deleted = [], []
    for record in records:
        identifier = words.tidy(record.findtext(f"{OAI}header/{OAI}identifier") or "", 300)
        header = record.find(f"{OAI}header")
        if header is not None and header.get("status") == "deleted":
            deleted += [identifier] if identifier else []
        elif reference := _reference(record, identifier):
            made.append(reference)
    token = words.tidy(
        next((node.text or "" for node in root.iter(f"{OAI}resumptionToken")), ""), 1000
    )
    return Found(
        "", tuple(made[: limits.items]), max(0, len(made) - limits.items), tuple(deleted), token
    )


def _tree(data: bytes) -> Element:
    if not data.strip():
        raise Refused("La réponse est vide.")
    guarded(data)
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Refused(
            "La réponse de l’entrepôt est mal formée\u00a0: elle n’est pas lue."
        ) from None
    if root.tag != f"{OAI}OAI-PMH":
        raise Refused("Ce n’est pas un entrepôt OAI-PMH\u00a0: vérifier l’adresse.")
    return root


def _reference(record: Element, identifier: str) -> Reference | None:
    said: dict[str, list[tuple[str, str]]] = {}
    for node in record.iter():
        if isinstance(node.tag, str) and node.tag.startswith(DC) and (node.text or "").strip():
            language = node.get("{http://www.w3.org/XML/1998/namespace}lang", "")
            said.setdefault(node.tag.removeprefix(DC), []).append((language, node.text))
    title = _french(said.get("title", []), words.TITLE_LENGTH)
    if not title:
        return None

    def every(name: str) -> tuple[str, ...]:
        found = (words.tidy(text, words.WORD_LENGTH) for _, text in said.get(name, []))
        return tuple(dict.fromkeys(text for text in found if text))[: words.MANY]

    named = every("identifier") + every("relation")
    return Reference(
        title=title,
        kind=_kind(every("type")),
        authors=every("creator"),
        producers=every("publisher"),
        date=next(filter(None, (words.partial_date(text) for text in every("date"))), ""),
        summary=_french(said.get("description", []), words.TEXT_LENGTH),
        keywords=every("subject")[:30],
        address=next(filter(None, (words.web_address(text) for text in named)), ""),
        doi=next(filter(None, (words.doi_in(text) for text in named)), ""),
        isbn=next(
            filter(None, (words.isbn_in(text) for text in named if "isbn" in text.lower())), ""
        ),
        language=next(iter(every("language")), "")[:20],
        licence=next(iter(every("rights")), ""),
        identifier=identifier,
    )


def _french(said: list[tuple[str, str]], length: int) -> str:
    """The French text where there is one, otherwise the first."""
    best = next((text for language, text in said if language.lower().startswith("fr")), None)
    return words.tidy(best or (said[0][1] if said else ""), length)


def _kind(said: tuple[str, ...]) -> str:
    text = " ".join(said).lower()
    return next((kind for word, kind in _KINDS if word in text), words.STUDY)
