"""A call for ideas in a real browser, from its opening to the bilan of the day it prepared.

Sixty invented ideas, ten of them of one initiative; four reviewers; speakers without account.
What it makes leaves with it.
"""

from __future__ import annotations

import json
import re

import pytest

from tests.journeys.test_matinale import go, press, tab, written
from tests.journeys.test_personal_page import OPEN_A_SESSION, run  # noqa: F401 a fixture
from tests.observatoire.contributions.sixty import OTHERS, SAME

pytestmark = pytest.mark.journey
TITLE, CALL = "Conférence née d’un appel", "Appel du parcours"
READERS = [f"relecture{n}.fictive@example.org" for n in (1, 2, 3)]
FORGET = f"""
from observatoire.base.actions import forget_searchable
from observatoire.contributions.models import Call, Speaker
from observatoire.directory.models import User
from observatoire.events.models import Event
from observatoire.surveys.actions import discard_surveys
from observatoire.base.registry import Ref
Call.objects.filter(title="{CALL}").delete()
for one in Event.objects.filter(title="{TITLE}"):
    Speaker.objects.filter(owner_kind="evenement", owner_key=str(one.pk)).delete()
    forget_searchable(kind="evenement", key=str(one.pk))
    discard_surveys(by=None, ref=Ref("evenement", str(one.pk)))
    one.delete()
User.objects.filter(email__in={READERS!r}).delete()
print("LIEN rien")
"""
# A day to come, and three people who may be asked to review.
MAKE = f"""
from datetime import datetime, timedelta, timezone
from observatoire.directory.actions.roles import give_role
from observatoire.directory.models import User
from observatoire.directory.rules import PARTNER
from observatoire.events.models import Event, Session
start = datetime(2030, 5, 14, 7, tzinfo=timezone.utc)
made = Event.objects.create(slug="conference-nee-d-un-appel", title="{TITLE}", kind="conference",
    stage="prepare", mode="place", starts_at=start, ends_at=start + timedelta(hours=3))
Session.objects.create(event=made, order=0, title="Ouverture du parcours", minutes=10)
for rank, email in enumerate({READERS!r}):
    reader = User.objects.create_user(email, first_name="Relecture", last_name=f"Fictive {{rank}}")
    give_role(by=None, account=reader, role=PARTNER)
print("LIEN", made.pk)
"""
# Everyone but one writes the same hour: a browser types the sixtieth.
SEND = f"""
from uuid import uuid4
from django.utils import timezone
from observatoire.contributions.actions import propose
from observatoire.contributions.models import Call
from tests.observatoire.contributions.sixty import OTHERS, SAME
call = Call.objects.get(title="{CALL}")
for number, (title, summary, who) in enumerate([*SAME, *OTHERS][:59]):
    propose(by=None, call=call, arrived_at=timezone.now(), form_key=uuid4(), fields=dict(
        title=title, summary=summary, organisation=who, nature="initiative", body="association",
        contact_name="Personne fictive", contact_email=f"idee{{number}}@example.org"))
print("LIEN", call.slug)
"""
SESSION_OF = """
from django.test import Client
from observatoire.directory.models import User
client = Client()
client.force_login(User.objects.get(email="{email}"))
print("SESSION", client.session.session_key)
"""
SPEAKERS = f"""
from observatoire.contributions.emails import token_of
from observatoire.contributions.models import Speaker
from observatoire.events.models import Event
rows = Speaker.objects.filter(owner_key=str(Event.objects.get(title="{TITLE}").pk))
print("LIEN", "|".join(token_of(one) for one in rows.order_by("created_at", "id")))
"""
# Two hundred registered, the day is over: the door itself is played in test_conference_day.
HELD = f"""
from datetime import timedelta
from django.utils import timezone
from observatoire.events.models import Event, Registration
now, one = timezone.now(), Event.objects.get(title="{TITLE}")
Registration.objects.bulk_create(Registration(event=one, email=f"appel{{n}}@example.org",
    first_name="Parcours", last_name=f"Fictif {{n:03}}", presence="place", state="confirmee",
    rank=n) for n in range(200))
Event.objects.filter(pk=one.pk).update(starts_at=now - timedelta(hours=4),
    ends_at=now - timedelta(hours=1), stage="direct")
print("LIEN rien")
"""


