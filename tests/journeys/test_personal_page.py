"""A person opens their own page, chooses, takes their data away and erases them; screens of the
directory are walked by who keeps it. The person is made for the journey and leaves with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
EMAIL = "voyage.fictif@example.org"
MAKE_A_PERSON = f"""
from observatoire.directory.actions.links import personal_address
from observatoire.directory.actions.people import save_person
from observatoire.directory.models import Address, Institution, Person
from observatoire.directory.queries.links import name_of_address
Address.objects.filter(email="{EMAIL}").delete()
made = Person(first_name="Voyage", last_name="Fictif", institution=Institution.objects.first())
save_person(by=None, person=made, email="{EMAIL}")
print("LIEN", personal_address(name_of_address("{EMAIL}")))
"""
OPEN_A_SESSION = """
from django.test import Client
from types import SimpleNamespace
from observatoire.directory.models import Person, User
from observatoire.directory.rules import note_second_factor
client, keeper = Client(), User.objects.get(email="coordination@example.org")
client.force_login(keeper)
session = client.session
note_second_factor(SimpleNamespace(session=session), keeper)
session.save()
print("SESSION", session.session_key)
"""


@pytest.fixture(scope="module")
def run(site, pytestconfig):
    """`run(program)`: what the site's own code prints, in the folder of the demonstration."""
    folder = pytestconfig.cache.mkdir("demonstration")
    settings = {"OBS_VAR": str(folder), "OBS_DEMONSTRATION": "oui", "OBS_ADRESSE": site}
    settings["DJANGO_SETTINGS_MODULE"] = "observatoire.config.settings"  # not those of the tests

    def run(program: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", program],
            cwd=ROOT,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=True,
        )
        return re.search(r"^(?:LIEN|SESSION) (\S+)$", done.stdout, re.MULTILINE).group(1)

    return run


def test_a_person_chooses_exports_and_erases(run, page, assert_accessible):
    link = run(MAKE_A_PERSON)
    page.goto(link)
    assert page.locator("h1").inner_text() == "Vos données"
    assert_accessible(page)
    page.locator("label[for=choix-lettre]").click()
    page.get_by_role("button", name="Enregistrer mes choix").click()
    assert page.locator("[role=status]").inner_text() == (
        "Vos choix sont enregistrés. Ils valent dès maintenant."
    )
    assert page.locator("#choix-lettre").is_checked() is False
    with page.expect_download() as download:
        page.get_by_role("link", name="Emporter mes données").click()
    taken = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert taken["adresses"] == [EMAIL]
    page.get_by_role("link", name="Faire effacer mes données").click()
    assert_accessible(page)
    page.get_by_role("button", name="Effacer mes données").click()
    assert page.locator("h1").inner_text() == "Vos données sont effacées"
    assert page.goto(link).status == 404
    assert page.locator("h1").inner_text() == "Ce lien n’ouvre plus rien"


def test_the_page_fits_a_telephone_and_needs_no_script(run, open_page, assert_fits):
    link = run(MAKE_A_PERSON)
    page = open_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.goto(link)
    page.get_by_role("link", name="Faire effacer mes données").click()
    page.get_by_role("button", name="Effacer mes données").click()
    assert page.locator("h1").inner_text() == "Vos données sont effacées"
    narrow = open_page(viewport={"width": 320, "height": 640})
    narrow.goto(run(MAKE_A_PERSON))
    assert_fits(narrow)
    narrow.goto(narrow.url + "effacer/")
    narrow.get_by_role("button", name="Effacer mes données").click()


@pytest.mark.parametrize("address", ["/annuaire/", "/annuaire/ddets-44/", "/mes-donnees/"])
def test_the_public_directory_is_accessible_and_fits(
    page, narrow_page, assert_accessible, assert_fits, address
):
    for screen in (page, narrow_page):
        assert screen.goto(address).status == 200
        assert_accessible(screen)
        assert_fits(screen)


def test_the_screens_of_the_keeper_are_accessible_and_fit(run, open_page, site, assert_fits):
    session = run(OPEN_A_SESSION)
    for width in (1280, 320):
        page = open_page(viewport={"width": width, "height": 900})
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        for address in _screens(page):
            page.goto(address)
            assert_fits(page)
            found = Axe().run(page, context=".obs-gestion").response["violations"]
            assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], address


def _screens(page) -> list[str]:
    """Each tab, and the first object of each."""
    page.goto("/gestion/annuaire/")
    tabs = page.eval_on_selector_all(".obs-tabs a", "links => links.map(one => one.href)")
    screens = list(tabs)
    for tab in tabs:
        page.goto(tab)
        first = page.locator(".obs-object").first
        if first.count():
            screens.append(first.get_attribute("href"))
    return screens + ["/gestion/annuaire/personnes/ajouter/", "/gestion/annuaire/imports/deposer/"]
