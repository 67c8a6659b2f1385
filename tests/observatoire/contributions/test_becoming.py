"""What a call serves, and what an idea becomes in each feature: a link, never a copy."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from observatoire.base.registry import Ref, registry
from observatoire.contributions.actions import answer, become
from observatoire.contributions.emails import address_of
from observatoire.contributions.models import Call
from observatoire.directory.actions.groups import save_group
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import Group
from observatoire.events.models import Event
from observatoire.groups.models import Theme
from observatoire.library.models import Notice
from observatoire.newsletter.models import Issue
from tests.observatoire.contributions.calls import call, idea, keeper
from tests.observatoire.directory.people import shown, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return keeper()


@pytest.fixture
def groups():
    return [
        save_group(by=None, group=Group(name=name, purpose="Observer."))
        for name in ("Groupe fictif A", "Groupe fictif B")
    ]


@pytest.fixture
def day() -> Event:
    start = timezone.now() + timedelta(days=60)
    return Event.objects.create(
        slug="journee", title="Journée fictive", kind="conference", stage="annonce", starts_at=start
    )


def typed(**fields) -> dict:
    return {
        "title": "Appel tapé",
        "purpose": "conference",
        "introduction": "Ce que l’on prépare.",
        "opens_at": "2026-03-18T09:00",
        "closes_at": "2026-04-18T09:00",
        "answer_days": "30",
        "criteria": "Utile | 2",
    } | fields


class TestWhatACallServes:
    def test_it_is_chosen_among_what_is_being_prepared_and_may_be_taken_back(
        self, client, person, day, groups
    ):
        client.force_login(person)
        page = shown(client, f"/gestion/appels/ajouter/?pour=evenement:{day.pk}")
        assert texts(page, "[name=serves] option") == [
            "Rien de précis",
            "Conférence des partenaires : Journée fictive",
            "Groupe de travail : Groupe fictif A",
            "Groupe de travail : Groupe fictif B",
        ]
        assert texts(page, "[name=serves] option[selected]") == [
            "Conférence des partenaires : Journée fictive"
        ]
        client.post("/gestion/appels/ajouter/", typed(serves=f"evenement:{day.pk}"))
        made = Call.objects.get()
        assert made.owner == Ref("evenement", str(day.pk))
        page = shown(client, f"/evenements/conduite/{day.pk}/")
        assert texts(page, "[aria-labelledby=appels] .obs-tag") == ["Brouillon"]
        client.post(f"/gestion/appels/{made.pk}/", typed(serves=""))
        made.refresh_from_db()
        assert made.owner is None

    def test_what_is_over_stays_that_of_its_call(self, client, person, day):
        made = call(owner=Ref("evenement", str(day.pk)))
        Event.objects.filter(pk=day.pk).update(starts_at=timezone.now() - timedelta(days=9))
        assert registry.callers["evenement"]() == []
        client.force_login(person)
        page = shown(client, f"/gestion/appels/{made.pk}/")
        assert len(page.select("[name=serves] option[selected]")) == 1

    def test_a_letter_calls_for_ideas_while_it_is_written(self, client, person):
        letter = Issue.objects.create(number=901, title="Lettre fictive", since=timezone.now())
        client.force_login(person)
        page = shown(client, "/gestion/appels/ajouter/")
        assert texts(page, "[name=serves] option") == [
            "Rien de précis",
            "Lettre : Lettre n° 901 : Lettre fictive",
        ]
        client.post("/gestion/appels/ajouter/", typed(serves=f"lettre:{letter.pk}"))
        assert Call.objects.get().owner == Ref("lettre", str(letter.pk))
        Issue.objects.update(state=Issue.State.PUBLISHED)
        assert registry.callers["lettre"]() == []

    def test_the_page_of_a_group_shows_its_calls_to_its_members(self, client, person, groups):
        call("Un thème pour le groupe", owner=Ref("groupe", groups[0].slug))
        client.force_login(person)
        page = shown(client, f"/groupes/{groups[0].slug}/")
        assert texts(page, ".fr-notice__link") == ["Un thème pour le groupe"]
        client.logout()
        assert texts(shown(client, f"/groupes/{groups[0].slug}/"), ".fr-notice__link") == []


class TestWhatAnIdeaBecomes:
    def test_a_theme_of_the_group_that_is_chosen_once(self, client, person, groups):
        made = idea(call(owner=Ref("groupe", groups[1].slug)))
        client.force_login(person)
        here = f"/contribuer/{made.call.slug}/relecture/1/"
        page = shown(client, here)
        # The group that asked for ideas comes first.
        assert texts(page, "[name=pour-theme] option") == ["Groupe fictif B", "Groupe fictif A"]
        for _ in range(2):
            client.post(
                f"{here}devenir/", {"devient": "theme", "pour-theme": groups[1].slug}, follow=True
            )
        theme = Theme.objects.get()
        assert (theme.group, theme.title, theme.note) == (groups[1], made.title, made.summary)
        assert made.outcomes.get().ref == Ref("theme_groupe", str(theme.pk))
        card = registry.resolve(made.outcomes.get().ref)
        assert (card.group, card.visibility) == (groups[1].slug, "groupe")

    def test_nobody_gives_a_theme_to_a_group_that_is_not_offered(self, person, groups):
        made = idea(call())
        for target in ("", "un-autre"):
            with pytest.raises(Refused, match="Choisir pour qui"):
                become(by=person, proposal=made, offer="theme", target=target)
        assert Theme.objects.count() == 0

    def test_a_notice_takes_its_words(self, person, day):
        made = idea(call(owner=Ref("evenement", str(day.pk))))
        outcome = become(by=person, proposal=made, offer="notice")
        notice = Notice.objects.get()
        assert (notice.title, notice.summary) == (made.title, made.summary)
        assert outcome.label == "Notice de la base documentaire"

    def test_its_author_sees_what_is_public_of_what_it_became(self, client, person, day, groups):
        made = idea(call(owner=Ref("evenement", str(day.pk))))
        answer(by=person, proposal=made, status="retenue", text="Oui.")
        become(by=person, proposal=made, offer="theme", target=groups[0].slug)
        become(by=person, proposal=made, offer="seance")
        page = shown(client, "/contribuer/" + address_of(made).partition("/contribuer/")[2])
        assert texts(page, "[aria-labelledby=reponse] li") == [
            f"Une séance du programme : {made.title}"
        ]
