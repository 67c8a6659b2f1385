"""What a visitor reads when something is refused, and the small files that machines ask for."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from observatoire.base.actions import remember_searchable
from observatoire.base.registry import Ref, SearchDraft
from observatoire.base.views import refused

pytestmark = pytest.mark.django_db


def title_of(response) -> str:
    return re.search(r"<h1>([^<]+)</h1>", response.content.decode())[1]


def test_a_request_for_another_host_is_refused_in_french(client):
    response = client.get("/", headers={"host": "mauvais.example"})
    assert (response.status_code, title_of(response)) == (
        400,
        "Cette demande n’a pas été comprise",
    )


def test_a_form_without_its_token_is_refused_in_french(db):
    response = Client(enforce_csrf_checks=True).post("/gestion/login/", {"username": "x"})
    assert (response.status_code, title_of(response)) == (
        403,
        "Ce formulaire n’a pas pu être reçu",
    )


def test_what_is_not_for_everyone_says_so_in_french(rf: RequestFactory):
    response = refused(rf.get("/essai/"), PermissionDenied())
    assert (response.status_code, title_of(response)) == (
        403,
        "Accès refusé",
    )


def test_the_icon_is_where_browsers_look_for_it(client):
    assert client.get("/favicon.ico").url == "/statique/dsfr/dist/favicon/favicon.ico"


def test_robots_are_told_what_to_leave_and_where_to_begin(client, settings):
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /gestion/",
        f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml",
    ]


def test_the_site_map_of_machines_lists_what_the_public_may_find(client, settings):
    remember_searchable(SearchDraft(Ref("essai", "a"), "Une étude", "/essai/a/?b=1&c=2", "Étude"))
    remember_searchable(
        SearchDraft(Ref("essai", "b"), "Un secret", "/essai/b/", "Étude", group="pauvrete")
    )
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [one.text.removeprefix(settings.SITE_ADDRESS) for one in root.iter() if one.text]
    found = [address.strip() for address in found if address.strip()]
    assert found[0] == "/"
    assert found[-1] == "/essai/a/?b=1&c=2"
    assert "/essai/b/" not in found
