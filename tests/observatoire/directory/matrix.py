"""Every route of the site, and what each role gets there: walked, then compared with matrix.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.models import Collection, Page

from observatoire.alerts.models import Alert, Wave
from observatoire.base.models import Document, Image, Rendition
from observatoire.contributions.models import Call
from observatoire.directory.models import (
    ContactList,
    Function,
    Group,
    Institution,
    Membership,
    Person,
    User,
)
from observatoire.directory.rules import COORDINATION, EDITION, PARTNER, RESPONDENT
from observatoire.events.models import Event
from observatoire.groups.models import Meeting, Minutes
from observatoire.library.models import Notice, Producer, Theme
from tests.observatoire.directory.signing import PIXEL, account, signed

TABLE = Path(__file__).parent / "matrix.txt"
ROLES = ("public", "repondant", "partenaire", "membre", "pilote", "edition", "coordination")
INSIDE = "gestion/"
COMPARED = (
    "gestion/pages/^(?P<pk>\\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\\d+)"
    "\\.\\.\\.(?P<revision_id_b>live|latest|\\d+)/$"
)
MAILED = "gestion/courriels/^(?P<pk>[0-9a-f-]{36})/(?P<verb>pause|reprendre|deprogrammer|annuler)/$"
CHANGED = "indicateur=TX_PAUV60&niveau=departement&territoire=44&depuis=2020&periode=2021"
BY_GROUND = "indicateur=RIEN&niveau=region&territoire=R52"  # the test has no density grid
STATES = "gestion/base-documentaire/^(?P<pk>[0-9a-f-]{36})/(?P<verb>relire|publier|retirer)/$"
CALCULATED = "operation=rang&indicateur=TX_PAUV60&niveau=departement&periode=2020"
# Routes written as expressions, which no value can be put in, or which ask for more than a path.
EXPRESSIONS = {
    "api/v1/calculs": "api/v1/calculs?" + CALCULATED,
    "api/v1/evolution": "api/v1/evolution?" + CHANGED,
    "api/v1/rural-urbain": "api/v1/rural-urbain?" + BY_GROUND,
    r"^((?:[\w\-]+/)*)$": "plateforme/",
    r"documents/^(\d+)/(.*)$": "documents/{document.pk}/{document.filename}",
    r"gestion/^.*/$": "gestion/nulle-part/",
    MAILED: "gestion/courriels/00000000-0000-0000-0000-000000000000/pause/",
    STATES: "gestion/base-documentaire/{notice.pk}/relire/",
    COMPARED: "gestion/pages/{page}/revisions/compare/live...latest/",
}
NOBODY = {"int": 999_999, "uuid": UUID(int=0), "slug": "absent", "str": "absent", "path": "absent"}


def routes() -> dict[str, URLPattern]:
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns, above: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from _walk(pattern.url_patterns, route)


def address(route: str, known: dict[str, dict], names: dict) -> str:
    """An address of a route. `known`: values by beginning of the route, then by argument."""
    if route in EXPRESSIONS:
        return "/" + EXPRESSIONS[route].format(**names)

    def value(found: re.Match) -> str:
        kind, name = found.group(1) or "str", found.group(2)
        for start, values in known.items():
            if route.startswith(start) and name in values:
                return str(values[name])
        return str(NOBODY[kind])

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", value, route).replace("^", "")


def outcome(response, asked: str) -> str:
    """In one word: what someone gets."""
    if response.status_code in (301, 302, 303):
        to = response["Location"]
        if to.startswith(("/gestion/login/", "/compte/connexion/")):
            return "porte"
        return "non" if to == "/gestion/" != asked else "suite"
    words = {200: "oui", 304: "oui", 400: "refus", 403: "refus", 404: "absent", 405: "poste"}
    return words.get(response.status_code, "panne" if response.status_code >= 500 else "autre")


def ask(browser: Client, method: str, asked: str) -> str:
    """What is done to answer is undone."""
    with transaction.atomic():
        response = getattr(browser, method)(asked)
        if response.streaming:
            list(response.streaming_content)
        transaction.set_rollback(True)
    return outcome(response, asked)


def line(route: str, outcomes: dict[str, str]) -> str:
    return " ".join([f"{route:<62}", *(f"{outcomes[role]:<7}" for role in ROLES)]).rstrip()


def read_table() -> dict[str, dict[str, str]]:
    rows = [text.rsplit(None, len(ROLES)) for text in TABLE.read_text("utf-8").splitlines()]
    return {
        cells[0]: dict(zip(ROLES, cells[1:], strict=True))
        for cells in rows
        if cells and not cells[0].startswith("#")
    }


def one_browser_a_role() -> dict[str, Client]:
    """Signed in with what each role has, and nothing more."""
    group = Group.objects.create(slug="essai", name="Essai")
    people = {
        "repondant": account("repondant.essai@example.org", RESPONDENT),
        "partenaire": account("partenaire.essai@example.org", PARTNER),
        "membre": _seated("membre", group, Membership.Role.MEMBER),
        "pilote": _seated("pilote", group, Membership.Role.PILOT),
        "edition": account("edition.essai@example.org", EDITION),
        "coordination": account("coordination.essai@example.org", COORDINATION),
    }
    return {"public": Client(raise_request_exception=False)} | {
        role: signed(person) for role, person in people.items()
    }


def _seated(name: str, group: Group, role: str) -> User:
    found = account(f"{name}.essai@example.org")
    person = Person.objects.create(last_name=name, account=found)
    Membership.objects.create(group=group, person=person, role=role)
    return found


def addresses() -> dict[str, str]:
    """An address of every route, which names an object of somebody else where it names one."""
    page = Page.objects.get(slug="plateforme")
    document = Document.objects.create(title="Note", file=_upload("note.txt"))
    image = Image.objects.create(title="Carré", file=_upload("carre.png"))
    drawn = Rendition.objects.create(image=image, filter_spec="width-10", file=_upload("petit.png"))
    numbers = {"page_id": page.pk, "parent_page_id": page.pk, "page_to_move_id": page.pk}
    kind = {"content_type_app_name": "base", "content_type_model_name": "standardpage"}
    collection = Collection.get_first_root_node().add_child(name="Essai")
    institution = Institution.objects.create(name="Essai", slug="essai")
    person = Person.objects.create(last_name="Essai", institution=institution)
    function = Function.objects.create(institution=institution, title="Essai")
    kept = ContactList.objects.create(name="Essai", purpose="lettre")
    group = Group.objects.create(slug="autre", name="Autre")
    event = Event.objects.create(slug="essai", title="Essai", stage=Event.Stage.ANNOUNCED)
    call = _call()
    notice = Notice.objects.create(slug="essai", title="Essai")
    producer = Producer.objects.create(slug="essai", name="Essai")
    known = {
        "gestion/base-documentaire/<uuid": {"pk": notice.pk},
        "gestion/themes": {"pk": Theme.objects.get(slug="sante").pk},
        "gestion/producteurs": {"pk": producer.pk},
        "base-documentaire": {"slug": "essai"},
        "contribuer/<slug:slug>/": {"slug": call.slug, "number": 1, "kind": "csv"},
        "gestion/appels": {"pk": call.pk},
        "gestion/annuaire/institutions": {"pk": institution.pk},
        "gestion/annuaire/personnes": {"pk": person.pk},
        "gestion/annuaire/fonctions/": {"pk": function.pk},
        "gestion/annuaire/listes": {"pk": kept.pk, "kind": "choisie"},
        "gestion/annuaire/groupes": {"pk": group.pk},
        "annuaire": {"slug": "essai"},
        "evenements": {"slug": "essai", "pk": event.pk},
        "alertes/vagues/": {"pk": _wave()},
        "alertes/<uuid": {"pk": Alert.objects.create(since="2026-01-01", seen="Essai").pk},
        "groupes/": _meeting(group),
        "donnees/n": {"code": "TX_PAUV60", "level": "departement", "territory": "44"}
        | {"period": "2020", "revision": 1},
        "gestion/api/main/^pages": {"pk": page.pk},
        "gestion/api/main/^documents": {"pk": document.pk},
        "gestion/api/main/^images": {"pk": image.pk},
        "gestion/pages": numbers | kind | {"app_label": "base", "model_name": "standardpage"},
        "gestion/choose-page": numbers,
        "gestion/documents": {"document_id": document.pk, "doc_id": document.pk, "pk": document.pk},
        "gestion/images": {"image_id": image.pk, "pk": image.pk, "filter_spec": "width-10"},
        "gestion/collections": {"pk": collection.pk, "collection_id": collection.pk},
        "gestion/audit": {"kind": "csv"},
        "indicateurs/<str:code>/image": {"code": "TX_PAUV60", "kind": "carte", "form": "svg"},
        "gestion/evenements/<uuid:pk>": {"pk": event.pk, "kind": "csv"},
        "gestion/annuaire": {"kind": "csv", "purpose": "lettre"},
        "gestion/users": {"pk": User.objects.create_user("autre.essai@example.org").pk},
        "gestion/catalogue": {"code": "TX_PAUV60"},
        "tableaux-de-bord": {"slug": "pauvrete"},
        "indicateurs": {"code": "TX_PAUV60"},
        "api/v1/indicateurs": {"code": "TX_PAUV60"},
        "territoires/contours": {"level": "departement"},
        "territoires": {"level": "departement", "code": "44"},
        "fichiers/images": {"path": drawn.file.name.removeprefix("images/")},
    }
    names = {"notice": notice, "page": page.pk, "document": document}
    return {route: address(route, known, names) for route in routes()}


def _meeting(group: Group) -> dict:
    """One that another group held, with its minutes."""
    start = timezone.now() - timedelta(days=1)
    meeting = Meeting.objects.create(group=group, starts_at=start, ends_at=timezone.now())
    minutes = Minutes.objects.create(meeting=meeting)
    passage = minutes.passages.create(order=0, text="Essai")
    return {"slug": group.slug, "pk": meeting.pk, "passage": passage.pk}


def _wave() -> UUID:
    span = {"opens_on": "2026-01-01", "closes_on": "2026-02-01"}
    return Wave.objects.create(title="Essai", **span).pk


def _call() -> Call:
    """An open one, which received an idea."""
    now = timezone.now()
    hours = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    call = Call.objects.create(title="Essai", slug="essai", published_at=now, **hours)
    call.proposals.create(number=1, title="Essai", summary="Essai")
    return call


def _upload(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PIXEL if name.endswith(".png") else b"Note")
