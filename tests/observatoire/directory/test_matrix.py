"""The table of rights: every route × every role, Wagtail's administration and APIs included.

`matrix.txt` is read by people. A route that is not in it fails: write its line, with what each role
must get, before writing its view. `oui` answers · `suite` leads elsewhere on the site · `porte`
asks to sign in · `refus` 403 · `absent` 404 · `non` back to the desk with a word · `poste` takes
posts alone · `panne` fails on purpose.
"""

from __future__ import annotations

import gc

import pytest

from observatoire.portal.actions import load_demonstration_content
from tests.observatoire.directory.matrix import (
    INSIDE,
    ROLES,
    addresses,
    ask,
    line,
    one_browser_a_role,
    read_table,
    routes,
)
from tests.observatoire.indicators.conftest import published  # noqa: F401 the pages read figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings, tmp_path, published):  # noqa: F811 the fixture that was imported
    """Objects of others, and an address of every route."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.DEMONSTRATION = False
    load_demonstration_content()
    return addresses()


@pytest.fixture
def browsers():
    return one_browser_a_role()


def test_every_route_is_declared():
    declared, found = set(read_table()), set(routes())
    assert sorted(found - declared) == []
    assert sorted(declared - found) == []


# Wagtail's preview of a picture leaves its temporary file to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_each_role_gets_what_the_table_says(site, browsers):
    declared = read_table()
    walked = {
        route: {role: ask(browsers[role], "get", asked) for role in ROLES}
        for route, asked in site.items()
    }
    gc.collect()
    wrong = [line(route, got) for route, got in walked.items() if got != declared.get(route)]
    assert wrong == []


def test_who_may_not_see_may_not_post(site, browsers):
    """A role that the table refuses is refused when it posts as well.

    The four roles that stay out of the administration meet the same door: one of them tries it.
    """
    closed = {"porte", "refus", "absent", "non"}
    for route, row in read_table().items():
        for role in ("public", "membre", "edition", "coordination"):
            if row[role] in closed and route in site:
                got = ask(browsers[role], "post", site[route])
                assert got in {*closed, "poste"}, f"{role} : {route} → {got}"


def test_the_administration_is_for_two_roles():
    """Whatever route it gets, from us or from Wagtail."""
    doors = {f"{INSIDE}login/", f"{INSIDE}logout/"}
    for route, row in read_table().items():
        if route.startswith(INSIDE) and route not in doors:
            assert [row[role] for role in ROLES[:5]] == ["porte", *["refus"] * 4], route
