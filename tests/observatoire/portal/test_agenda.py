"""The agenda: what features announce, in order, to those who may come."""

from __future__ import annotations

import pytest

from observatoire.base.registry import EVENT, STUDY
from tests.observatoire.portal.reading import card, paris, parsed, texts

pytestmark = pytest.mark.django_db

COMING = card("Conférence des partenaires", EVENT, date=paris(2026, 5, 21))
SOON = card("Matinale", EVENT, date=paris(2026, 3, 17, 8))
PAST = card("Comité de pilotage", EVENT, date=paris(2025, 11, 17))
OLDER = card("Matinale sur le numérique", EVENT, date=paris(2025, 7, 4))


def test_it_works(client, offered):
    study = card("Une étude", STUDY, date=paris(2026, 5, 1), published_at=paris(2026, 3, 1))
    offered([PAST, COMING, OLDER, SOON, study])
    page = parsed(client.get("/agenda/"))
    assert texts(page, "h1") == ["Agenda"]
    # The one of this morning stays among those to come until midnight.
    assert texts(page, "[aria-labelledby=a-venir] :is(h3, h4)") == [
        "Mars 2026",
        "Matinale",
        "Mai 2026",
        "Conférence des partenaires",
    ]
    assert texts(page, "[aria-labelledby=passes] :is(h3, h4)") == [
        "Novembre 2025",
        "Comité de pilotage",
        "Juillet 2025",
        "Matinale sur le numérique",
    ]
    assert texts(page, "[aria-labelledby=a-venir] .obs-quiet") == [
        "mardi 17 mars 2026, 8 h",
        "jeudi 21 mai 2026, 9 h",
    ]


def test_empty_it_says_what_will_be_there(client, offered):
    offered([])
    page = parsed(client.get("/agenda/"))
    assert texts(page, "main h2") == ["Rendez-vous à venir"]
    assert texts(page, ".obs-empty p")[0] == "Aucun rendez-vous n’est annoncé pour l’instant."


def test_an_event_of_a_group_is_not_shown_to_an_outsider(client, member, offered):
    offered([card("Réunion", EVENT, date=paris(2026, 4, 2), group="pauvrete")])
    assert texts(parsed(client.get("/agenda/")), "h4") == []
    client.force_login(member)
    assert texts(parsed(client.get("/agenda/")), "h4") == ["Réunion"]


def test_an_event_that_is_not_public_is_not_shown(client, member, offered):
    offered([card("Brouillon", EVENT, date=paris(2026, 4, 2), visibility="brouillon")])
    client.force_login(member)
    assert texts(parsed(client.get("/agenda/")), "h4") == []


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_events(client, offered, django_assert_num_queries, number):
    offered([card(f"Matinale {rank}", EVENT, date=paris(2026, 4, 2)) for rank in range(number)])
    with django_assert_num_queries(1):  # sections of the menu
        assert len(texts(parsed(client.get("/agenda/")), "h4")) == number
