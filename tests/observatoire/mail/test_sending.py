"""From a confirmed mailing to what each mailbox got, and what was learnt on the way."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from observatoire.base.registry import Ref, registry
from observatoire.directory.actions.successions import revive_address
from observatoire.directory.models import Succession
from observatoire.mail import worker
from observatoire.mail.actions import Refused, deciding, learning, prepare_mailing
from observatoire.mail.actions.exchanging import LADDER
from observatoire.mail.actions.sending import settle_lost
from observatoire.mail.letter import Letter
from observatoire.mail.models import (
    DomainAlarm,
    Mailing,
    Message,
    Recipient,
    Suppression,
)
from tests.observatoire.directory.people import holder
from tests.observatoire.mail.letters import (
    LETTER,
    LIST,
    addresses,
    confirmed,
    prepared,
    states,
)
from tests.observatoire.mail.relay import relay

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3600


@pytest.fixture
def sink(tmp_path, settings):
    with relay(tmp_path / "puits", "--garde") as running:
        settings.MAIL_RELAY = running.settings
        yield running


def left(folder) -> int:
    return len(list(folder.glob("*.eml")))


class TestPreparing:
    def test_each_mailbox_once_and_every_candidate_accounted_for(self, db):
        """250 and 3,000 candidates, 180 of them twice: by case, spaces, or accents of a domain."""
        regional = [f"agent-{n}@préfecture.example" for n in range(250)]
        twice = [
            (f" Agent-{n}@PRÉFECTURE.example ", f"AGENT-{n}@xn--prfecture-c4a.example")[n % 2]
            for n in range(180)
        ]
        national = twice + addresses(2820)
        mailing = prepared(regional + national)
        assert mailing.candidates == 3250
        assert mailing.messages.count() == 3070
        assert mailing.exclusions.count() == 180
        assert set(mailing.exclusions.values_list("reason", flat=True)) == {"doublon"}
        assert mailing.messages.values("mailbox").distinct().count() == 3070

    def test_those_left_aside_say_why(self, db, sender):
        Recipient.objects.create(
            list_name="lettre", mailbox="parti@example.org", left_at=timezone.now()
        )
        learning.suppress_by_hand(by=sender, mailbox="ecarte@example.org")
        to = ["un@example.org", "parti@example.org", "ecarte@example.org", "sans arobase"]
        mailing = prepared(to)
        found = dict(mailing.exclusions.values_list("address", "reason"))
        assert found == {
            "parti@example.org": "desabonne",
            "ecarte@example.org": "supprime",
            "sans arobase": "invalide",
        }
        assert [one.mailbox for one in mailing.messages.all()] == ["un@example.org"]

    def test_an_empty_letter_never_leaves(self, db):
        with pytest.raises(Refused, match="vide"):
            prepared(letter=Letter("Rien de neuf", ()))
        assert Mailing.objects.count() == 0

    def test_nobody_to_write_to(self, db):
        with pytest.raises(Refused, match="Personne à qui écrire"):
            prepare_mailing(by=None, key="x", title="x", to=LIST, letter=LETTER, candidates=[])

    def test_prepared_twice_it_is_one(self, db):
        assert prepared(addresses(2)).pk == prepared(addresses(3)).pk
        assert Message.objects.count() == 2


class TestConfirming:
    def test_nothing_leaves_before(self, db, outbox):
        prepared()
        assert worker.deliver() == 0
        assert outbox.exists() is False

    def test_the_count_must_be_right(self, sender):
        mailing = prepared()
        with pytest.raises(Refused, match="Vous avez écrit 4, l’envoi part à 3"):
            deciding.confirm_mailing(by=sender, mailing=mailing, count=4)
        assert Mailing.objects.get().state == "a_confirmer"

    def test_it_is_a_right_of_its_own(self, reader):
        with pytest.raises(Refused, match="un droit"):
            deciding.confirm_mailing(by=reader, mailing=prepared(), count=3)

    def test_fifty_at_once_open_one(self, sender, outbox):
        mailing = prepared()
        results: list[bool] = []

        def send() -> None:
            try:
                deciding.confirm_mailing(by=sender, mailing=mailing, count=3)
                results.append(True)
            except Refused:
                results.append(False)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=send) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (results.count(True), results.count(False)) == (1, 49)
        worker.deliver()
        assert left(outbox) == 3
        assert worker.deliver() == 0

    def test_two_workers_carry_each_message_once(self, sender, outbox):
        mailing = confirmed(addresses(40), by=sender)
        carried: list[int] = []

        def work() -> None:
            carried.append(worker.deliver())
            connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(carried) == 40
        assert states(mailing) == {"accepte": 40}

    def test_scheduled_it_waits_for_its_hour(self, sender, outbox, fixed_clock):
        due = timezone.now() + timedelta(hours=2)
        mailing = confirmed(by=sender, due=due)
        assert worker.deliver() == 0
        fixed_clock.shift(2 * HOUR + 60)
        assert worker.deliver() == 3
        assert Mailing.objects.get(pk=mailing.pk).state == "termine"

    def test_more_than_an_hour_late_it_asks(self, sender, outbox, fixed_clock):
        mailing = confirmed(by=sender, due=timezone.now() + timedelta(hours=2))
        fixed_clock.shift(3 * HOUR + 60)
        assert worker.deliver() == 0
        assert Mailing.objects.get().state == "en_retard"
        deciding.confirm_mailing(by=sender, mailing=mailing, count=3)
        assert worker.deliver() == 3

    def test_an_hour_that_is_past_is_refused(self, sender):
        with pytest.raises(Refused, match="Cette heure est passée"):
            confirmed(by=sender, due=timezone.now() - timedelta(minutes=1))


class TestMidRun:
    def test_paused_and_resumed_twenty_times(self, sender, sink):
        mailing = confirmed(addresses(60), by=sender)
        runs = threading.Thread(target=self.carry)
        runs.start()
        for _ in range(20):
            self.act(deciding.pause_mailing, sender, mailing)
            self.act(deciding.resume_mailing, sender, mailing)
        runs.join()
        self.carry()
        assert sink.received() == dict.fromkeys(addresses(60), 1)

    @staticmethod
    def carry() -> None:
        for _ in range(4):
            worker.deliver()
        connections.close_all()

    @staticmethod
    def act(action, sender, mailing) -> None:
        try:
            action(by=sender, mailing=mailing)
        except Refused:
            pass  # it was not in that state at that instant

    def test_who_leaves_the_list_gets_nothing_more(self, sender, outbox):
        mailing = confirmed(addresses(5), by=sender)
        token = mailing.messages.get(mailbox="lecteur-0003@example.org").list_token
        learning.leave_list(token=token, how="un clic")
        worker.deliver()
        assert states(mailing) == {"accepte": 4, "exclu": 1}
        assert mailing.messages.get(state="exclu").reason == "désabonné"

    def test_a_hundred_leave_in_mid_run_and_those_not_yet_sent_get_nothing(self, sender, sink):
        mailing = confirmed(addresses(200), by=sender)
        tokens = dict(mailing.messages.values_list("mailbox", "list_token"))
        worker.deliver(stopped=lambda: sink.received().total() >= 50)
        begun = set(sink.received())
        leaving = [one for one in addresses(200) if one not in begun][:100]
        for mailbox in leaving:
            learning.leave_list(token=tokens[mailbox], how="un clic")
        worker.deliver()
        staying = [one for one in addresses(200) if one not in leaving]
        assert len(begun) >= 50
        assert sink.received() == dict.fromkeys(staying, 1)
        assert states(mailing) == {"accepte": 100, "exclu": 100}

    def test_who_lost_the_right_receives_nothing_restricted(self, sender, outbox, monkeypatch):
        rights = {"groupe": lambda address, key: key == "A" and address.startswith("lecteur-0001")}
        monkeypatch.setattr(registry, "rights", rights)
        mailing = confirmed(by=sender, ref=Ref("groupe", "A"), is_restricted=True)
        worker.deliver()
        assert states(mailing) == {"accepte": 1, "exclu": 2}
        reason = "n’a plus le droit de le recevoir"
        assert set(mailing.messages.filter(state="exclu").values_list("reason", flat=True)) == {
            reason
        }

    def test_a_right_that_nobody_can_check_is_no_right(self, sender, outbox, monkeypatch):
        monkeypatch.setattr(registry, "rights", {})
        mailing = confirmed(by=sender, ref=Ref("inconnu", "A"), is_restricted=True)
        worker.deliver()
        assert states(mailing) == {"exclu": 3}

    def test_cancelled_the_rest_never_leaves(self, sender, outbox):
        mailing = confirmed(by=sender)
        deciding.cancel_mailing(by=sender, mailing=mailing)
        worker.deliver()
        assert states(mailing) == {"exclu": 3}
        assert outbox.exists() is False


class TestTheRelay:
    def test_twenty_unknown_are_set_aside_after_two_days_sixty_policies_never(
        self, sender, sink, fixed_clock
    ):
        ministry = addresses(20, at="ministere.example", name="inconnu")
        refusing = addresses(60, at="ministere.example", name="politique")
        confirmed(ministry + refusing, by=sender, key="un")
        worker.deliver()
        assert Suppression.objects.count() == 0
        fixed_clock.shift(24 * HOUR)
        confirmed(ministry + refusing, by=sender, key="deux")
        worker.deliver()
        assert set(Suppression.objects.values_list("mailbox", flat=True)) == set(ministry)
        assert Succession.objects.count() == 0
        alarm = DomainAlarm.objects.get()
        assert (alarm.domain, alarm.count, alarm.closed_at) == ("ministere.example", 120, None)
        third = prepared(ministry + refusing, key="trois")
        assert (third.messages.count(), third.exclusions.count()) == (60, 20)

    def test_set_aside_its_institution_is_asked_who_comes_after(self, sender, sink, fixed_clock):
        gone = holder("inconnu-1@ministere.example")
        for key in ("un", "deux"):
            assert Succession.objects.count() == 0
            confirmed(["inconnu-1@ministere.example"], by=sender, key=key)
            worker.deliver()
            fixed_clock.shift(24 * HOUR)
        assert Suppression.objects.get().reason == "rebond"
        assert gone.addresses.alive().count() == 0
        succession = Succession.objects.get()
        assert (succession.person, succession.institution.name, succession.function.title) == (
            gone,
            "Service fictif",
            "référent fictif",
        )

    def test_lifted_the_directory_writes_to_it_again(self, sender, sink, fixed_clock):
        gone = holder("inconnu-1@ministere.example")
        for key in ("un", "deux"):
            confirmed(["inconnu-1@ministere.example"], by=sender, key=key)
            worker.deliver()
            fixed_clock.shift(24 * HOUR)
        assert gone.addresses.alive().count() == 0
        learning.lift_suppression(by=sender, suppression=Suppression.objects.get())
        address = gone.addresses.get()
        assert (address.dead_since, address.dead_reason) == (None, "")
        assert Succession.objects.get().closed_by == sender
        assert prepared(["inconnu-1@ministere.example"], key="trois").messages.count() == 1

    def test_the_directory_may_say_that_it_lives(self, sender, sink, fixed_clock):
        gone = holder("inconnu-1@ministere.example")
        for key in ("un", "deux"):
            confirmed(["inconnu-1@ministere.example"], by=sender, key=key)
            worker.deliver()
            fixed_clock.shift(24 * HOUR)
        assert gone.addresses.alive().count() == 0
        revive_address(by=sender, address=gone.addresses.get())
        address = gone.addresses.get()
        assert (address.dead_since, address.dead_reason) == (None, "")
        assert Succession.objects.get().closed_by == sender
        assert prepared(["inconnu-1@ministere.example"], key="trois").messages.count() == 1

    def test_deferred_it_climbs_the_ladder_then_gives_up(self, sender, sink, fixed_clock):
        mailing = confirmed(["plein-1@example.org"], by=sender)
        waits = []
        for _ in range(len(LADDER) + 1):
            worker.deliver()
            message = mailing.messages.get()
            if message.state == "differe":
                waits.append((message.due - timezone.now()) // timedelta(minutes=1))
                fixed_clock.shift((message.due - timezone.now()).total_seconds())
        assert waits == list(LADDER)
        assert (message.state, message.attempts) == ("refuse", len(LADDER) + 1)
        assert Suppression.objects.count() == 0
        assert Mailing.objects.get().state == "termine"

    def test_a_grey_list_lets_all_through(self, sender, tmp_path, settings, fixed_clock):
        with relay(tmp_path / "gris", "--liste-grise") as grey:
            settings.MAIL_RELAY = grey.settings
            mailing = confirmed(addresses(100), by=sender)
            worker.deliver()
            assert states(mailing) == {"differe": 100}
            fixed_clock.shift(150)
            worker.deliver()
            assert states(mailing) == {"accepte": 100}
            assert grey.received() == dict.fromkeys(addresses(100), 1)

    def test_down_nothing_is_lost_it_is_said_and_it_resumes_alone(
        self, sender, tmp_path, settings, fixed_clock
    ):
        settings.MAIL_RELAY = {
            "host": "127.0.0.1",
            "port": 9,
            "security": "aucun",
            "user": "",
            "password": "",
        }
        mailing = confirmed(by=sender)
        worker.deliver()
        assert states(mailing) == {"pret": 3}
        assert registry.lights["courriels"]().state == "attention"
        fixed_clock.shift(5 * 60)
        assert registry.lights["courriels"]().state == "panne"
        with relay(tmp_path / "puits") as sink:
            settings.MAIL_RELAY = sink.settings
            worker.deliver()
            assert sink.received() == dict.fromkeys(addresses(3), 1)
        assert registry.lights["courriels"]().state == "bon"
        assert set(mailing.messages.values_list("attempts", flat=True)) == {1}

    def test_two_hours_down_in_the_middle_it_resumes_alone_none_lost_none_twice(
        self, sender, tmp_path, settings, fixed_clock
    ):
        mailing = confirmed(addresses(60), by=sender)
        with relay(tmp_path / "avant") as before:
            settings.MAIL_RELAY = before.settings
            worker.deliver(stopped=lambda: before.received().total() >= 20)
            begun = before.received()
        said = []
        for _ in range(120):
            worker.deliver()
            said.append(registry.lights["courriels"]().state)
            fixed_clock.shift(60)
        assert said == ["attention"] * 5 + ["panne"] * 115
        assert states(mailing) == {"accepte": begun.total(), "pret": 60 - begun.total()}
        with relay(tmp_path / "apres") as after:
            settings.MAIL_RELAY = after.settings
            worker.deliver()
            assert begun + after.received() == dict.fromkeys(addresses(60), 1)
        assert registry.lights["courriels"]().state == "bon"
        assert states(mailing) == {"accepte": 60}

    def test_what_is_in_doubt_waits_for_a_person(self, sender, outbox):
        mailing = confirmed(by=sender)
        mailing.messages.update(
            state="en_cours", due=None, claimed_at=timezone.now(), claimed_by="mort"
        )
        settle_lost()
        assert states(mailing) == {"incertain": 3}
        assert worker.deliver() == 0
        one, two, three = mailing.messages.order_by("mailbox")
        deciding.settle_doubtful(by=sender, messages=[one], is_sent=True)
        deciding.settle_doubtful(by=sender, messages=[two], is_sent=False)
        worker.deliver()
        assert states(mailing) == {"accepte": 2, "incertain": 1}
        assert left(outbox) == 1
        assert (outbox / f"{two.pk}.eml").exists()
