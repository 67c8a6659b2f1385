"""A matinale in a real browser: from the idea to the direct, by those who keep it, those who
register and those who watch. What it makes leaves with it."""

from __future__ import annotations

import re

import pytest

from tests.journeys.test_personal_page import OPEN_A_SESSION, run  # noqa: F401 a fixture

pytestmark = pytest.mark.journey

TITLE = "Matinale du parcours"
EMAIL = "parcours.fictif@example.org"
FORGET = f"""
from observatoire.base.actions import forget_searchable
from observatoire.events.models import Event
for one in Event.objects.filter(title="{TITLE}"):
    forget_searchable(kind="evenement", key=str(one.pk))
    one.delete()
print("LIEN rien")
"""
OWN_LINK = f"""
from observatoire.events.models import Registration
from observatoire.events.queries.links import token_of
print("LIEN", token_of(Registration.objects.get(email="{EMAIL}", event__title="{TITLE}")))
"""


@pytest.fixture
def keeper(open_page, run, site):  # noqa: F811 the fixture that was imported
    """The coordination's browser; the event of the journey is taken away at the end."""
    run(FORGET)
    page = open_page()
    page.context.add_cookies([{"name": "sessionid", "value": run(OPEN_A_SESSION), "url": site}])
    yield page
    run(FORGET)


def written(page, name: str):
    """A field of the administration's form: its menu has words of its own."""
    return page.locator(f"form.obs-form [name={name}]")


def prepared(page) -> str:
    """Written, announced, registrations open; the address of its screen."""
    page.goto("/gestion/evenements/ajouter/")
    written(page, "title").fill(TITLE)
    written(page, "theme").fill("Essai")
    written(page, "summary").fill("Une étude, puis vos questions.")
    written(page, "starts_at").fill("2030-05-14T09:30")
    written(page, "room_kind").select_option("adresse")
    written(page, "room_address").fill("https://visio.example.org/parcours")
    page.get_by_role("button", name="Créer").click()
    page.get_by_role("link", name="Ajouter une séance").click()
    written(page, "title").fill("Une étude")
    written(page, "minutes").fill("30")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_role("link", name="Ajouter un intervenant").click()
    written(page, "institution_name").fill("Institut fictif")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    for stage in ("préparé", "annoncé", "inscriptions"):
        page.get_by_role("button", name=f"Passer à «\u00a0{stage}\u00a0»").click()
    return page.url


def test_a_matinale_from_the_idea_to_the_direct(
    keeper,
    open_page,
    run,  # noqa: F811
    assert_accessible,
    assert_fits,
):
    screen = prepared(keeper)
    keeper.locator("[aria-current=step]", has_text="Inscriptions").wait_for()
    assert_accessible(keeper)

    # Someone registers, without JavaScript, on a telephone.
    visitor = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    visitor.goto("/evenements/")
    visitor.get_by_role("link", name=TITLE).click()
    visitor.get_by_role("link", name="M’inscrire").click()
    assert_fits(visitor)
    visitor.get_by_label("Adresse électronique").fill(EMAIL)
    visitor.get_by_label("Prénom").fill("Parcours")
    visitor.get_by_label("Nom", exact=True).fill("Fictif")
    visitor.get_by_role("button", name="M’inscrire").click()
    assert (
        visitor.get_by_role("heading", level=1).inner_text() == "Regardez votre boîte aux lettres"
    )

    # Their link leads to the live page, where a question is asked.
    token = run(OWN_LINK)
    visitor.goto(f"/evenements/inscription/{token}/")
    visitor.get_by_role("link", name="Programme et questions").click()
    visitor.get_by_label("Votre question").fill("À quelle échelle ?")
    visitor.get_by_role("button", name="Poser la question").click()
    assert "attend d’être lue" in visitor.locator("#questions").inner_text()

    # On the air: a reader with scripts sees it come without reloading.
    keeper.goto(screen)
    keeper.get_by_role("button", name="Passer à «\u00a0en direct\u00a0»").click()
    reader = open_page()
    reader.goto(f"/evenements/direct/{token}/")
    assert_accessible(reader)
    keeper.get_by_role("link", name="Questions", exact=True).click()
    assert_accessible(keeper)
    keeper.get_by_role("button", name="Laisser passer").click()
    keeper.locator("#visibles .obs-count", has_text=re.compile("^1$")).wait_for()
    reader.locator(".obs-question__text", has_text="À quelle échelle ?").wait_for(timeout=20_000)
    keeper.get_by_role("button", name="Répondue", exact=True).click()
    reader.locator(".fr-badge", has_text="Répondue").wait_for(timeout=20_000)

    # The wall, in the room. Readers leave before the event does: they ask for it no more.
    reader.close()
    visitor.close()
    keeper.get_by_role("link", name="Écran de projection").click()
    keeper.locator(".obs-wall__text").first.wait_for()
    assert keeper.get_by_role("heading", level=1).inner_text() == TITLE
    assert_fits(keeper)
    keeper.goto("about:blank")
