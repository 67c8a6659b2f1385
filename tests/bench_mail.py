"""The long form of the tests of mail: thousands of letters, couriers killed, and their speed.

`make bench-mail`. With `--graines 2 --candidats 300` it is a short one. Prints what it counted;
merges the throughput into var/bench.json. Works in a folder of its own: `var/` is left alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.postgresql import programs, server

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(os.environ.get("OBS_VAR") or ROOT / "var").resolve() / "bench.json"
KILLS, CONNECTIONS, LEASE = 8, 4, 0.5
REGIONAL, TWICE = 250, 180  # of 3,250 candidates, as many mailboxes fewer as written twice
RATIO = 1.5


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-mail", description=__doc__)
    parser.add_argument("--graines", type=int, default=20)
    parser.add_argument("--candidats", type=int, default=3250)
    parser.add_argument("--debit", type=int, default=1000, help="messages of the measure of speed")
    parser.add_argument("--ici", action="store_true", help="on the database of the environment")
    return parser.parse_args()


def main() -> int:
    asked = parse()
    if asked.ici:
        return measure(asked)
    print("SQLite", flush=True)
    code = apart({})
    if code == 0 and (found := programs()):
        with server(found) as address:
            print("PostgreSQL", flush=True)
            code = apart({"OBS_DATABASE_URL": address})
    return code


def apart(given: dict[str, str]) -> int:
    """The same again on one database, in a folder of its own: a relay finds no trace of another."""
    same = [sys.executable, "-m", "tests.bench_mail", "--ici", *sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="obs-courriels-") as folder:
        ours = os.environ | {"OBS_VAR": folder, "OBS_DEMONSTRATION": "oui"}
        return subprocess.call(same, cwd=ROOT, env=ours | given)


def measure(asked: argparse.Namespace) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatoire.config.settings"
    import django  # noqa: PLC0415 the environment comes first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 after setup

    call_command("migrate", verbosity=0)
    folder = Path(os.environ["OBS_VAR"])
    wrong = 0
    for has_proof in (True, False):
        for seed in range(1, asked.graines + 1):
            wrong += not killed(folder / f"puits-{has_proof}-{seed}", seed, has_proof, asked)
    speed(folder, asked.debit)
    return int(wrong > 0)


def mailing_of(candidates: int, key: str):
    """Regional and national contacts, some of them both; who sends it has the right to."""
    from observatoire.directory.models import User  # noqa: PLC0415 after setup
    from tests.observatoire.mail.letters import addresses, confirmed  # noqa: PLC0415 same reason

    by = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser(
        "banc@example.org", "mot-de-passe-de-banc"
    )
    twice = min(TWICE, candidates // 4)
    regional = addresses(min(REGIONAL, candidates // 2), name="region")
    national = [one.upper() for one in regional[:twice]]
    national += addresses(candidates - len(regional) - twice, name="nation")
    return confirmed(regional + national, by=by, key=key)


def empty_outbox() -> None:
    from observatoire.mail.models import Gate, Mailing, Message  # noqa: PLC0415 after setup

    Message.objects.all().delete()
    Mailing.objects.all().delete()
    Gate.objects.all().delete()


def killed(folder: Path, seed: int, has_proof: bool, asked: argparse.Namespace) -> bool:
    """One mailing, eight kills; prints what was counted, and whether it is as promised."""
    from django.test import override_settings  # noqa: PLC0415 after setup

    from observatoire.mail.models import Message  # noqa: PLC0415 same reason
    from tests.observatoire.mail.relay import (  # noqa: PLC0415 same reason
        deliver_all,
        killed_at_random,
        relay,
        to_the_end,
    )

    empty_outbox()
    mailing = mailing_of(asked.candidats, f"banc-{has_proof}-{seed}")
    expected = set(mailing.messages.values_list("mailbox", flat=True))
    assert mailing.candidates == len(expected) + mailing.exclusions.count()
    given = {"MAIL_CONNECTIONS": CONNECTIONS, "LEASE_SECONDS": LEASE, "MAIL_PROOF_SECONDS": LEASE}
    start = time.monotonic()
    with relay(folder) as sink:
        given |= {"MAIL_RELAY": sink.settings, "MAIL_RELAY_LOG": sink.log if has_proof else ""}
        with override_settings(**given):
            within = LEASE + max(0.4, asked.candidats / 1500)
            chance = random.Random(seed)
            kills = killed_at_random(deliver_all, times=KILLS, chance=chance, within=within)
            to_the_end(deliver_all)
        received = sink.received()
    doubtful = set(Message.objects.in_doubt().values_list("mailbox", flat=True))
    accepted = set(Message.objects.filter(state="accepte").values_list("mailbox", flat=True))
    doubled = [box for box, times in received.items() if times > 1]
    lost = expected - accepted - doubtful
    is_right = not doubled and not lost and accepted <= set(received)
    if has_proof:
        is_right = is_right and set(received) == accepted == expected
    else:
        is_right = is_right and len(doubtful) <= CONNECTIONS * kills
    print(
        f"  {'avec' if has_proof else 'sans'} preuve, graine {seed:2} : {mailing.candidates} "
        f"candidats, {len(expected)} boîtes, {kills} arrêts, {len(received)} reçues, "
        f"{len(doubled)} en double, {len(lost)} perdues, {len(doubtful)} incertaines, "
        f"{time.monotonic() - start:.0f} s : {'juste' if is_right else 'FAUX'}",
        flush=True,
    )
    return is_right


def speed(folder: Path, number: int) -> None:
    """The same bytes, prepared and signed, by our couriers and by Django's backend, one by one."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 after setup
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 same reason
    from django.test import override_settings  # noqa: PLC0415 same reason

    from observatoire.mail import worker  # noqa: PLC0415 same reason
    from observatoire.mail.actions import sending  # noqa: PLC0415 same reason
    from tests.observatoire.mail.relay import relay  # noqa: PLC0415 same reason

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = folder / "dkim.pem"
    how = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    path.write_bytes(key.private_bytes(*how, serialization.NoEncryption()))
    empty_outbox()
    mailing_of(number, "debit")
    with (
        relay(folder / "puits-debit") as sink,
        override_settings(
            MAIL_RELAY=sink.settings, MAIL_CONNECTIONS=CONNECTIONS, MAIL_DKIM_KEY=str(path)
        ),
    ):
        sending.start_due_mailings()
        start = time.perf_counter()
        written = sending.write_ahead(lambda: False)
        preparing = time.perf_counter() - start
        bodies = prepared_bodies()
        start = time.perf_counter()
        assert worker.deliver() == written
        ours = written / (time.perf_counter() - start)
        start = time.perf_counter()
        by_django(bodies, sink.settings)
        theirs = len(bodies) / (time.perf_counter() - start)
    size = sum(len(content) for *_, content in bodies) / len(bodies) / 1000
    print(
        f"  débit : {written} messages de {size:.0f} ko, écrits et signés en {preparing:.1f} s ; "
        f"{ours:.0f} par seconde, {theirs:.0f} par Django un à un : {ours / theirs:.1f} fois "
        f"(visé : {RATIO})",
        flush=True,
    )
    from django.db import connection  # noqa: PLC0415 after setup

    note(f"courriels_{connection.vendor}", ours, theirs, written)


