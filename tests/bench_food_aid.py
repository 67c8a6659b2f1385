"""Fifty thousand places: the map, « open now », and the search for doubles.

`make bench` measures it; `python -m tests.bench_food_aid --lieux 2000` is its short form. Places
are invented, around the communes of the demonstration, with three thousand timetables.
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

ROOT = Path(__file__).resolve().parents[1]
PLACES, QUESTIONS, BATCH = 50_000, 60, 2_000
TARGETS = {"lieux_carte": 150, "lieux_ouverts": 150, "lieux_doublons": 60_000}
KINDS = ("repas", "colis", "epicerie", "frigo", "cuisine", "camion")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WORDS = "Épicerie Entraide Panier Partage Table Halte Relais Secours Marché Jardin".split()
MAP = ("", "sorte=colis", "commune=44109", "commune=49007&rayon=40", "public=familles", "q=halte")


def measures(places: int = PLACES) -> dict[str, dict]:
    """In a process and a folder of its own; aimed at: 150 ms (p95) and one minute."""
    var = Path(os.environ.get("OBS_VAR") or ROOT / "var").resolve()
    with tempfile.TemporaryDirectory(prefix="obs-lieux-") as folder:
        for name in ("magasin", "statique"):
            (Path(folder) / name).symlink_to(var / name)
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench_food_aid", "--ici", "--lieux", str(places)],
            cwd=ROOT,
            env=os.environ | {"OBS_VAR": folder, "OBS_DEMONSTRATION": "oui"},
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def hours(chance: random.Random) -> str:
    """One of about three thousand timetables; one in ten is not known."""
    if chance.random() < 0.1:
        return ""
    day, opens = chance.choice(DAYS), chance.randrange(32, 72) * 15
    rank = chance.choice(("", "", "", "[2]", "[1,3]", "[-1]"))
    closes = opens + chance.choice((90, 120, 180, 240))
    spans = f"{opens // 60:02d}:{opens % 60:02d}-{closes // 60:02d}:{closes % 60:02d}"
    return f"{day}{rank} {spans}" + chance.choice(("", "; PH off", "; Aug off"))


def fill(number: int, chance: random.Random) -> None:
    """Places by thousands; one in fifty is nearly the one before it."""
    from observatoire.food_aid.models import (  # noqa: PLC0415 after setup
        Place,
        Service,
        Source,
        Structure,
    )
    from observatoire.food_aid.opening import read_osm  # noqa: PLC0415 same reason
    from observatoire.food_aid.queries.ground import communes  # noqa: PLC0415 same reason

    source = Source.objects.create(slug="mesure", name="Mesure", is_food_aid=True)
    holders = [Structure(name=f"Porteur {n}") for n in range(500)]
    Structure.objects.bulk_create(holders)
    towns = [one for one in communes().values() if one.centre] or [None]
    weights = [one.population if one else 1 for one in towns]
    tables: dict[str, dict] = {}
    last = None
    for start in range(0, number, BATCH):
        places, services = [], []
        for n in range(start, min(number, start + BATCH)):
            town = chance.choices(towns, weights)[0]
            centre = town.centre if town else (47.2, -1.5)
            told = {
                "name": f"{chance.choice(WORDS)} {chance.choice(WORDS)} {n % 997}",
                "commune": town.code if town else "",
                "commune_name": town.name if town else "",
                "latitude": centre[0] + chance.gauss(0, 0.02),
                "longitude": centre[1] + chance.gauss(0, 0.03),
                "address": f"{n % 80} rue {chance.choice(WORDS)}",
                "phone": f"02{chance.randrange(10**8):08d}",
            }
            if last and n % 50 == 0:
                told = last | {"address": ""}
            last = told
            text = hours(chance)
            if text not in tables:
                tables[text] = read_osm(text)[0].as_record()
            place = Place(
                slug=f"lieu-{n}",
                source=source,
                source_key=str(n),
                structure=chance.choice(holders),
                hours=tables[text],
                precision="adresse",
                is_food_aid=True,
                **told,
            )
            places.append(place)
            services += [
                Service(place=place, kind=kind, publics=chance.choice(([], [], ["familles"])))
                for kind in chance.sample(KINDS, chance.choice((1, 1, 2)))
            ]
        Place.objects.bulk_create(places)
        Service.objects.bulk_create(services)


def measure(places: int) -> dict[str, dict]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatoire.config.settings"
    import django  # noqa: PLC0415 the environment comes first
    from django.conf import settings  # noqa: PLC0415 same reason

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 after setup
    from django.test import Client  # noqa: PLC0415 after setup

    from observatoire.food_aid.actions.doubles import find_doubles  # noqa: PLC0415 after setup

    settings.PAGE_CACHE = False
    call_command("migrate", verbosity=0)
    fill(places, random.Random(15))
    client = Client(headers={"host": "127.0.0.1"})

    def asked(extra: str) -> list[float]:
        times = []
        for n in range(QUESTIONS):
            query = "&".join(filter(None, (MAP[n % len(MAP)], extra)))
            start = time.perf_counter()
            if client.get(f"/aide-alimentaire/?{query}").status_code != 200:
                raise SystemExit("La carte ne répond pas.")
            times.append(1000 * (time.perf_counter() - start))
        return times

    start = time.perf_counter()
    client.get("/aide-alimentaire/")
    first = 1000 * (time.perf_counter() - start)
    found = {"lieux_carte": p95(asked("")), "lieux_ouverts": p95(asked("ouvert=oui"))}
    start = time.perf_counter()
    find_doubles(by=None)
    found["lieux_doublons"] = 1000 * (time.perf_counter() - start)
    print(f"premier affichage : {first:.0f} ms", file=sys.stderr)
    return {
        name: {"ours": round(value, 2), "peer": None, "ratio": None, "unit": "ms", "n": places}
        for name, value in found.items()
    }


def p95(times: list[float]) -> float:
    return sorted(times)[round(0.95 * (len(times) - 1))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lieux", type=int, default=PLACES)
    parser.add_argument("--ici", action="store_true")
    given = parser.parse_args()
    found = measure(given.lieux) if given.ici else measures(given.lieux)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
