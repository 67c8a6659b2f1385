"""Signing in on the demonstration: the codes are on the screen, the administration opens."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey
COORDINATION = "coordination@example.org"


def enter(page, *, check=lambda page: None) -> None:
    """From the administration's door to its first page, each page checked on the way."""
    page.goto("/gestion/")
    check(page)
    page.locator("#id_login").fill(COORDINATION)
    page.get_by_role("button", name="Recevoir un code").click()
    check(page)
    page.locator("#id_code").fill(page.locator(".obs-code").inner_text())
    page.get_by_role("button", name="Se connecter", exact=True).click()
    check(page)
    page.locator("#id_code").fill(page.locator(".obs-code").inner_text())
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/gestion/")


def test_the_coordinator_enters_the_administration(page, assert_accessible):
    enter(page, check=assert_accessible)
    assert page.locator("main h1").inner_text() == "Le bureau"
    page.goto("/compte/")
    assert_accessible(page)


@pytest.mark.parametrize("address", ["/compte/connexion/", "/compte/ouvrir/"])
def test_it_fits_a_telephone(narrow_page, assert_fits, assert_accessible, address):
    narrow_page.goto(address)
    assert_fits(narrow_page)
    assert_accessible(narrow_page)


def test_it_needs_no_javascript(plain_page):
    plain_page.goto("/compte/connexion/")
    plain_page.locator("#id_login").fill("inconnu.essai@example.org")
    plain_page.get_by_role("button", name="Recevoir un code").click()
    assert plain_page.locator("h1").inner_text() == "Saisir le code"
