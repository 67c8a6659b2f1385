"""The door of a conference in a real browser, while the network is down.

What it makes leaves with it.
"""

from __future__ import annotations

import re

import pytest

from tests.journeys.test_personal_page import OPEN_A_SESSION, run  # noqa: F401 a fixture

pytestmark = pytest.mark.journey
TITLE = "Conférence du parcours"
FORGET = f"""
from observatoire.base.actions import forget_searchable
from observatoire.events.models import Event
for one in Event.objects.filter(title="{TITLE}"):
    forget_searchable(kind="evenement", key=str(one.pk))
    one.delete()
print("LIEN rien")
"""
MAKE = f"""
from datetime import datetime, timedelta, timezone
from django.utils import timezone as now
from observatoire.events.models import Event, Registration, Session
start = datetime(2030, 5, 14, 7, tzinfo=timezone.utc)
made = Event.objects.create(slug="conference-du-parcours", title="{TITLE}", kind="conference",
    stage="prepare", mode="place", starts_at=start, ends_at=start + timedelta(hours=3))
for rank, title in enumerate(("Un", "Deux", "Trois")):
    Session.objects.create(event=made, order=rank, title=title, minutes=30)
Registration.objects.bulk_create(Registration(event=made, email=f"parcours{{n}}@example.org",
    first_name="Parcours", last_name=f"Fictif {{n:03}}", presence="place", state="confirmee",
    rank=n, checked_in_at=now.now() if n >= 20 else None) for n in range(200))
print("LIEN", made.pk)
"""
ARRIVED = f"""
from observatoire.events.models import Event
rows = Event.objects.get(title="{TITLE}").registrations.exclude(checked_in_at=None)
hours = rows.filter(rank__lt=20).order_by("rank").values_list("checked_in_at", flat=True)
print("LIEN", f"{{rows.count()}}/" + "|".join(one.strftime("%H%M%S%f") for one in hours))
"""


@pytest.fixture
def day(run):  # noqa: F811 the fixture that was imported
    run(FORGET)
    yield f"/evenements/conduite/{run(MAKE)}/"
    run(FORGET)


@pytest.fixture
def keeper(day, open_page, run, site):  # noqa: F811
    page = open_page()
    page.context.add_cookies([{"name": "sessionid", "value": run(OPEN_A_SESSION), "url": site}])
    return page


def test_twenty_arrive_while_the_network_is_down(keeper, day, run):  # noqa: F811
    keeper.goto(f"{day}accueil/")
    assert keeper.locator("#arrives").inner_text() == "180"
    keeper.context.set_offline(True)
    for _ in range(20):
        keeper.get_by_role("button", name=re.compile("^Arrivé")).first.click()
    assert keeper.locator("#arrives").inner_text() == "200"
    waiting = keeper.locator("#reseau", has_text="20 arrivées gardées dans cet appareil")
    waiting.wait_for()
    assert run(ARRIVED).startswith("180/")

    # Back, but the first answer is lost on its way: the site heard, the telephone does not know.
    heard = []

    def lose(route):
        heard.append(route.fetch().json())
        route.abort()

    keeper.route("**/presences/", lose)
    keeper.context.set_offline(False)
    keeper.wait_for_timeout(500)
    assert [len(one["notees"]) for one in heard] == [20]
    first = run(ARRIVED)
    assert first.startswith("200/")
    waiting.wait_for()
    keeper.unroute("**/presences/")
    keeper.evaluate("window.dispatchEvent(new Event('online'))")
    keeper.locator("#reseau").wait_for(state="hidden")
    # Said twice: the same people, at the same hours.
    assert run(ARRIVED) == first
    assert len(set(first.partition("/")[2].split("|"))) == 20
    keeper.reload()
    assert keeper.locator("#arrives").inner_text() == "200"
