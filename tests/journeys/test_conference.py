"""A conference on the demonstration: an idea, the order by the keyboard alone, a door without
network. What is changed is put back."""

from __future__ import annotations

import pytest

from tests.journeys.test_sign_in import enter

pytestmark = pytest.mark.journey
CALL = "/contribuer/essayer-un-appel-a-contribution/"
EVENT = "/evenements/essayer-une-conference/"


def titles(page) -> list[str]:
    return page.locator(".obs-slot__title").all_inner_texts()


def press(page, name: str) -> None:
    """A button, reached and pressed as a keyboard does."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")


def test_anyone_reads_a_call_and_is_told_what_an_idea_lacks(
    narrow_page, plain_page, assert_accessible, assert_fits
):
    for address in ("/contribuer/", CALL, f"{CALL}proposer/"):
        narrow_page.goto(address)
        assert_accessible(narrow_page)
        assert_fits(narrow_page)
    plain_page.goto(f"{CALL}proposer/")
    plain_page.get_by_label("L’idée en une ligne").fill("Une idée")
    plain_page.get_by_role("button", name="Envoyer ma proposition").click()
    assert plain_page.locator(".fr-error-text").all_inner_texts() == [
        "Écrire quelques phrases\u00a0: trois suffisent.",
        "Écrire votre nom.",
        "Écrire votre adresse\u00a0: sans elle, nous ne pourrions pas vous répondre.",
    ]
    assert plain_page.get_by_label("L’idée en une ligne").input_value() == "Une idée"


def test_the_day_is_ordered_by_keyboard_and_welcomed_without_network(
    page, assert_accessible, assert_fits
):
    enter(page)
    page.goto(f"{CALL}relecture/")
    assert_accessible(page)
    page.goto(EVENT)
    page.get_by_role("link", name="Programme, intervenants, accueil").click()
    before = titles(page)
    press(page, f"Descendre «\u00a0{before[0]}\u00a0»")
    assert titles(page) == [before[1], before[0], *before[2:]]
    # The focus follows the session that moved: one goes on from there.
    assert before[0] in page.evaluate("document.activeElement.innerText")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowUp")
    assert titles(page) == before
    # Dragged over the third, it takes its place; the rank gives it back.
    slots = page.locator(".obs-slot")
    with page.expect_navigation():
        corner = {"x": 20, "y": 20}
        slots.nth(0).drag_to(slots.nth(2), source_position=corner, target_position=corner)
    assert titles(page) == [before[1], before[2], before[0], *before[3:]]
    page.get_by_label(f"Rang de «\u00a0{before[0]}\u00a0»").select_option("1")
    press(page, f"Placer «\u00a0{before[0]}\u00a0»")
    assert titles(page) == before
    assert_accessible(page)
    assert_fits(page)

    page.get_by_role("link", name="Accueil", exact=True).last.click()
    assert_accessible(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Arrivé\u00a0: Présent Fictif 2").click()
    assert page.locator("#arrives").inner_text() == "1"
    assert "1 arrivée gardée dans cet appareil" in page.locator("#reseau").inner_text()
    page.context.set_offline(False)
    page.locator("#reseau").wait_for(state="hidden")
    page.reload()
    assert page.locator(".obs-door__here strong").all_inner_texts() == ["Présent Fictif 2"]
    with page.expect_response("**/presences/"):
        page.get_by_role("button", name="Annuler\u00a0: Présent Fictif 2").click()
    page.reload()
    assert page.locator("#arrives").inner_text() == "0"
