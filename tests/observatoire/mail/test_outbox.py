"""The outbox as a whole: its gate, Django's own mail, what is swept, what is erased."""

from __future__ import annotations

import pytest
from django.core.mail import send_mail
from django.db import transaction

from observatoire.base.registry import registry
from observatoire.mail import worker
from observatoire.mail.actions import deciding, gate, learning, post_letter
from observatoire.mail.letter import Letter, Paragraph
from observatoire.mail.models import Exclusion, Gate, Mailing, Message, Prepared
from tests.observatoire.mail.letters import addresses, confirmed, prepared, states

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3600


def left(folder) -> int:
    return len(list(folder.glob("*.eml")))


class TestTheGate:
    def test_a_restored_backup_sends_nothing_until_released(
        self, sender, outbox, settings, tmp_path
    ):
        confirmed(addresses(2), by=sender, key="avant")
        worker.deliver()
        mailing = confirmed(addresses(4), by=sender, key="pendant")
        # The same rows on another host: what can be made again was not in the backup.
        settings.VAR = tmp_path / "autre"
        assert worker.deliver() == 0
        assert Gate.current().held == "restauration"
        assert states(mailing) in ({}, {"pret": 4})
        gate.release(by=sender)
        assert worker.deliver() == 4

    def test_a_backup_taken_in_mid_run_and_restored_elsewhere_sends_nothing(
        self, sender, outbox, settings, tmp_path
    ):
        """What the backup holds as waiting had left since: only a person may let it go."""
        mailing = confirmed(addresses(60), by=sender)
        worker.deliver(stopped=lambda: left(outbox) >= 20)
        begun = left(outbox)
        kept = [list(model.objects.all()) for model in (Gate, Mailing, Message)]
        worker.deliver()
        assert left(outbox) == 60
        for rows in kept:
            for row in rows:
                row.save()
        settings.VAR = tmp_path / "ailleurs"
        settings.MAIL_FOLDER = settings.VAR / "courriels"
        for _ in range(3):
            assert worker.deliver() == 0
        assert left(settings.MAIL_FOLDER) == 0
        assert Gate.current().held == "restauration"
        assert states(mailing) == {"accepte": begun, "pret": 60 - begun}
        deciding.cancel_mailing(by=sender, mailing=mailing)
        gate.release(by=sender)
        assert worker.deliver() == 0

    def test_an_older_backup_on_the_same_host_is_seen_too(self, sender, outbox):
        confirmed(addresses(1), by=sender, key="un")
        worker.deliver()
        backup = Gate.current().token
        for key in ("deux", "trois"):
            confirmed(addresses(1), by=sender, key=key)
            worker.deliver()
        Gate.objects.update(token=backup)
        confirmed(addresses(1), by=sender, key="quatre")
        assert worker.deliver() == 0
        assert Gate.current().held == "restauration"

    def test_held_by_hand(self, sender, outbox):
        gate.hold(by=sender)
        confirmed(by=sender)
        assert worker.deliver() == 0
        assert outbox.exists() is False


class TestDjangosOwnMail:
    def test_it_is_this_outbox(self, outbox):
        sent = send_mail(
            "Votre lien", "Bonjour,\n\nhttps://observatoire.example/x/", None, ["a@b.fr"]
        )
        message = Message.objects.get()
        assert (sent, message.state, message.mailbox, message.kind) == (1, "pret", "a@b.fr", "avis")
        worker.deliver()
        text = (outbox / f"{message.pk}.eml").read_text(encoding="utf-8")
        assert "Auto-Submitted: auto-generated" in text
        assert "multipart/alternative" in text

    def test_rolled_back_it_never_was(self, outbox):
        class Undone(Exception):
            pass

        with pytest.raises(Undone), transaction.atomic():
            send_mail("Jamais", "Bonjour", None, ["a@example.org"])
            raise Undone
        assert Message.objects.count() == 0

    def test_a_code_leaves_first_and_is_forgotten(self, sender, outbox, settings):
        settings.DEMONSTRATION = False
        settings.MAIL_CONNECTIONS = 1
        confirmed(by=sender)
        letter = Letter("Votre code", (Paragraph.of("Votre code est 123 456."),))
        code = post_letter(to="a@example.org", letter=letter, kind="code")
        learning.suppress_by_hand(by=sender, mailbox="a@example.org")
        worker.deliver()
        left_at = dict(Message.objects.values_list("mailbox", "settled_at"))
        assert len(left_at) == 4
        assert Message.objects.get(pk=code.pk).state == "accepte"
        assert Prepared.objects.filter(message=code).exists() is False
        first = Message.objects.order_by("claimed_at", "priority").first()
        assert first.pk == code.pk


def test_bytes_are_swept_and_fates_are_kept(sender, outbox, fixed_clock):
    mailing = confirmed(by=sender)
    worker.deliver()
    assert worker.sweep() == 0
    fixed_clock.shift(31 * 24 * HOUR)
    assert worker.sweep() == 3
    assert states(mailing) == {"accepte": 3}


def test_a_person_is_shown_and_erased(sender, outbox):
    mailing = prepared(addresses(2))
    held = registry.personal["courriels"]
    assert [one["liste"] for one in held.export("LECTEUR-0001@example.org") if "liste" in one] == [
        "La lettre d’essai"
    ]
    assert held.erase("lecteur-0001@example.org") == 2
    assert held.export("lecteur-0001@example.org") == []
    assert Mailing.objects.get().messages.count() == mailing.candidates == 2
    assert Exclusion.objects.count() == 0
