"""A matinale in a real browser: from the idea to the bilan, by those who keep it, those who
register, those who watch and those who answer. What it makes leaves with it."""

from __future__ import annotations

import re

import pytest

from tests.journeys.test_personal_page import OPEN_A_SESSION, run  # noqa: F401 a fixture

pytestmark = pytest.mark.journey

TITLE = "Matinale du parcours"
EMAIL = "parcours.fictif@example.org"
FORGET = f"""
from observatoire.base.actions import forget_searchable
from observatoire.base.registry import Ref
from observatoire.events.models import Event
from observatoire.surveys.actions import discard_surveys
for one in Event.objects.filter(title="{TITLE}"):
    for question in one.questions.all():
        forget_searchable(kind="question", key=str(question.pk))
    forget_searchable(kind="evenement", key=str(one.pk))
    discard_surveys(by=None, ref=Ref("evenement", str(one.pk)))
    one.delete()
print("LIEN rien")
"""
OWN_LINK = f"""
from observatoire.events.models import Registration
from observatoire.events.queries.links import token_of
print("LIEN", token_of(Registration.objects.get(email="{EMAIL}", event__title="{TITLE}")))
"""
# The day comes, and goes: nothing else moves the clock of the site.
HELD = f"""
from datetime import timedelta
from django.utils import timezone
from observatoire.events.models import Event
now = timezone.now()
hours = {{"starts_at": now - timedelta(hours=3), "ends_at": now - timedelta(hours=1)}}
Event.objects.filter(title="{TITLE}").update(**hours)
print("LIEN rien")
"""
# The survey's own link; and the recurring work that tells registrants of the replay.
SURVEY_LINK = f"""
from observatoire.events.actions.replay import send_replays
from observatoire.events.models import Event, Registration
from observatoire.surveys.queries.links import path_of
send_replays()
one = Registration.objects.get(email="{EMAIL}", event__title="{TITLE}")
print("LIEN", path_of(one.event.followup.survey.invitations.get(key=str(one.pk))))
"""
PRESENT = f"Nom;Courriel;Durée (minutes)\nParcours Fictif;{EMAIL};95\nAutre Fictif;;40\n"
FILE = {"name": "presences.csv", "mimeType": "text/csv", "buffer": PRESENT.encode()}
ANSWER = "Non, le département est le plus fin."


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
    press(page, "Créer")
    follow(page, "Ajouter une séance")
    written(page, "title").fill("Une étude")
    written(page, "minutes").fill("30")
    go(page, page.get_by_role("button", name="Ajouter", exact=True))
    follow(page, "Ajouter un intervenant")
    written(page, "institution_name").fill("Institut fictif")
    go(page, page.get_by_role("button", name="Ajouter", exact=True))
    for stage in ("préparé", "annoncé", "inscriptions"):
        press(page, f"Passer à «\u00a0{stage}\u00a0»")
    return page.url


def go(page, target) -> None:
    """Just after a click the document may still be empty: the next one is waited for."""
    with page.expect_navigation():
        target.click()


def tab(page, name: str) -> None:
    go(page, page.locator(".obs-tabs").get_by_role("link", name=name, exact=True))


def follow(page, name: str) -> None:
    go(page, page.get_by_role("link", name=name))


def seen(page, name: str, check) -> None:
    """Opened again, without the message of what was just done: it fades in."""
    tab(page, name)
    check(page)


def press(page, name: str) -> None:
    go(page, page.get_by_role("button", name=name))


def ask(page, text: str) -> None:
    page.get_by_label("Votre question").fill(text)
    press(page, "Poser la question")


def who_was_there(keeper, check) -> None:
    """The file of the room, seen first, then taken whole."""
    tab(keeper, "Présences")
    follow(keeper, "Prendre un fichier")
    keeper.locator("form.obs-form [type=file]").set_input_files(FILE)
    go(keeper, keeper.locator("form.obs-form [type=submit]"))
    keeper.locator("form.obs-form [type=file]").set_input_files(FILE)
    press(keeper, "Prendre ce fichier")
    assert keeper.locator(".obs-tally dd").all_inner_texts() == ["1", "1", "0"]
    seen(keeper, "Présences", check)


def replay_published(keeper, check) -> None:
    """Its speaker agrees first; what is missing is said."""
    tab(keeper, "Où en est-on")
    go(keeper, keeper.get_by_role("link", name="Institut fictif", exact=True).first)
    written(keeper, "may_record").select_option("true")
    written(keeper, "may_broadcast").select_option("true")
    go(keeper, keeper.locator("form.obs-form [type=submit]").first)
    tab(keeper, "Replay")
    written(keeper, "replay_address").fill("https://video.example.org/parcours")
    written(keeper, "chapters").fill("00:00:00 Ouverture\n00:05:00 Une étude")
    written(keeper, "replay_transcript").fill("Bonjour à toutes et tous.")
    written(keeper, "captions_reason").fill("Sous-titres en cours d’écriture.")
    press(keeper, "Enregistrer")
    seen(keeper, "Replay", check)
    press(keeper, "Publier")
    keeper.locator(".obs-note", has_text="Publié le").wait_for()