def prepared_bodies() -> list[tuple[str, str, bytes]]:
    from observatoire.mail import emails  # noqa: PLC0415 after setup
    from observatoire.mail.models import Prepared  # noqa: PLC0415 same reason

    rows = Prepared.objects.select_related("message").order_by("message__mailbox")
    return [(one.message.sender, one.message.mailbox, emails.unpack(one.content)) for one in rows]


def by_django(bodies: list[tuple[str, str, bytes]], relay: dict) -> None:
    """`EmailMessage.send()` for each, as most sites do; the bytes are ours, made beforehand."""
    from django.core.mail import EmailMessage  # noqa: PLC0415 after setup
    from django.core.mail.backends.smtp import EmailBackend  # noqa: PLC0415 same reason

    class Made:
        def __init__(self, content: bytes) -> None:
            self.content = content

        def as_bytes(self, linesep: str = "\r\n") -> bytes:
            return self.content

    class Ready(EmailMessage):
        def message(self):
            return self.made

    for sender, recipient, content in bodies:
        backend = EmailBackend(host=relay["host"], port=relay["port"])
        message = Ready("x", "x", sender, [recipient], connection=backend)
        message.made = Made(content)
        assert message.send() == 1


def note(name: str, ours: float, peer: float, number: int) -> None:
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    kept[f"{name}/django"] = {
        "ours": round(ours, 1),
        "peer": round(peer, 1),
        "ratio": round(ours / peer, 2),
        "unit": "messages/s",
        "n": number,
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
