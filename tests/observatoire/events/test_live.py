"""Questions in writing: asked, moderated, merged, supported, answered; and the four screens."""

from __future__ import annotations

import pytest

from observatoire.directory.rules import COORDINATION
from observatoire.events.actions import asking
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.registering import Asked, register
from observatoire.events.models import Event, Intervention, Question
from observatoire.events.queries.links import FOLLOWED, signed, token_of
from tests.observatoire.directory.signing import account, texts
from tests.observatoire.directory.signing import signed as signed_in

State = Question.State


def seat(event, name):
    return register(by=None, event=event, asked=Asked(f"{name}@example.org"))


@pytest.fixture
def live(with_programme):
    """The matinale is on the air."""
    Event.objects.filter(pk=with_programme.pk).update(stage=Event.Stage.LIVE)
    with_programme.refresh_from_db()
    return with_programme


@pytest.fixture
def moderator(db):
    return account("moderation@example.org", COORDINATION)


def shown(live, moderator, name, text, **more):
    author = seat(live, name)
    question = asking.ask(registration=author, text=text, **more)
    asking.let_through(by=moderator, question=question)
    return question


def questions_of(client, reader, **headers):
    address = f"/evenements/direct/{token_of(reader)}/questions/"
    return client.get(address, {"de": signed(reader.event_id, FOLLOWED)}, headers=headers)


def test_a_question_shows_once_it_is_let_through(live, moderator, client):
    author, other = seat(live, "a"), seat(live, "b")
    question = asking.ask(registration=author, text="  À quelle   échelle ? ")
    assert texts(questions_of(client, author), ".obs-unseen li") == [
        "À quelle échelle ? attend d’être lue"
    ]
    assert texts(questions_of(client, other), ".obs-question__text") == []
    asking.let_through(by=moderator, question=question)
    assert texts(questions_of(client, other), ".obs-question__text") == ["À quelle échelle ?"]


def test_what_is_set_aside_is_seen_by_its_author_alone(live, moderator, client):
    author, other = seat(live, "a"), seat(live, "b")
    asking.refuse(by=moderator, question=asking.ask(registration=author, text="Hors sujet ?"))
    assert texts(questions_of(client, author), ".obs-unseen li") == ["Hors sujet ? non retenue"]
    assert texts(questions_of(client, other), "li") == []


def test_the_most_supported_comes_first(live, moderator, client):
    first = shown(live, moderator, "a", "Première ?")
    second = shown(live, moderator, "b", "Deuxième ?")
    readers = [seat(live, name) for name in "cd"]
    for reader in readers:
        assert asking.support(registration=reader, question=second) is True
    assert asking.support(registration=readers[0], question=second) is False
    assert asking.support(registration=readers[0], question=first) is True
    asking.support(registration=readers[0], question=second)
    asking.mark_answered(by=moderator, question=Question.objects.get(pk=first.pk))
    answer = questions_of(client, readers[0])
    assert texts(answer, ".obs-question__text") == ["Deuxième ?", "Première ?"]
    assert [one["aria-pressed"] for one in _buttons(answer)] == ["true"]
    assert [one["aria-pressed"] for one in _buttons(questions_of(client, readers[1]))] == ["true"]
    third = seat(live, "e")
    assert [one["aria-pressed"] for one in _buttons(questions_of(client, third))] == ["false"]


def _buttons(answer):
    from bs4 import BeautifulSoup  # noqa: PLC0415 used here alone

    return BeautifulSoup(answer.content, "html.parser").select("button[aria-pressed]")


def test_two_that_ask_the_same_become_one_with_all_their_voices(live, moderator):
    kept = shown(live, moderator, "a", "Quelle échelle ?")
    other = shown(live, moderator, "b", "À quel niveau ?")
    readers = [seat(live, name) for name in "cd"]
    asking.support(registration=readers[0], question=kept)
    for reader in readers:
        asking.support(registration=reader, question=other)
    asking.merge(by=moderator, question=other, into=kept)
    kept.refresh_from_db()
    other.refresh_from_db()
    # Two readers, and the author of the one that went.
    assert (kept.support_count, other.state, other.merged_into) == (3, State.MERGED, kept)


