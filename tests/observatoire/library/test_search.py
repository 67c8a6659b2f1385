"""What is found, in which order, with which counts: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from observatoire.library.actions.index import rebuild_index
from observatoire.library.actions.notices import change_status, delete_notice
from observatoire.library.models import Entry, KnownWord
from observatoire.library.queries.base import find
from observatoire.library.queries.reading import EVERYONE
from observatoire.library.search import Question, count_facets, facets_text
from tests.observatoire.library.studies import study

pytestmark = pytest.mark.django_db


def ask(written: str, reader=EVERYONE, **options):
    return find(Question.of(QueryDict(written)), reader, **options)


def titles(written: str) -> list[str]:
    return [one.title for one in ask(written).notices]


@pytest.fixture
def base():
    study("Le logement social en tension", published_on=date(2020, 1, 1), themes=["sante"])
    study("Se loger", summary="Les logements sociaux manquent.", producers=["Insee", "DREES"])
    study("Rapport annuel", file_text="Annexe\u00a0: logement social, page 12.", kind="rapport")
    study("La santé des jeunes", themes=["sante", "enfance-famille-et-jeunesse"])


def test_every_form_of_a_word_finds_it_and_the_title_comes_first(base):
    expected = ["Le logement social en tension", "Se loger", "Rapport annuel"]
    for words in ("logements sociaux", "logement social", "LOGEMENT SOCIAUX", "social logement"):
        assert titles(f"q={words}") == expected


def test_accents_and_empty_words_are_forgiven(base):
    assert titles("q=la sante des jeunes") == ["La santé des jeunes"]
    assert titles("q=SANTÉ JEUNES") == ["La santé des jeunes"]
    assert ask("q=de la").total == 0


READ_AS = {"logemnt": "logement", "lojement": "logement", "tensoin": "tension", "tens": "tension"}


@pytest.mark.parametrize("typed", READ_AS)
def test_a_typing_error_is_read_as_the_nearest_word(base, typed):
    found = ask(f"q={typed} social")
    assert found.read_as == f"{READ_AS[typed]} social"
    assert found.notices[0].title == "Le logement social en tension"


def test_a_word_of_the_text_alone_is_no_typing_error(base):
    found = ask("q=annexe")
    assert (found.read_as, [one.title for one in found.notices]) == ("", ["Rapport annuel"])


def test_what_is_near_nothing_finds_nothing(base):
    found = ask("q=xylophone")
    assert (found.total, found.read_as, found.notices, found.pages) == (0, "", (), 1)


def test_counts_of_every_facet(base):
    counted = ask("").counted
    assert counted.total == 4
    assert counted.facets == {
        "theme": {"sante": 4, "enfance-famille-et-jeunesse": 1},
        "territoire": {"departement:44": 4},
        "nature": {"etude": 3, "rapport": 1},
        "annee": {"2020": 1, "2024": 3},
        "producteur": {"insee": 4, "drees": 1},
        "acces": {"public": 4},
    }


def test_a_choice_narrows_the_others_and_not_its_own_facet(base):
    counted = ask("nature=rapport").counted
    assert counted.total == 1
    assert counted.facets["nature"] == {"etude": 3, "rapport": 1}
    assert counted.facets["annee"] == {"2024": 1}
    assert titles("nature=rapport") == ["Rapport annuel"]


def test_values_of_one_facet_add_up_and_facets_cross(base):
    assert ask("annee=2020&annee=2024").total == 4
    assert titles("annee=2020&nature=etude&q=logement") == ["Le logement social en tension"]
    assert ask("annee=2020&nature=rapport").total == 0


def test_sorts(base):
    assert titles("tri=titre") == [
        "La santé des jeunes",
        "Le logement social en tension",
        "Rapport annuel",
        "Se loger",
    ]
    assert titles("tri=anciennes")[0] == "Le logement social en tension"
    assert titles("tri=recentes")[-1] == "Le logement social en tension"


def test_pages(base):
    first, last = ask("tri=titre", size=3), ask("tri=titre", size=3, page=9)
    assert ([len(first.notices), first.pages], last.number) == ([3, 2], 2)
    assert [one.title for one in last.notices] == ["Se loger"]


def test_the_index_follows_the_notice(base):
    one = ask("q=jeunes").notices[0]
    change_status(by=None, notice=one, status="brouillon")
    assert ask("q=jeunes").total == 0
    change_status(by=None, notice=one, status="publiee")
    assert ask("q=jeunes").total == 1
    delete_notice(by=None, notice=one)
    assert (ask("q=jeunes").total, Entry.objects.count()) == (0, 3)


def test_the_index_is_rebuilt_alike(base):
    before = (titles("q=logement"), ask("").counted, KnownWord.objects.count())
    assert rebuild_index() == 4
    assert (titles("q=logement"), ask("").counted, KnownWord.objects.count()) == before


SIGNS = ('"', "*", "a'); --", "NEAR(", "{title}", "-", "&|!", "\0x", "'" * 9, "xqka")


@pytest.mark.parametrize("words", SIGNS)
def test_signs_of_a_question_are_only_words(base, words):
    assert find(_question(words), EVERYONE).total == 0


def test_signs_of_a_choice_are_only_values(base):
    assert ask("theme=%22%29+OR+1&annee=2024").total == 0


def _question(words: str) -> Question:
    asked = QueryDict(mutable=True)
    asked["q"] = words
    return Question.of(asked)


def test_a_question_is_always_written_alike():
    one = Question.of(QueryDict("theme=sante&q=%20un++mot&page=3&theme=autre&tri=titre&x=1"))
    assert one.address() == "/base-documentaire/?q=un+mot&theme=autre&theme=sante&tri=titre"
    assert one.toggled("theme", "sante").toggled("theme", "sante") == one
    assert Question.of(QueryDict(one.written())) == one


VALUES = st.dictionaries(
    st.sampled_from(["theme", "annee", "nature"]),
    st.sets(st.sampled_from(["un", "deux", "trois"]), min_size=1),
)
CHOSEN = st.dictionaries(st.sampled_from(["theme", "annee"]), st.sampled_from(["un", "deux"]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(VALUES, max_size=8), CHOSEN)
def test_counts_are_those_of_a_naive_count(notices, chosen):
    pairs = tuple((name, (chosen[name],)) for name in ("theme", "annee") if name in chosen)
    counted = count_facets([(facets_text(one), 1) for one in notices], Question(chosen=pairs))

    def holds(one, but=""):
        return all(value in one.get(name, ()) for name, value in chosen.items() if name != but)

    assert counted.total == sum(map(holds, notices))
    for name in ("theme", "annee", "nature"):
        naive: dict[str, int] = {}
        for one in notices:
            for value in one.get(name, ()) if holds(one, name) else ():
                naive[value] = naive.get(value, 0) + 1
        assert counted.facets[name] == naive
