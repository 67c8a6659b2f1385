"""A file of contacts, understood: what each column is, what each line would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from observatoire.base.french import normalise
from observatoire.directory.models import (
    Address,
    ContactImport,
    Institution,
    MailDomain,
    Person,
    Tombstone,
)
from observatoire.directory.queries.duplicates import name_key
from observatoire.directory.queries.links import digest_of

# What a column may be, and the words by which its header is recognised.
COLUMNS = {
    "last_name": "Nom",
    "first_name": "Prénom",
    "full_name": "Prénom et nom ensemble",
    "email": "Adresse électronique",
    "phone": "Téléphone",
    "institution": "Institution",
    "function": "Fonction",
}
WORDS = {
    "email": ("mail", "courriel", "adresse electronique", "email", "messagerie"),
    "first_name": ("prenom",),
    "full_name": ("prenom nom", "nom prenom", "nom et prenom", "nom complet", "contact"),
    "phone": ("telephone", "tel", "portable", "mobile"),
    "institution": (
        "institution",
        "structure",
        "organisme",
        "employeur",
        "service",
        "etablissement",
    ),
    "function": ("fonction", "poste", "titre", "qualite"),
    "last_name": ("nom", "nom de famille", "nom usuel"),
}
NEW, KNOWN, COMPLETED, LIKE, REFUSED, BURIED, TWICE = (
    "nouvelle",
    "connue",
    "complétée",
    "ressemblante",
    "refusée",
    "effacée à sa demande",
    "en double dans le fichier",
)
TAKEN = (NEW, LIKE, COMPLETED)


@dataclass(frozen=True)
class Line:
    """One line of the file: what was read of it, and what would be done."""

    number: int
    values: dict[str, str]
    outcome: str
    reason: str = ""
    institution: Institution | None = None
    person: Person | None = None

    @property
    def name(self) -> str:
        return f"{self.values['first_name']} {self.values['last_name']}".strip()

    @property
    def makes_institution(self) -> bool:
        return self.institution is None and bool(self.values["institution"])


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...]

    def counts(self) -> dict[str, int]:
        return dict(Counter(line.outcome for line in self.lines))

    @property
    def taken(self) -> list[Line]:
        return [line for line in self.lines if line.outcome in TAKEN]

    def unknown_institutions(self) -> list[str]:
        names = {line.values["institution"] for line in self.taken if line.makes_institution}
        return sorted(names, key=normalise)


def guess_mapping(header: Iterable[str]) -> dict[str, str]:
    """Column number (as text) → what it is; each meaning once, the closest header first."""
    words = {str(number): normalise(title) for number, title in enumerate(header)}
    found: dict[str, str] = {}
    for is_near in (_is_exactly, _holds):
        for meaning, names in WORDS.items():
            if meaning in found.values():
                continue
            for number, title in words.items():
                if number not in found and any(is_near(title, name) for name in names):
                    found[number] = meaning
                    break
    if "last_name" in found.values() and "full_name" in found.values():
        found = {number: one for number, one in found.items() if one != "full_name"}
    return found


def _is_exactly(title: str, name: str) -> bool:
    return title == name


def _holds(title: str, name: str) -> bool:
    return f" {name} " in f" {title} ".replace("e mail", "email")


def plan_of(imported: ContactImport) -> Plan:
    """What taking the file in would do, line by line; nothing is written."""
    rows = [_values(row, imported.mapping) for row in imported.rows]
    emails = {row["email"] for row in rows if row["email"]}
    known = _Known(emails, rows)
    seen: set[str] = set()
    lines = []
    for number, values in enumerate(rows, start=2):
        outcome, reason, person = _outcome(values, known, seen)
        if values["email"]:
            seen.add(values["email"])
        institution = known.institution(values)
        lines.append(Line(number, values, outcome, reason, institution, person))
    return Plan(tuple(lines))


def _values(row: list[str], mapping: dict[str, str]) -> dict[str, str]:
    found = dict.fromkeys(COLUMNS, "")
    for number, meaning in mapping.items():
        if int(number) < len(row) and meaning in COLUMNS:
            found[meaning] = " ".join(row[int(number)].split())
    found["email"] = found["email"].lower().removeprefix("mailto:")
    if found["full_name"] and not found["last_name"]:
        found["first_name"], found["last_name"] = split_name(found["full_name"])
    return found


def split_name(text: str) -> tuple[str, str]:
    """« Jeanne DURAND » or « DURAND Jeanne »: capitals tell the name, else the order does."""
    words = text.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        others = [word for word in words if word not in capitals]
        return " ".join(others), " ".join(capitals)
    return " ".join(words[:1]) if len(words) > 1 else "", " ".join(words[1:] or words)


class _Known:
    """What the directory knows of the lines of a file, asked for once."""

    def __init__(self, emails: set[str], rows: list[dict]) -> None:
        addresses = Address.objects.filter(email__in=emails).select_related("person__institution")
        self.addresses = {address.email: address for address in addresses}
        self.names = {
            name_key(person.first_name, person.last_name): person
            for person in Person.objects.present().order_by("-created_at", "pk")
        }
        digests = {digest_of(email): email for email in emails}
        buried = Tombstone.objects.filter(digest__in=digests).values_list("digest", flat=True)
        self.buried = {digests[digest] for digest in buried}
        self._institutions = {}
        for one in Institution.objects.order_by("pk"):
            self._institutions[normalise(one.name)] = one
            if one.acronym:
                self._institutions[normalise(one.acronym)] = one
        domains = MailDomain.objects.select_related("institution")
        self._domains = {one.name: one.institution for one in domains}

    def institution(self, values: dict) -> Institution | None:
        """By its name or acronym; where none is written, by the domain of the address."""
        if values["institution"]:
            return self._institutions.get(normalise(values["institution"]))
        return self._domains.get(values["email"].rpartition("@")[2])


def _outcome(values: dict, known: _Known, seen: set[str]) -> tuple[str, str, Person | None]:
    email = values["email"]
    if not values["last_name"]:
        return REFUSED, "le nom manque", None
    if not email:
        return REFUSED, "l’adresse électronique manque", None
    if not _is_address(email):
        return REFUSED, "l’adresse électronique est mal écrite", None
    if email in known.buried:
        return BURIED, "cette personne a demandé à être effacée", None
    if email in seen:
        return TWICE, "une ligne plus haut a la même adresse", None
    if address := known.addresses.get(email):
        return _known_outcome(values, address, known)
    like = known.names.get(name_key(values["first_name"], values["last_name"]))
    if like is not None:
        return LIKE, "une fiche porte déjà ce nom, avec une autre adresse", like
    return NEW, "", None


def _known_outcome(values: dict, address: Address, known: _Known):
    person = address.person
    if person is None:
        return KNOWN, "cette adresse est une boîte commune", None
    lacks = [
        label
        for label, is_lacking in (
            ("le prénom", values["first_name"] and not person.first_name),
            ("le téléphone", values["phone"] and not person.phone),
            ("l’institution", known.institution(values) and not person.institution_id),
        )
        if is_lacking
    ]
    return (COMPLETED, f"ajoute {', '.join(lacks)}", person) if lacks else (KNOWN, "", person)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254