@pytest.fixture
def day(run):  # noqa: F811 the fixture that was imported
    run(FORGET)
    yield f"/evenements/conduite/{run(MAKE)}/"
    run(FORGET)


@pytest.fixture
def signed_in(open_page, run, site):  # noqa: F811
    def open_one(program: str):
        page = open_page()
        page.context.add_cookies([{"name": "sessionid", "value": run(program), "url": site}])
        return page

    return open_one


def opened(keeper, day: str) -> None:
    """Written from the day's own screen, with three reviewers beside the coordination."""
    keeper.goto(day)
    go(keeper, keeper.get_by_role("link", name="Ouvrir un appel"))
    written(keeper, "title").fill(CALL)
    written(keeper, "introduction").fill("Ce que la journée voudrait montrer.")
    written(keeper, "opens_at").fill("2020-01-01T09:00")
    written(keeper, "closes_at").fill("2030-01-15T18:00")
    for rank in range(len(READERS)):
        keeper.get_by_label(f"Relecture Fictive {rank}", exact=True).check()
    press(keeper, "Créer le brouillon")
    go(keeper, keeper.locator("tr", has_text=CALL).get_by_role("button", name="Publier"))


def typed(visitor, slug: str) -> None:
    title, summary, who = OTHERS[49]
    visitor.goto(f"/contribuer/{slug}/")
    go(visitor, visitor.get_by_role("link", name="Proposer").first)
    visitor.locator("[name=title]").fill(title)
    visitor.locator("[name=summary]").fill(summary)
    visitor.locator("[name=organisation]").fill(who)
    visitor.locator("[name=contact_name]").fill("Personne fictive")
    visitor.locator("[name=contact_email]").fill("idee59@example.org")
    press(visitor, "Envoyer ma proposition")


def marked(reader, slug: str) -> None:
    """Two initiatives read in a row; each criterion gets a mark."""
    reader.goto(f"/contribuer/{slug}/relecture/1/")
    for value in ("4", "3"):
        for choice in reader.locator("form[action$='/noter/'] select").all():
            choice.select_option(value)
        press(reader, "Noter, et lire la suivante")


def answered(keeper, slug: str, number: int) -> None:
    """Kept, with a sentence for its author; then a session of the day, with who brings it."""
    keeper.goto(f"/contribuer/{slug}/relecture/{number}/")
    form = keeper.locator("form[action$='/repondre/']")
    form.locator("[name=status][value=retenue]").check(force=True)
    form.locator("[name=text]").fill("Merci\u00a0: la journée vous attend.")
    go(keeper, form.get_by_role("button", name="Répondre"))
    go(keeper, keeper.get_by_role("button", name="Une séance du programme"))


