"""The documentary base in a real browser: searched without scripts, kept by the coordination."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.test_personal_page import OPEN_A_SESSION, run  # noqa: F401 a fixture

pytestmark = pytest.mark.journey

PUBLIC = (
    "/base-documentaire/",
    "/base-documentaire/?q=logement&theme=sante&theme=logement-et-hebergement",
    "/base-documentaire/?q=zzzzqqq",
    "/base-documentaire/alertes/nouvelle/?q=logement",
    "/base-documentaire/deposer/",
)
KEPT = (
    "/gestion/base-documentaire/",
    "/gestion/base-documentaire/ajouter/",
    "/gestion/base-documentaire/depots/",
    "/gestion/veille/",
    "/gestion/veille/sources/",
    "/gestion/veille/sources/ajouter/",
    "/gestion/veille/rythme/",
    "/gestion/veille/liens/?etat=nouveau",
    "/gestion/veille/imports/",
)


def test_a_study_is_found_and_taken_away_without_scripts(open_page, assert_fits):
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto("/base-documentaire/")
    page.get_by_label("Mots cherchés").fill("logements sociaux")
    page.get_by_role("search", name="Chercher dans la base documentaire").get_by_role(
        "button"
    ).click()
    assert_fits(page)
    number = page.locator(".obs-study").count()
    with page.expect_download() as taken:
        page.get_by_role("link", name="RIS (Zotero)").click()
    written = taken.value.path().read_text()
    assert number > 0
    assert written.count("ER  - ") == number
    title = page.locator(".obs-study__title a").first
    words = title.inner_text()
    title.click()
    assert page.get_by_role("heading", level=1).inner_text() == words
    assert_fits(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_its_pages_are_accessible(open_page, width, assert_accessible, assert_fits):
    page = open_page(viewport={"width": width, "height": 900})
    for address in PUBLIC:
        page.goto(address)
        assert_fits(page)
        assert_accessible(page)
    page.goto(PUBLIC[0])
    page.locator(".obs-study__title a").first.click()
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_its_administration_is_accessible(open_page, width, run, site, assert_fits):  # noqa: F811
    page = open_page(viewport={"width": width, "height": 900})
    session = run(OPEN_A_SESSION)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page.goto(KEPT[0])
    first = page.locator(".obs-object").first.get_attribute("href")
    for address in (*KEPT, first, f"{first}modifier/"):
        page.goto(address)
        assert_fits(page)
        found = Axe().run(page, context=".obs-gestion").response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], address
