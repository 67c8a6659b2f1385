"""The hour at which an idea arrives decides, however many arrive across it."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from observatoire.contributions.actions import close_call, propose
from observatoire.contributions.models import Proposal
from observatoire.directory.actions.refusal import Refused
from tests.conftest import NOW
from tests.observatoire.contributions.calls import call, idea, posted, told

POSTS = 100
CLOSES = timedelta(seconds=1)


@pytest.mark.django_db(transaction=True)
def test_a_hundred_posts_across_the_second():
    """Who is told « merci » is there, who is told no is not, and nobody came after the hour."""
    with time_machine.travel(NOW, tick=True):
        one = call(closes_in=timedelta(hours=1))
        Client().get(f"/contribuer/{one.slug}/proposer/")  # what is read once is read
        start = time.monotonic()
        one.closes_at = timezone.now() + CLOSES
        one.save(update_fields=["closes_at"])
        answers: dict[int, object] = {}

        def come(number: int) -> None:
            try:
                time.sleep(
                    max(0.0, start + 2 * CLOSES.total_seconds() * number / POSTS - time.monotonic())
                )
                browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
                form = posted(title=f"Idée {number}", contact_email=f"a{number}@example.org")
                answers[number] = browser.post(
                    f"/contribuer/{one.slug}/proposer/", form
                ).status_code
            except Exception as error:  # what a thread raises is otherwise lost
                answers[number] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=come, args=[number]) for number in range(POSTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    kept = {int(title.split()[1]) for title in Proposal.objects.values_list("title", flat=True)}
    assert {number for number, said in answers.items() if said == 302} == kept
    assert {number for number, said in answers.items() if said == 409} == set(range(POSTS)) - kept
    assert 0 < len(kept) < POSTS
    assert not Proposal.objects.filter(received_at__gte=one.closes_at).exists()
    assert sorted(Proposal.objects.values_list("number", flat=True)) == list(
        range(1, len(kept) + 1)
    )


@pytest.mark.django_db
class TestTheSecond:
    def test_the_last_instant_is_in_and_the_hour_itself_is_out(self):
        one = call()
        for at, number in ((one.closes_at - timedelta(microseconds=1), 1), (one.closes_at, 1)):
            made = {"by": None, "call": one, "arrived_at": at, "fields": told()}
            if at < one.closes_at:
                propose(form_key="00000000-0000-0000-0000-000000000001", **made)
            else:
                with pytest.raises(Refused, match="rien n’a été enregistré"):
                    propose(form_key="00000000-0000-0000-0000-000000000002", **made)
            assert Proposal.objects.count() == number

    def test_closed_by_hand_nothing_more_enters(self):
        one = call()
        close_call(by=None, call=one)
        with pytest.raises(Refused, match="rien n’a été enregistré"):
            idea(one)
        assert Proposal.objects.count() == 0

    def test_an_hour_put_off_is_read_anew(self):
        one = call()
        stale = type(one).objects.get(pk=one.pk)
        close_call(by=None, call=one)
        with pytest.raises(Refused, match="rien n’a été enregistré"):
            idea(stale)
        assert Proposal.objects.count() == 0
