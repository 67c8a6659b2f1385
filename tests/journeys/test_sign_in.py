"""Signing in on the demonstration: the codes are on the screen, the administration opens."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey
COORDINATION = "coordination@example.org"
PARTNER = "partenaire@example.org"
# A device of its own, that recognises its owner and is touched at once.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


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
    for address in ("", "preparer/", "erratum/"):
        page.goto(f"/gestion/parutions/{address}")
        assert_accessible(page)


@pytest.fixture
def keyed_page(open_page, site):
    """A browser with a passkey device; a passkey belongs to a name, never to a number."""
    page = open_page(base_url=site.replace("127.0.0.1", "localhost"))
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def lines(page) -> list[str]:
    """The names of the keys that open the account."""
    page.goto("/compte/securite/cles/")
    return page.locator("main dt").all_inner_texts()


def test_a_passkey_is_added_opens_the_account_alone_and_is_removed(keyed_page, assert_accessible):
    page = keyed_page
    page.goto("/compte/connexion/")
    page.locator("#id_login").fill(PARTNER)
    press(page, "Recevoir un code")
    page.locator("#id_code").fill(page.locator(".obs-code").inner_text())
    press(page, "Se connecter")
    page.goto("/compte/securite/cles/ajouter/")
    assert_accessible(page)
    page.locator("#id_name").fill("Clé d’essai")
    press(page, "Ajouter la clé")
    page.wait_for_url("**/compte/securite/codes/")
    assert_accessible(page)
    assert lines(page) == ["Clé d’essai"]

    page.context.clear_cookies()
    page.goto("/compte/connexion/")
    press(page, "Utiliser une clé d’accès")
    page.wait_for_url("**/compte/")
    assert page.locator("main h1").inner_text() == "Mon compte"

    page.goto("/compte/securite/cles/")
    page.get_by_role("link", name="la retirer").click()
    page.get_by_role("link", name="Avec une clé d’accès").click()
    assert_accessible(page)
    press(page, "Utiliser une clé d’accès")
    press(page, "Retirer la clé")
    assert lines(page) == []


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
