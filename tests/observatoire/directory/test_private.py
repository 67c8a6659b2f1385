"""What a group keeps: no page, list, feed, thumbnail, interface or file gives it to outsiders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group as AccountGroup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from observatoire.base.actions import remember_searchable
from observatoire.base.models import Document, Image, Rendition, StandardPage
from observatoire.base.registry import EVENT, STUDY, Card, Ref, SearchDraft, registry
from observatoire.directory.actions.files import files_of
from observatoire.directory.models import (
    Function,
    Group,
    Holding,
    Institution,
    Membership,
    Person,
)
from observatoire.directory.rules import COORDINATION, PARTNER
from observatoire.portal.actions import load_demonstration_content
from tests.observatoire.directory.signing import PIXEL, account, signed
from tests.observatoire.indicators.conftest import published  # noqa: F401 the pages read figures

pytestmark = pytest.mark.django_db
SECRET = "Brouillard"
LISTS = (
    "/",
    "/agenda/",
    f"/recherche/?q={SECRET}",
    "/plan-du-site/",
    "/plateforme/",
    "/sitemap.xml",
    "/robots.txt",
    "/donnees/journal.atom",
    "/donnees/calendrier.ics",
    "/api/openapi.json",
    f"/api/v1/indicateurs?q={SECRET}",
    "/gestion/api/main/pages/",
    "/gestion/api/main/documents/",
    "/gestion/api/main/images/",
)


@pytest.fixture
def group(settings, tmp_path, monkeypatch, published) -> Group:  # noqa: F811 imported
    """A group, and one object of each kind that it keeps between its members."""
    settings.MEDIA_ROOT = str(tmp_path)
    load_demonstration_content()
    found = Group.objects.create(slug="reserve", name="Réservé")
    kept = files_of(group=found)
    Document.objects.create(title=SECRET, file=upload("note.txt"), collection=kept)
    image = Image.objects.create(title=SECRET, file=upload("carre.png"), collection=kept)
    Rendition.objects.create(image=image, filter_spec="width-10", file=upload("petit.png"))
    ref = Ref("essai", "1")
    remember_searchable(SearchDraft(ref, SECRET, "/essai/", "Compte rendu", group=found.slug))
    soon = timezone.now() + timedelta(days=3)
    cards = [
        Card(ref, SECRET, "/essai/", EVENT, date=soon, group=found.slug),
        Card(ref, SECRET, "/essai/", STUDY, published_at=timezone.now(), group=found.slug),
    ]
    monkeypatch.setattr(registry, "cards", {"essai": lambda *, horizon: cards})
    return found


def upload(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PIXEL if name.endswith(".png") else b"Note")


def seated(group: Group, email: str, role=Membership.Role.MEMBER):
    person = Person.objects.create(last_name="Essai", account=account(email))
    Membership.objects.create(group=group, person=person, role=role)
    return signed(person.account)


@pytest.fixture(params=["public", "partenaire", "membre d’un autre groupe", "invité", "parti"])
def outsider(request, group) -> Client:
    if request.param == "public":
        return Client()
    if request.param == "partenaire":
        return signed(account("partenaire.essai@example.org", PARTNER))
    if request.param == "invité":
        return seated(group, "invite.essai@example.org", Membership.Role.GUEST)
    if request.param == "parti":
        left = seated(group, "parti.essai@example.org")
        Membership.objects.update(until=timezone.localdate())
        return left
    other = Group.objects.create(slug="autre", name="Autre")
    return seated(other, "autre.essai@example.org")


def files() -> list[str]:
    document, drawn = Document.objects.get(title=SECRET), Rendition.objects.get()
    return [
        f"/documents/{document.pk}/{document.filename}",
        f"/fichiers/{drawn.file.name}",
        f"/fichiers/{drawn.image.file.name}",
        f"/fichiers/{document.file.name}",
    ]


def statuses(browser: Client, addresses: list[str]) -> list[int]:
    """What each address answers, read to its end."""
    found = []
    for address in addresses:
        response = browser.get(address)
        b"".join(response)
        found.append(response.status_code)
    return found


def reached(browser: Client) -> list[str]:
    """The lists where the word stands, of those that answer."""
    return [
        address
        for address in LISTS
        if SECRET in browser.get(address).content.decode().replace(f'value="{SECRET}"', "")
    ]


def test_an_outsider_finds_it_nowhere(outsider):
    said_by_the_search = outsider.get(f"/recherche/?q={SECRET}").content.decode()
    assert "/essai/" not in said_by_the_search
    assert [one for one in reached(outsider) if "/recherche/" not in one] == []


def test_an_outsider_reads_no_file(outsider):
    assert statuses(outsider, files()) == [404] * 4


def test_a_member_finds_it_and_reads_it(group):
    member = seated(group, "membre.essai@example.org")
    assert "/essai/" in member.get(f"/recherche/?q={SECRET}").content.decode()
    assert [one for one in reached(member) if one in ("/", "/agenda/")] == ["/", "/agenda/"]
    # The file itself, and its drawing; what was deposited is never served as it is.
    assert statuses(member, files()) == [200, 200, 404, 404]


def test_the_coordination_reads_what_every_group_keeps(group):
    browser = signed(account("coordination.essai@example.org", COORDINATION))
    assert statuses(browser, files()[:2]) == [200, 200]


def test_what_a_function_holds_goes_to_who_holds_it(group):
    """A seat may be a function's: it is read by whoever holds it today."""
    function = Function.objects.create(
        institution=Institution.objects.create(name="Essai", slug="essai"), title="Essai"
    )
    Membership.objects.create(group=group, function=function)
    person = Person.objects.create(last_name="Essai", account=account("fonction.essai@example.org"))
    browser = signed(person.account)
    assert statuses(browser, files()[:1]) == [404]
    Holding.objects.create(function=function, person=person)
    assert statuses(browser, files()[:1]) == [200]


def test_a_group_that_is_deleted_leaves_its_files_shut(group):
    member = seated(group, "membre.essai@example.org")
    group.delete()
    assert statuses(member, files()) == [404] * 4
    assert statuses(Client(), files()[:1]) == [404]


class TestWhatWagtailItselfRestricts:
    @pytest.fixture
    def page(self, group) -> Page:
        hidden = StandardPage(title=SECRET, slug="cache")
        Page.objects.get(slug="plateforme").add_child(instance=hidden)
        hidden.save_revision().publish()
        return hidden

    def test_a_page_for_some_is_not_there_for_others(self, page):
        shut = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        shut.groups.add(AccountGroup.objects.get(name=COORDINATION.label))
        address = "/plateforme/cache/"
        assert Client().get(address).url == f"/compte/connexion/?next={address}"
        partner = signed(account("partenaire.essai@example.org", PARTNER))
        assert partner.get(address).status_code == 404
        coordinator = signed(account("coordination.essai@example.org", COORDINATION))
        assert statuses(coordinator, [address]) == [200]

    @pytest.mark.parametrize("kind", ["login", "groups"])
    def test_so_are_files(self, group, kind):
        document = Document.objects.create(title="Autre", file=upload("autre.txt"))
        shut = CollectionViewRestriction.objects.create(
            collection=document.collection, restriction_type=kind
        )
        shut.groups.add(AccountGroup.objects.get(name=COORDINATION.label))
        address = f"/documents/{document.pk}/{document.filename}"
        coordinator = signed(account("coordination.essai@example.org", COORDINATION))
        assert Client().get(address).status_code == 404
        assert statuses(coordinator, [address]) == [200]
