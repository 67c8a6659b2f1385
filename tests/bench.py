"""Measures what a visitor waits for, on the demonstration of `var/`; merges into var/bench.json.

`make bench`. Nothing is asserted: numbers of one machine are printed beside their targets.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests import (
    bench_engine,
    bench_events,
    bench_food_aid,
    bench_library,
    bench_map,
    bench_secrecy,
)

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("OBS_VAR") or ROOT / "var").resolve()
RESULTS = VAR / "bench.json"
REGION = f"R{os.environ.get('OBS_REGION') or '52'}"
TARGETS = (
    {
        "page_gardee": 5,
        "tableau_de_bord": 300,
        "indicateur": 300,
        "api_departements": 100,
    }
    | bench_secrecy.TARGETS
    | bench_map.TARGETS
    | bench_events.TARGETS
    | bench_food_aid.TARGETS
)


def median_ms(work: Callable[[], object], n: int) -> dict:
    """The median of n runs, after one that warms up."""
    work()
    times = []
    for _ in range(n):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    ours = round(statistics.median(times), 2)
    return {"ours": ours, "peer": None, "ratio": None, "unit": "ms", "n": n}


def measures() -> dict[str, dict]:
    os.environ.setdefault("OBS_DEMONSTRATION", "oui")
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatoire.config.settings"
    import django  # noqa: PLC0415 the environment comes first

    django.setup()
    from django.conf import settings  # noqa: PLC0415 after setup
    from django.test import Client  # noqa: PLC0415 after setup

    client = Client(headers={"host": "127.0.0.1"})
    pages = {
        "tableau_de_bord": "/tableaux-de-bord/pauvrete/",
        "indicateur": "/indicateurs/TX_PAUV60/",
        "api_departements": "/api/v1/observations?indicateur=TX_PAUV60&niveau=departement",
    }
    settings.PAGE_CACHE = True
    found = {"page_gardee": median_ms(lambda: client.get("/"), 50)}
    settings.PAGE_CACHE = False
    for name, address in pages.items():
        found[name] = median_ms(lambda address=address: client.get(address), 15)
    return found


def told(name: str, result: dict) -> str:
    """One line: ours, the target of a work alone, the peer's time of a work beside one."""
    line = f"{name:24} {result['ours']:9.2f} {result['unit']:3}"
    if result["peer"] is None:
        return f"{line} visé : {TARGETS[name]} {result['unit']}"
    times = result["ours"] / result["peer"]
    return f"{line} à côté : {result['peer']:.2f} {result['unit']}, soit {times:.1f} fois"


def main() -> int:
    if not (VAR / "demonstration.json").exists():
        print("Rien à mesurer : lancer d’abord « make demo », qui prépare var/.")
        return 1
    found = measures() | bench_engine.measures() | bench_map.measures()
    found |= bench_secrecy.measures(VAR / "magasin", REGION)
    found |= bench_library.measures()
    found |= bench_events.measures()
    found |= bench_food_aid.measures()
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(kept | found, indent=1) + "\n", encoding="utf-8")
    for name, result in found.items():
        print(told(name, result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
