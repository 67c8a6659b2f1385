"""The frame of every page: it is reached, usable by all, and calls nobody."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey

PAGES = ["/", "/tableaux-de-bord/pauvrete/", "/recherche/?q=pauvrete", "/plan-du-site/"]


@pytest.mark.parametrize("address", PAGES)
def test_it_is_accessible(page, assert_accessible, address):
    assert page.goto(address).status == 200
    assert page.locator("h1").count() == 1
    assert_accessible(page)


@pytest.mark.parametrize("address", PAGES)
def test_it_fits_a_telephone(narrow_page, assert_fits, assert_accessible, address):
    narrow_page.goto(address)
    assert_fits(narrow_page)
    assert_accessible(narrow_page)


@pytest.mark.parametrize("address", PAGES)
def test_it_can_be_read_without_javascript(plain_page, address):
    plain_page.goto(address)
    assert plain_page.locator("main h1").count() == 1
    assert plain_page.locator("footer a").count() > 0


def test_a_missing_page_is_said_in_french(page, assert_accessible):
    assert page.goto("/nulle-part/").status == 404
    assert page.locator("h1").inner_text() == "Page introuvable"
    assert_accessible(page)


def test_the_search_box_leads_to_results(page):
    page.goto("/")
    page.locator("#recherche-mots").fill("pauvreté")
    page.locator("#recherche-mots").press("Enter")
    page.wait_for_url("**/recherche/?q=*")
    assert page.locator("#recherche-mots").input_value() == "pauvreté"


def test_the_keyboard_skips_to_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Contenu"
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenu")
