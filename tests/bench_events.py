"""Events under load: five hundred at once for a hundred seats; three hundred and fifty readers.

Part of `make bench`; `make bench-evenements` alone. Prints what it counted and merges it into
var/bench.json. Works on a database of its own, served as the demonstration is.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.postgresql import programs, server

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(os.environ.get("OBS_VAR") or ROOT / "var").resolve() / "bench.json"
PEOPLE, SEATS, THREADS = 500, 100, 50
READERS, EVERY, QUESTIONS = 350, 5, 20  # seconds between two looks; questions a minute
TARGET_MS = 500
TARGETS = {
    f"{work}_{name}": target
    for name in ("sqlite", "postgresql")
    for work, target in (("inscriptions_500", 60_000), ("direct_350_p95", TARGET_MS))
}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-evenements", description=__doc__)
    parser.add_argument("--secondes", type=int, default=60, help="durée de la lecture en direct")
    parser.add_argument("--port", type=int, default=8369)
    parser.add_argument("--ici", default="", help="nom de la base de l’environnement")
    parser.add_argument("--vers", type=Path, help="fichier où écrire les mesures de cette base")
    return parser.parse_args()


def main() -> int:
    asked = parse()
    if asked.ici:
        found = measure(asked)
        asked.vers.write_text(json.dumps(found), encoding="utf-8")
        return 0
    found = measures(asked.secondes, asked.port)
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(kept | found, indent=1) + "\n", encoding="utf-8")
    return 0


def measures(seconds: int = 30, port: int = 8369) -> dict[str, dict]:
    """On each database that this machine has."""
    found = apart("SQLite", {}, seconds, port)
    if programs_found := programs():
        with server(programs_found) as address:
            found |= apart("PostgreSQL", {"OBS_DATABASE_URL": address}, seconds, port)
    return found


def apart(name: str, given: dict[str, str], seconds: int, port: int) -> dict[str, dict]:
    """One database, in a folder of its own; what it measured comes back by a file."""
    print(name, flush=True)
    with tempfile.TemporaryDirectory(prefix="obs-evenements-") as folder:
        results = Path(folder) / "mesures.json"
        same = [sys.executable, "-m", "tests.bench_events", "--ici", name, "--vers", str(results)]
        same += ["--secondes", str(seconds), "--port", str(port)]
        ours = {"OBS_VAR": folder, "OBS_DEMONSTRATION": "oui"}
        subprocess.run(same, cwd=ROOT, env=os.environ | ours | given, check=True)
        return json.loads(results.read_text(encoding="utf-8"))


def measure(asked: argparse.Namespace) -> dict[str, dict]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatoire.config.settings"
    import django  # noqa: PLC0415 the environment comes first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 after setup

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    seats, event = five_hundred()
    read = live(event, asked)
    name = asked.ici.lower()
    return {f"inscriptions_500_{name}": seats, f"direct_350_p95_{name}": read}


def five_hundred():
    """Fifty threads, ten people each; exactly a hundred seats, and the others in order."""
    from datetime import timedelta  # noqa: PLC0415 beside what needs Django

    from django.db import connection  # noqa: PLC0415 after setup
    from django.utils import timezone  # noqa: PLC0415 after setup

    from observatoire.events.actions.registering import Asked, cancel, register  # noqa: PLC0415
    from observatoire.events.models import Event  # noqa: PLC0415 after setup

    starts = timezone.now() + timedelta(days=3)
    event = Event.objects.create(
        slug="mesure",
        title="Mesure",
        stage=Event.Stage.REGISTERING,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        places_remote=SEATS,
    )

    def come(numbers):
        for number in numbers:
            register(by=None, event=event, asked=Asked(f"p{number}@example.org"))
        connection.close()

    begin = time.monotonic()
    together([lambda n=n: come(range(n, PEOPLE, THREADS)) for n in range(THREADS)])
    lasted = time.monotonic() - begin
    rows = list(event.registrations.order_by("rank").values_list("state", flat=True))
    expected = ["confirmee"] * SEATS + ["attente"] * (PEOPLE - SEATS)
    cancel(by=None, registration=event.registrations.get(rank=50))
    promoted = list(event.registrations.filter(was_promoted=True).values_list("rank", flat=True))
    print(
        f"  {PEOPLE} inscriptions pour {SEATS} places en {lasted:.1f} s\u00a0: "
        f"{rows.count('confirmee')} confirmées, {rows.count('attente')} en attente, "
        f"dans l’ordre\u00a0: {rows == expected}\u00a0; une annulation promeut le rang {promoted}",
        flush=True,
    )
    ours = round(1000 * lasted, 1)
    return {"ours": ours, "peer": None, "ratio": None, "unit": "ms", "n": PEOPLE}, event


def together(works: list) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def live(event, asked: argparse.Namespace) -> dict:
    """Readers who look every five seconds, while questions are asked, let through, supported."""
    from observatoire.events.models import Event, Registration  # noqa: PLC0415 after setup
    from observatoire.events.queries.links import FOLLOWED, signed, token_of  # noqa: PLC0415

    Event.objects.filter(pk=event.pk).update(places_remote=None, stage=Event.Stage.LIVE)
    event.registrations.update(state=Registration.State.CONFIRMED)
    readers = list(event.registrations.order_by("rank")[:READERS])
    followed = signed(event.pk, FOLLOWED)
    addresses = [f"/evenements/direct/{token_of(one)}/questions/?de={followed}" for one in readers]
    from observatoire.config.demonstration import _web  # noqa: PLC0415 as the demonstration serves

    site = subprocess.Popen(_web(asked.port), cwd=ROOT, env=os.environ)
    try:
        _wait(asked.port, addresses[0])
        until = time.monotonic() + asked.secondes
        times: list[float] = []
        codes: dict[int, int] = {}
        works = [lambda a=a: _read(asked.port, a, until, times, codes) for a in addresses]
        together([*works, lambda: _ask(readers, until)])
    finally:
        site.terminate()
        site.wait(timeout=15)
    times.sort()
    p95 = times[int(len(times) * 0.95)] if times else 0.0
    print(
        f"  {READERS} lecteurs, {QUESTIONS} questions par minute, {asked.secondes} s\u00a0: "
        f"{len(times)} demandes, médiane {statistics.median(times):.0f} ms, "
        f"p95 {p95:.0f} ms (visé\u00a0: {TARGET_MS}), réponses {dict(sorted(codes.items()))}",
        flush=True,
    )
    return {"ours": round(p95, 1), "peer": None, "ratio": None, "unit": "ms", "n": len(times)}


def _read(port: int, address: str, until: float, times: list[float], codes: dict) -> None:
    """One browser: it repeats the tag that it was given."""
    tag = ""
    time.sleep(random.random() * EVERY)
    while time.monotonic() < until:
        begin = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", address, headers={"If-None-Match": tag} if tag else {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        times.append(1000 * (time.monotonic() - begin))
        codes[answer.status] = codes.get(answer.status, 0) + 1
        tag = answer.headers.get("ETag", tag)
        time.sleep(EVERY * (0.8 + random.random() * 0.4))


def _ask(readers: list, until: float) -> None:
    """Each question is asked, let through, and supported by three others."""
    from django.db import connection  # noqa: PLC0415 after setup

    from observatoire.events.actions import asking  # noqa: PLC0415 after setup

    number = 0
    while time.monotonic() < until:
        author = readers[number % len(readers)]
        made = asking.ask(registration=author, text=f"Question {number} ?")
        asking.let_through(by=None, question=made)
        for one in random.sample(readers, 3):
            if one.pk != author.pk:
                asking.support(registration=one, question=made)
        number += 1
        time.sleep(60 / QUESTIONS)
    connection.close()


def _wait(port: int, address: str) -> None:
    for _ in range(120):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", address)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("Le site n’a pas répondu.")


if __name__ == "__main__":
    sys.exit(main())
