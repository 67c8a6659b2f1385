"""Killed at any instant: nobody loses a letter in silence, nobody receives two.

The short form; `make bench-mail` is the long one. The relay is a process that counts; couriers
are processes that are killed; the clock is the machine's.
"""

from __future__ import annotations

import random

import pytest
from django.test import override_settings

from observatoire.mail.models import Mailing, Message
from tests.observatoire.mail.letters import addresses, confirmed, person, states
from tests.observatoire.mail.relay import deliver_all, killed_at_random, relay, to_the_end

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS, KILLS, CONNECTIONS = 150, 3, 2
LEASE = 0.3
# Seconds a letter: two connections need three seconds, so that every kill finds them at work.
SLOW = ("--lenteur", "0.04")


@pytest.fixture(autouse=True)
def fixed_clock():
    """Couriers and relay are other processes: here the clock runs."""


@pytest.fixture
def mailing():
    sender = person("envoi.essai@example.org", "send_mailing")
    return confirmed(addresses(LETTERS), by=sender)


def at_the_relay(relay_, **more):
    return override_settings(
        MAIL_RELAY=relay_.settings,
        MAIL_CONNECTIONS=CONNECTIONS,
        LEASE_SECONDS=LEASE,
        MAIL_PROOF_SECONDS=LEASE,
        **more,
    )


class TestKilled:
    def test_with_evidence_each_mailbox_has_exactly_one(self, tmp_path, mailing):
        with (
            relay(tmp_path / "puits", *SLOW) as sink,
            at_the_relay(sink, MAIL_RELAY_LOG=sink.log),
        ):
            chance = random.Random(17)
            assert killed_at_random(deliver_all, times=KILLS, chance=chance, within=0.9) == KILLS
            to_the_end(deliver_all)
            assert sink.received() == dict.fromkeys(addresses(LETTERS), 1)
        assert states(mailing) == {"accepte": LETTERS}
        assert Mailing.objects.get(pk=mailing.pk).state == "termine"

    def test_without_it_none_is_doubled_and_the_few_in_doubt_are_named(self, tmp_path, mailing):
        with relay(tmp_path / "puits", *SLOW) as sink, at_the_relay(sink):
            chance = random.Random(3)
            assert killed_at_random(deliver_all, times=KILLS, chance=chance, within=0.9) == KILLS
            to_the_end(deliver_all)
            received = sink.received()
        doubtful = set(Message.objects.in_doubt().values_list("mailbox", flat=True))
        accepted = set(Message.objects.filter(state="accepte").values_list("mailbox", flat=True))
        assert max(received.values()) == 1
        assert accepted | doubtful == set(addresses(LETTERS))
        assert accepted <= set(received) <= accepted | doubtful
        assert len(doubtful) <= CONNECTIONS * KILLS


class TestCutAfterTheFinalDot:
    def test_all_are_in_doubt_none_is_counted_as_sent(self, tmp_path, mailing):
        with relay(tmp_path / "puits", "--coupe", "0.05") as sink, at_the_relay(sink):
            to_the_end(deliver_all)
            received = sink.received()
        found = states(mailing)
        assert found["accepte"] + found["incertain"] == LETTERS
        accepted = set(Message.objects.filter(state="accepte").values_list("mailbox", flat=True))
        assert accepted <= set(received)
        assert max(received.values()) == 1

    def test_evidence_settles_them_and_sends_those_that_never_left(self, tmp_path, mailing):
        with (
            relay(tmp_path / "puits", "--coupe", "0.05") as sink,
            at_the_relay(sink, MAIL_RELAY_LOG=sink.log),
        ):
            to_the_end(deliver_all)
            assert sink.received() == dict.fromkeys(addresses(LETTERS), 1)
        assert states(mailing) == {"accepte": LETTERS}