def test_one_does_not_support_oneself(live, moderator):
    question = shown(live, moderator, "a", "Quelle échelle ?")
    with pytest.raises(Refused, match="ne peut pas être soutenue"):
        asking.support(registration=question.author, question=question)


def test_who_is_not_seated_asks_nothing(make_event):
    event = make_event(places_remote=0)
    with pytest.raises(Refused, match="personnes inscrites"):
        asking.ask(registration=seat(event, "a"), text="Quelle échelle ?")


def test_the_same_question_twice_is_refused_and_so_is_a_crowd(live):
    author = seat(live, "a")
    for number in range(5):
        asking.ask(registration=author, text=f"Question {number} ?")
    with pytest.raises(Refused, match="déjà été posée"):
        asking.ask(registration=author, text="Question 1 ?")
    with pytest.raises(Refused, match="patienter"):
        asking.ask(registration=author, text="Une de plus ?")


def test_a_reader_who_is_up_to_date_costs_one_query(
    live, moderator, client, django_assert_num_queries
):
    shown(live, moderator, "a", "Quelle échelle ?")
    reader = seat(live, "b")
    tag = questions_of(client, reader)["ETag"]
    with django_assert_num_queries(1):
        answer = questions_of(client, reader, if_none_match=tag)
    assert (answer.status_code, answer.content) == (304, b"")
    asking.ask(registration=reader, text="Une autre ?")
    assert questions_of(client, reader, if_none_match=tag).status_code == 304
    shown(live, moderator, "c", "Visible ?")
    with django_assert_num_queries(4):
        answer = questions_of(client, reader, if_none_match=tag)
    assert len(texts(answer, ".obs-question")) == 2
    another = live.registrations.get(email="a@example.org")
    with django_assert_num_queries(3):
        questions_of(client, another)


@pytest.mark.parametrize("number", [1, 3])
def test_the_live_page_asks_the_same_number_of_questions(
    live, moderator, client, number, django_assert_num_queries
):
    for one in range(number):
        shown(live, moderator, f"auteur-{one}", f"Question {one} ?")
    reader = seat(live, "lecteur")
    client.get(f"/evenements/direct/{token_of(reader)}/")
    with django_assert_num_queries(7):
        answer = client.get(f"/evenements/direct/{token_of(reader)}/")
    assert len(texts(answer, ".obs-question")) == number


def test_a_question_is_asked_without_javascript(live, client):
    reader = seat(live, "a")
    address = f"/evenements/direct/{token_of(reader)}/"
    speaker = Intervention.objects.get(institution_name="Institut 1")
    answer = client.post(address, {"text": "Quelle échelle ?", "addressed_to": speaker.pk})
    assert answer["Location"] == address
    question = Question.objects.get()
    assert (question.addressed_to, question.may_publish, question.state) == (
        speaker,
        False,
        State.PENDING,
    )
    assert texts(client.post(address, {"text": ""}), ".fr-error-text") == ["Écrire votre question."]


def test_it_is_supported_without_javascript(live, moderator, client):
    question = shown(live, moderator, "a", "Quelle échelle ?")
    root = f"/evenements/direct/{token_of(seat(live, 'b'))}/"
    assert client.post(f"{root}soutenir/", {"question": question.pk})["Location"] == root
    question.refresh_from_db()
    assert question.support_count == 1
    assert client.post(f"{root}soutenir/", {"question": "rien"}).status_code == 404
    own = f"/evenements/direct/{token_of(question.author)}/soutenir/"
    said = client.post(own, {"question": question.pk}, headers={"X-Direct": "1"})
    assert (said.status_code, said.content.decode()) == (
        409,
        "Cette question ne peut pas être soutenue.",
    )


