"""The long form of the tests of mail: thousands of letters, couriers killed, and their speed.

`make bench-mail`. With `--graines 2 --candidats 300` it is a short one. Prints what it counted;
merges the throughput into var/bench.json. Works in a folder of its own: `var/` is left alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

from tests.postgresql import programs, server

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(os.environ.get("OBS_VAR") or ROOT / "var").resolve() / "bench.json"
KILLS, CONNECTIONS, LEASE = 8, 4, 0.5
SLOW = 0.01  # seconds a letter at the relay, so that every kill finds couriers at work
REGIONAL, TWICE = 250, 180  # of 3,250 candidates, as many mailboxes fewer as written twice
RATIO, ROUNDS, FAST_CONNECTIONS = 1.5, 3, 8
HEAVY_KB = 64


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-mail", description=__doc__)
    parser.add_argument("--graines", type=int, default=20)
    parser.add_argument("--candidats", type=int, default=3250)
    parser.add_argument("--debit", type=int, default=1000, help="messages of the measure of speed")
    parser.add_argument("--ici", action="store_true", help="on the database of the environment")
    parser.add_argument("--visite", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    asked = parse()
    if asked.visite:
        port, _, told = asked.visite.partition(":")
        return visit(port, Path(told))
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
    heavy(folder, asked)  # first: it says the memory of the whole process
    wrong = 0
    for has_proof in (True, False):
        for seed in range(1, asked.graines + 1):
            wrong += not killed(folder / f"puits-{has_proof}-{seed}", seed, has_proof, asked)
    speed(folder, asked.debit)
    links(asked)
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
    with relay(folder, "--lenteur", str(SLOW)) as sink:
        given |= {"MAIL_RELAY": sink.settings, "MAIL_RELAY_LOG": sink.log if has_proof else ""}
        with override_settings(**given):
            # Kills spread over the whole mailing, at the pace that the relay allows.
            within = LEASE + 2 * asked.candidats * SLOW / CONNECTIONS / KILLS
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
    """The same bytes, prepared and signed, by our couriers and by Django's backend, in turns."""
    from django.db import connection  # noqa: PLC0415 after setup
    from django.test import override_settings  # noqa: PLC0415 same reason

    from observatoire.mail import worker  # noqa: PLC0415 same reason
    from observatoire.mail.actions import sending  # noqa: PLC0415 same reason
    from tests.observatoire.mail.relay import relay  # noqa: PLC0415 same reason

    turns = []
    with (
        relay(folder / "puits-debit") as sink,
        override_settings(
            MAIL_RELAY=sink.settings,
            MAIL_CONNECTIONS=FAST_CONNECTIONS,
            MAIL_DKIM_KEY=str(dkim_key(folder)),
        ),
        visited(folder, connection.vendor) as site,
    ):
        for turn in range(ROUNDS):
            empty_outbox()
            mailing_of(number, f"debit-{turn}")
            sending.start_due_mailings()
            written = sending.write_ahead(lambda: False)
            bodies = prepared_bodies()
            ours = paced(lambda number=written: worker.deliver() == number, written)
            theirs = paced(lambda found=bodies: by_django(found, sink.settings), written)
            turns.append((ours, theirs))
    ours, theirs = sorted(turns, key=lambda one: one[0] / one[1])[ROUNDS // 2]
    size = sum(len(content) for *_, content in bodies) / len(bodies) / 1000
    ratios = ", ".join(f"{one / other:.1f}" for one, other in turns)
    print(
        f"  débit : {written} messages de {size:.0f} ko, {FAST_CONNECTIONS} connexions ; "
        f"{ours:.0f} par seconde, {theirs:.0f} par Django un à un : {ours / theirs:.1f} fois "
        f"({ratios} ; visé : {RATIO}) ; pendant ce temps le site répond : {site()}",
        flush=True,
    )
    note(f"courriels_{connection.vendor}", ours, theirs, written)


def paced(do, number: int) -> float:
    """How many messages a second."""
    start = time.perf_counter()
    assert do()
    return number / (time.perf_counter() - start)


def dkim_key(folder: Path) -> Path:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 not at every start
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 same reason

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    how = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    path = folder / "dkim.pem"
    path.write_bytes(key.private_bytes(*how, serialization.NoEncryption()))
    return path


def heavy(folder: Path, asked: argparse.Namespace) -> None:
    """Letters of 64 kB written, signed and carried, from the confirmation to the last answer."""
    from django.db import connection  # noqa: PLC0415 after setup
    from django.test import override_settings  # noqa: PLC0415 same reason

    from observatoire.mail import worker  # noqa: PLC0415 same reason
    from observatoire.mail.models import Mailing  # noqa: PLC0415 same reason
    from tests.observatoire.mail.relay import relay  # noqa: PLC0415 same reason

    empty_outbox()
    mailing = mailing_of(asked.candidats, "lourd")
    # A comment fills the page: what is weighed is the carrying, not the drawing.
    words = "<!-- " + "les habitants pauvres du territoire, par commune et par an " * 600 + "-->"
    Mailing.objects.update(html=mailing.html.replace("</body>", f"{words}</body>"))
    number = mailing.messages.count()
    with (
        relay(folder / "puits-lourd") as sink,
        override_settings(
            MAIL_RELAY=sink.settings,
            MAIL_CONNECTIONS=CONNECTIONS,
            MAIL_DKIM_KEY=str(dkim_key(folder)),
        ),
        visited(folder, connection.vendor) as site,
    ):
        start = time.perf_counter()
        assert worker.deliver() == number
        seconds = time.perf_counter() - start
        assert set(sink.received().values()) == {1}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(len(content) for *_, content in prepared_bodies()) / number / 1000
    print(
        f"  charge : {number} messages de {size:.0f} ko écrits, signés et partis en {seconds:.0f} s"
        f" (visé : 120), {memory:.0f} Mo de mémoire (visé : 300) ; "
        f"le site répond : {site()} (visé : 800)",
        flush=True,
    )


@contextmanager
def visited(folder: Path, name: str):
    """The real site, served beside, and a visitor in a process of its own; gives its words."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", "--workers=1"]
    command += ["--threads=4", "--no-control-socket", "--log-level=error"]
    told = folder / f"visites-{name}-{port}"
    visit = [sys.executable, "-m", "tests.bench_mail", "--visite", f"{port}:{told}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    site = subprocess.Popen([*command, "observatoire.config.wsgi"], **quiet)
    visitor = subprocess.Popen(visit, **quiet)
    try:
        limit = time.monotonic() + 60
        while not told.exists():
            assert time.monotonic() < limit, "le site ne répond pas"
            time.sleep(0.1)
        yield lambda: waits(told)
    finally:
        for one in (visitor, site):
            one.terminate()
            one.wait()


def waits(told: Path) -> str:
    """« 95 % en moins de 40 ms (200 visites) », and what failed."""
    lines = told.read_text(encoding="ascii").splitlines()
    times = sorted(float(line) for line in lines if line != "echec")
    last = times[int(len(times) * 0.95)] if times else float("inf")
    return f"95 % en {last:.0f} ms ({len(times)} visites, {lines.count('echec')} échecs)"


def visit(port: str, told: Path) -> int:
    """Ask the site how it is, ten times a second, until stopped."""
    is_up = False
    while True:
        start = time.perf_counter()
        try:
            line = HTTPConnection("127.0.0.1", int(port), timeout=10)
            line.request("GET", "/sante/", headers={"Host": f"127.0.0.1:{port}"})
            is_up = line.getresponse().status == 200 or is_up
            said = f"{(time.perf_counter() - start) * 1000:.1f}"
        except OSError:
            said = "echec"
        if is_up:
            with told.open("a", encoding="ascii") as lines:
                lines.write(f"{said}\n")
        time.sleep(0.1)


def links(asked: argparse.Namespace) -> None:
    """Robots open every link, and someone tries tokens: nobody leaves a list."""
    from django.conf import settings  # noqa: PLC0415 after setup
    from django.test import Client, override_settings  # noqa: PLC0415 same reason

    from observatoire.mail.actions import learning  # noqa: PLC0415 same reason
    from observatoire.mail.models import Recipient  # noqa: PLC0415 same reason

    mailing_of(200, "liens")
    tokens = list(Recipient.objects.values_list("token", flat=True))
    robot, opened = Client(), min(10_000, asked.candidats * 3)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    given = {"STORAGES": settings.STORAGES | {"staticfiles": plain}}
    given |= {"ALLOWED_HOSTS": ["*"], "PAGE_CACHE": False}
    with override_settings(**given):
        for rank in range(opened // 2):
            address = f"/desabonnement/{tokens[rank % len(tokens)]}/"
            assert robot.get(address).status_code == robot.head(address).status_code == 200
    tried = min(100_000, asked.candidats * 30)
    hits = sum(
        learning.leave_list(token=secrets.token_hex(20), how="hasard") is not None
        for _ in range(tried)
    )
    gone = Recipient.objects.filter(left_at__isnull=False).count()
    print(
        f"  liens : {opened} ouvertures par des robots, {tried} jetons au hasard : "
        f"{gone} désabonnements, {hits} jetons trouvés (visé : 0 et 0)",
        flush=True,
    )


def prepared_bodies() -> list[tuple[str, str, bytes]]:
    from observatoire.mail import emails  # noqa: PLC0415 after setup
    from observatoire.mail.models import Prepared  # noqa: PLC0415 same reason

    rows = Prepared.objects.select_related("message").order_by("message__mailbox")
    return [(one.message.sender, one.message.mailbox, emails.unpack(one.content)) for one in rows]


def by_django(bodies: list[tuple[str, str, bytes]], relay: dict) -> bool:
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
    return True


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
