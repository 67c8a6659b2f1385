"""A conference on the demonstration: an idea, the order by the keyboard alone, then put back."""

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


def test_the_day_is_ordered_by_the_keyboard_alone(page, assert_accessible, assert_fits):
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
    press(page, f"Monter «\u00a0{before[0]}\u00a0»")
    assert titles(page) == before
    assert_accessible(page)
    assert_fits(page)


def test_the_day_is_ordered_by_dragging_and_by_alt_with_an_arrow(page):
    enter(page)
    page.goto(EVENT)
    with page.expect_navigation():
        page.get_by_role("link", name="Programme, intervenants, accueil").click()
    before = titles(page)
    hours = page.locator(".obs-slot__hour")
    with page.expect_navigation():
        hours.nth(0).drag_to(hours.nth(1))
    assert titles(page) == [before[1], before[0], *before[2:]]
    page.locator(".obs-slot__title a").nth(1).focus()
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowUp")
    assert titles(page) == before
    page.locator(".obs-slot__title a").nth(0).focus()
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    assert titles(page) == [before[1], before[0], *before[2:]]
    with page.expect_navigation():
        hours.nth(0).drag_to(hours.nth(1))
    assert titles(page) == before