def test_the_moderator_decides(live, moderator):
    browser = signed_in(moderator)
    question = asking.ask(registration=seat(live, "a"), text="Quele échelle ?")
    root = f"/evenements/moderation/{live.pk}/"
    assert texts(browser.get(root), "#a-lire .obs-count") == ["1"]
    for verb, given in [
        ("recrire", {"text": "Quelle échelle ?", "addressed_to": ""}),
        ("passer", {}),
        ("repondue", {}),
    ]:
        assert browser.post(f"{root}{question.pk}/{verb}/", given)["Location"] == root
    question.refresh_from_db()
    assert (question.text, question.state, question.is_answered) == (
        "Quelle échelle ?",
        State.SHOWN,
        True,
    )
    browser.post(f"{root}{question.pk}/encore/")
    browser.post(f"{root}{question.pk}/ecarter/")
    question.refresh_from_db()
    assert (question.state, question.is_answered) == (State.REFUSED, False)
    other = shown(live, moderator, "b", "Celle qui reste ?")
    browser.post(f"{root}{question.pk}/reunir/", {"into": other.pk})
    question.refresh_from_db()
    assert question.merged_into == other
    assert browser.get(root, headers={"X-Direct": "1"}).status_code == 200
    tag = browser.get(root)["ETag"]
    again = browser.get(root, headers={"X-Direct": "1", "If-None-Match": tag})
    assert again.status_code == 304


def test_a_named_moderator_needs_no_role(live):
    person = account("autre@example.org")
    browser = signed_in(person)
    address = f"/evenements/moderation/{live.pk}/"
    assert browser.get(address).status_code == 403
    live.moderators.add(person)
    assert texts(browser.get(address), "h1") == ["Modérer : Matinale 1"]


def test_a_speaker_reads_their_own_first(live, moderator, client):
    speaker = Intervention.objects.get(institution_name="Institut 2")
    question = shown(live, moderator, "a", "Pour vous ?", addressed_to=speaker)
    shown(live, moderator, "b", "Pour tous ?")
    address = f"/evenements/intervenant/{token_of(speaker)}/"
    sections = texts(client.get(address), "section .obs-question__text")
    assert sections == ["Pour vous ?", "Pour tous ?"]
    client.post(f"{address}repondue/", {"question": question.pk})
    question.refresh_from_db()
    assert question.is_answered is True
    assert client.get("/evenements/intervenant/faux/").status_code == 404


def test_the_wall_shows_six_that_wait_for_an_answer(live, moderator, client, fixed_clock):
    for number in range(8):
        fixed_clock.shift(1)
        shown(live, moderator, f"n{number}", f"Question {number} ?")
    first = Question.objects.get(text="Question 0 ?")
    asking.mark_answered(by=moderator, question=first)
    answer = client.get(f"/evenements/projection/{token_of(live)}/")
    assert texts(answer, ".obs-wall__text") == [f"Question {number} ?" for number in range(1, 7)]
    assert texts(answer, ".obs-wall__more") == ["et 1 autre"]


def test_no_name_of_an_author_is_ever_shown(live, moderator, client):
    author = register(by=None, event=live, asked=Asked("a@example.org", first_name="Prénomsecret"))
    question = asking.ask(registration=author, text="Quelle échelle ?")
    asking.let_through(by=moderator, question=question)
    reader = seat(live, "b")
    pages = [
        client.get(f"/evenements/direct/{token_of(reader)}/"),
        questions_of(client, reader),
        client.get(f"/evenements/projection/{token_of(live)}/"),
        signed_in(moderator).get(f"/evenements/moderation/{live.pk}/"),
    ]
    names = ("Prénomsecret", "a@example.org")
    found = [name in one.content.decode() for one in pages for name in names]
    assert found == [False] * 8