def answered_in_writing(keeper, check) -> None:
    tab(keeper, "Réponses")
    owed = keeper.locator("li", has_text="Et par commune ?")
    go(keeper, owed.get_by_role("link", name="Confier ou répondre"))
    written(keeper, "answer").fill(ANSWER)
    press(keeper, "Enregistrer")
    seen(keeper, "Réponses", check)
    go(keeper, owed.get_by_role("button", name="Publier"))
    owed.get_by_text("Publiée").wait_for()


def survey_answered(keeper, phone, run, check, fits) -> None:  # noqa: F811
    """Sent before its hour, answered on a telephone, closed."""
    tab(keeper, "Après")
    press(keeper, "Envoyer maintenant")
    phone.goto(run(SURVEY_LINK))
    check(phone)
    fits(phone)
    phone.get_by_label("En direct", exact=True).check(force=True)
    phone.get_by_label("Très satisfait").check(force=True)
    press(phone, "Remettre ma réponse")
    assert phone.get_by_role("heading", level=1).inner_text() == "Merci de votre réponse"
    tab(keeper, "Après")
    assert "1 réponse sur 1 invitation" in keeper.locator("#enquete + p").inner_text()
    press(keeper, "Clore l’enquête")
    follow(keeper, "Lire l’enquête")
    check(keeper)
    keeper.go_back()


def settled_and_closed(keeper, check) -> None:
    tab(keeper, "Bilan")
    figures = keeper.locator(".obs-tally dd").all_inner_texts()
    assert figures[1:5] == ["1", "2", "1", "1"]  # registered, present, replay seen, answers
    check(keeper)
    press(keeper, "Arrêter ce bilan")
    tab(keeper, "Après")
    states = ["Réglé", "Réglé", "Réglé", "Réglé"]
    assert keeper.locator(".obs-settled").all_inner_texts() == states
    seen(keeper, "Après", check)
    press(keeper, "Clore l’événement")
    keeper.locator(".obs-note", has_text=re.compile("^Clos le")).wait_for()


def test_a_matinale_from_the_idea_to_the_bilan(
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
    follow(visitor, TITLE)
    follow(visitor, "M’inscrire")
    assert_fits(visitor)
    visitor.get_by_label("Adresse électronique").fill(EMAIL)
    visitor.get_by_label("Prénom").fill("Parcours")
    visitor.get_by_label("Nom", exact=True).fill("Fictif")
    press(visitor, "M’inscrire")
    assert (
        visitor.get_by_role("heading", level=1).inner_text() == "Regardez votre boîte aux lettres"
    )

    # Their link leads to the live page, where a question is asked.
    token = run(OWN_LINK)
    visitor.goto(f"/evenements/inscription/{token}/")
    follow(visitor, "Programme et questions")
    ask(visitor, "À quelle échelle ?")
    ask(visitor, "Et par commune ?")
    assert "attend d’être lue" in visitor.locator("#questions").inner_text()

    # On the air: a reader with scripts sees it come without reloading.
    keeper.goto(screen)
    press(keeper, "Passer à «\u00a0en direct\u00a0»")
    reader = open_page()
    reader.goto(f"/evenements/direct/{token}/")
    assert_accessible(reader)
    tab(keeper, "Questions")
    assert_accessible(keeper)
    for number in (1, 2):
        keeper.get_by_role("button", name="Laisser passer").first.click()
        keeper.locator("#visibles .obs-count", has_text=re.compile(f"^{number}$")).wait_for()
    reader.locator(".obs-question__text", has_text="À quelle échelle ?").wait_for(timeout=20_000)
    asked = keeper.locator("article", has_text="À quelle échelle ?")
    asked.get_by_role("button", name="Répondue", exact=True).click()
    reader.locator(".fr-badge", has_text="Répondue").wait_for(timeout=20_000)

    # The wall, in the room. Readers leave before the event does: they ask for it no more.
    reader.close()
    visitor.close()
    follow(keeper, "Écran de projection")
    keeper.locator(".obs-wall__text").first.wait_for()
    assert keeper.get_by_role("heading", level=1).inner_text() == TITLE
    assert_fits(keeper)

    # The day after: nothing closes while something is owed.
    keeper.goto("about:blank")
    run(HELD)
    keeper.goto(screen)
    tab(keeper, "Après")
    press(keeper, "Clore l’événement")
    keeper.get_by_text("Reste à régler, ou à abandonner avec une raison.").first.wait_for()
    who_was_there(keeper, assert_accessible)
    replay_published(keeper, assert_accessible)
    answered_in_writing(keeper, assert_accessible)

    # What everyone reads of it, on a telephone.
    phone = open_page(viewport={"width": 320, "height": 640})
    phone.goto("/matinale/")
    follow(phone, TITLE)
    assert_accessible(phone)
    assert_fits(phone)
    assert phone.locator(".obs-answer").inner_text().split("\n")[-1] == ANSWER
    follow(phone, "Ouvrir le replay")
    assert_accessible(phone)
    assert_fits(phone)
    watch = phone.get_by_role("link", name="Voir le replay").get_attribute("href")
    assert phone.request.get(watch, max_redirects=0).status == 302

    survey_answered(keeper, phone, run, assert_accessible, assert_fits)
    settled_and_closed(keeper, assert_accessible)
    phone.goto("/evenements/")
    follow(phone, TITLE)
    assert_accessible(phone)
