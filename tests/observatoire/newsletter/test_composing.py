"""A letter proposes what is new, once; it is ordered, approved; a change takes approval back."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from observatoire.base.registry import EVENT, STUDY, Card, Ref, registry
from observatoire.newsletter.actions import composing
from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.models import Issue, Line
from observatoire.newsletter.queries.proposals import TOO_EARLY, TOO_MANY

NOW = datetime(2026, 3, 17, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


def study(number: int, **given) -> Card:
    first = {"ref": Ref("notice", str(number)), "title": f"Étude {number}", "kind": STUDY}
    first |= {"address": "/base-documentaire/", "published_at": NOW - timedelta(days=number)}
    return Card(**first | given)


def meeting(number: int, days: int, **given) -> Card:
    first = {"ref": Ref("evenement", str(number)), "title": f"Matinale {number}", "kind": EVENT}
    return Card(**first | {"address": "/evenements/", "date": NOW + timedelta(days=days)} | given)


@pytest.fixture
def told(monkeypatch):
    """Cards of the tests' own, instead of everyone's."""
    cards: list[Card] = []
    monkeypatch.setattr(registry, "cards", {"essai": lambda *, horizon: list(cards)})
    monkeypatch.setattr(registry, "themes", {"essai": lambda: {"sante": "Santé"}})
    return cards


def said(issue: Issue) -> list[tuple[str, str, str]]:
    rows = issue.lines.order_by("is_kept", "part", "order")
    return [(one.title, one.part, one.left_out or one.reason) for one in rows]


def test_everything_new_is_proposed_with_its_reason(told, make_issue):
    told += [study(1), meeting(1, 20), meeting(2, -3), meeting(3, 200)]
    assert said(make_issue()) == [
        ("Matinale 2", "vie", "a déjà eu lieu"),
        ("Matinale 3", "vie", TOO_EARLY),
        ("Étude 1", "base", "rendue publique le 16\u00a0mars 2026"),
        ("Matinale 1", "vie", "a lieu le 6\u00a0avril 2026"),
    ]


def test_nothing_is_proposed_twice_and_what_was_too_early_comes_back(told, make_issue, keeper):
    told += [study(1), meeting(1, 20), meeting(3, 200)]
    first = make_issue()
    composing.propose(by=keeper, issue=first)
    second = make_issue()
    assert first.lines.count() == 3
    assert [one.title for one in second.lines.all()] == ["Matinale 3"]


def test_a_theme_has_three_studies_and_the_rest_says_why(told, make_issue):
    told += [study(number, themes=("sante",)) for number in range(1, 6)]
    rows = said(make_issue())
    assert [reason for *_, reason in rows[:2]] == [TOO_MANY, TOO_MANY]
    assert [title for title, *_ in rows] == ["Étude 4", "Étude 5", "Étude 1", "Étude 2", "Étude 3"]


def test_what_is_kept_for_a_group_is_counted_and_never_named(told, make_issue):
    told += [study(1, group="pauvrete"), study(2, visibility="groupe"), study(3)]
    issue = make_issue()
    assert [one.title for one in issue.lines.all()] == ["Étude 3"]
    assert issue.kept_for_groups == 2


def test_the_zoom_of_the_base_stands_first(told, make_issue):
    told += [study(1, themes=("sante",)), study(9, is_zoom=True)]
    rows = make_issue().lines.order_by("order")
    assert [(one.title, one.is_zoom) for one in rows] == [("Étude 9", True), ("Étude 1", False)]


def test_a_line_goes_up_and_down_and_stops_at_the_ends(issue, keeper):
    first, second, third = issue.lines.order_by("order")
    composing.move(by=keeper, line=third, up=True)
    composing.move(by=keeper, line=first, up=True)
    composing.move(by=keeper, line=first, up=False)
    assert [one.title for one in issue.lines.order_by("order")] == ["Ligne 3", "Ligne 1", "Ligne 2"]


def test_what_is_left_out_says_why_and_may_come_back(issue, keeper):
    line = issue.lines.order_by("order").first()
    with pytest.raises(Refused, match="Dire pourquoi"):
        composing.leave_out(by=keeper, line=line, why=" ")
    composing.leave_out(by=keeper, line=line, why="déjà dit ailleurs")
    assert (line.is_kept, line.left_out) == (False, "déjà dit ailleurs")
    composing.keep(by=keeper, line=line)
    assert [one.title for one in issue.lines.kept().order_by("order")][-1] == "Ligne 1"


def test_news_have_a_source(issue, keeper):
    with pytest.raises(Refused, match="a une source"):
        composing.save_line(by=keeper, line=Line(issue=issue, part="actualite", title="Sans"))


def test_a_word_changed_takes_the_approval_back(issue, keeper):
    composing.approve(by=keeper, issue=issue)
    composing.save_line(by=keeper, line=issue.lines.first())
    issue.refresh_from_db()
    assert (issue.state, issue.approved_at, issue.approved_by) == ("preparation", None, None)


def test_an_empty_letter_is_not_approved(make_issue, keeper, told):
    with pytest.raises(Refused, match="ne dit rien"):
        composing.approve(by=keeper, issue=make_issue())


def test_the_screens_of_composing(browser, issue):
    composed = browser.get(issue.admin_address).content.decode()
    assert composed.count('id="ligne-') == issue.lines.count()
    line = issue.lines.order_by("order").last()
    browser.post(f"/gestion/lettres/lignes/{line.pk}/monter/")
    assert [one.title for one in issue.lines.kept().order_by("order")][-2:] == [
        "Ligne 3",
        "Ligne 2",
    ]
    form = {"part": "actualite", "title": "Main", "address": "//ailleurs.example", "source": "X"}
    refused = browser.post(f"/gestion/lettres/{issue.pk}/ligne/", form)
    assert "Écrire une adresse en https" in refused.content.decode()


def test_the_list_of_letters_asks_as_much_for_three_as_for_one(
    browser, make_issue, django_assert_num_queries
):
    make_issue()
    browser.get("/gestion/lettres/")
    with django_assert_num_queries(9):
        browser.get("/gestion/lettres/")
    make_issue()
    make_issue()
    with django_assert_num_queries(9):
        browser.get("/gestion/lettres/")