def confirmed(page, token: str, name: str) -> None:
    """By the link alone."""
    page.goto(f"/intervenir/{token}/")
    page.locator("[name=comes][value=oui]").check(force=True)
    page.locator("[name=full_name]").fill(name)
    page.locator("[name=biography]").fill("Travaille dans une structure inventée.")
    page.locator("[name=may_record][value=oui]").check(force=True)
    page.locator("[name=may_broadcast][value=non]").check(force=True)
    press(page, "Enregistrer ma réponse")
    slides = {"name": "support.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    page.locator("form[action$='/support/'] [type=file]").set_input_files(slides)
    press(page, "Déposer")


def facts(page) -> list[str]:
    return page.locator(".obs-reading-facts dd").all_inner_texts()


def test_a_call_becomes_a_day_and_the_day_its_bilan(
    day,
    signed_in,
    open_page,
    run,  # noqa: F811
    assert_accessible,
    assert_fits,
):
    keeper = signed_in(OPEN_A_SESSION)
    opened(keeper, day)
    slug = run(SEND)
    visitor = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    typed(visitor, slug)
    assert_fits(visitor)

    # Ten tell of one initiative: they are read once, and each keeps its author.
    keeper.goto(f"/contribuer/{slug}/relecture/")
    assert facts(keeper)[:2] == ["60", "60"]
    alike = keeper.locator(".obs-alike form", has_text=SAME[0][0])
    assert alike.locator("[name=idee]").count() == len(SAME)
    assert_accessible(keeper)
    go(keeper, alike.get_by_role("button", name="Les réunir"))
    assert facts(keeper) == ["60", "51", "51", "60"]

    # Four people read, with criteria.
    for email in READERS:
        reader = signed_in(SESSION_OF.format(email=email))
        marked(reader, slug)
        reader.close()
    marked(keeper, slug)
    keeper.goto(f"/contribuer/{slug}/relecture/")
    rows = keeper.locator(".obs-reading-table tbody tr")
    assert rows.nth(0).locator("a").inner_text() == f"1 · {SAME[0][0]}"
    assert rows.nth(1).locator("a").inner_text() == f"11 · {OTHERS[0][0]}"
    read = rows.locator("td:nth-child(3)").all_inner_texts()
    assert [cell.split("\n")[0] for cell in read[:3]] == ["4", "4", "0"]

    # Two become sessions; their speakers answer by a link alone.
    for number in (1, 11):
        answered(keeper, slug, number)
    keeper.goto(f"{day}intervenants/")
    for _ in range(2):
        go(keeper, keeper.get_by_role("button", name=re.compile("^Inviter")).first)
    speaker = open_page(viewport={"width": 320, "height": 640})
    for rank, token in enumerate(run(SPEAKERS).split("|")):
        confirmed(speaker, token, f"Intervenant Fictif {rank}")
    assert_accessible(speaker)
    assert_fits(speaker)
    keeper.goto(f"{day}intervenants/")
    badges = keeper.locator(".obs-guests .fr-badge").all_inner_texts()
    assert [badge.lower() for badge in badges] == ["confirmé", "confirmé"]
    assert_accessible(keeper)

    # The programme holds: no room, no speaker, no hour taken twice.
    keeper.goto(day)
    assert keeper.locator(".obs-slot__title").all_inner_texts() == [
        "Ouverture du parcours",
        SAME[0][0],
        OTHERS[0][0],
    ]
    assert keeper.locator("#fautes + p").inner_text().startswith("Aucun conflit")
    assert_accessible(keeper)

    # The day, then what is kept of it.
    run(HELD)
    keeper.goto(f"{day}accueil/")
    assert_accessible(keeper)
    arrived(keeper, day)
    keeper.goto(day.replace("/evenements/conduite/", "/gestion/evenements/"))
    tab(keeper, "Bilan")
    figures = keeper.locator(".obs-tally dd").all_inner_texts()
    assert figures[1:3] == ["200", "200"]
    press(keeper, "Arrêter ce bilan")
    assert_accessible(keeper)


def arrived(keeper, day: str) -> None:
    """Two hundred arrive: a hundred and eighty told to the site, twenty without network."""
    token = keeper.locator("[name=csrfmiddlewaretoken]").first.input_value()
    keys = keeper.locator("[data-key]").evaluate_all("found => found.map(one => one.dataset.key)")
    assert len(keys) == 200, json.dumps(keys[:2])
    told = [{"id": key, "a": "2026-01-01T09:00:00Z"} for key in keys[:180]]
    answer = keeper.request.post(
        f"{day}accueil/presences/", data={"arrivees": told}, headers={"X-CSRFToken": token}
    )
    assert answer.status == 200
    keeper.reload()
    keeper.context.set_offline(True)
    for _ in range(20):
        keeper.get_by_role("button", name=re.compile("^Arrivé")).first.click()
    keeper.context.set_offline(False)
    keeper.evaluate("window.dispatchEvent(new Event('online'))")
    keeper.locator("#reseau").wait_for(state="hidden")
