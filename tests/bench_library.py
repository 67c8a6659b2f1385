"""A search of the base, with the counts of its facets, beside a plain Wagtail search.

`make bench` measures it on both databases; `python -m tests.bench_library --notices 2000` is its
short form. The studies are made of the words of the demonstration's, as often as they use them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.postgresql import programs, server

ROOT = Path(__file__).resolve().parents[1]
NOTICES, QUESTIONS, BATCH = 100_000, 60, 2_000
KINDS = ("etude", "rapport", "article", "dossier", "tableau_de_bord")
PLACES = ("france:FR", "region:R52", *(f"departement:{one}" for one in (44, 49, 53, 72, 85)))
FACETS = ("kind", "theme", "territory", "producer", "year", "visibility")


def measures(notices: int = NOTICES) -> dict[str, dict]:
    """« documents_sqlite » and « documents_postgresql »: p95 in ms, ours and the peer's.

    Aimed at: 100 ms on two cores that do nothing else, and three times faster than the peer.
    """
    found = apart("sqlite", {}, notices)
    folder = programs()
    with server(folder) if folder else nullcontext() as address:
        if address:
            found |= apart("postgresql", {"OBS_DATABASE_URL": address}, notices)
    return found


def apart(name: str, given: dict[str, str], notices: int) -> dict[str, dict]:
    """One database, in a process and a folder of its own."""
    command = [sys.executable, "-m", "tests.bench_library", "--ici", name]
    with tempfile.TemporaryDirectory(prefix="obs-documents-") as folder:
        ours = {"OBS_VAR": folder, "OBS_DEMONSTRATION": "oui"} | given
        done = subprocess.run(
            [*command, "--notices", str(notices)],
            cwd=ROOT,
            env=os.environ | ours,
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def measure(name: str, notices: int) -> dict[str, dict]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatoire.config.settings"
    import django  # noqa: PLC0415 the environment comes first
    from django.conf import settings  # noqa: PLC0415 same reason

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.bench_peer"]
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 after setup

    call_command("migrate", verbosity=0)
    chance = random.Random(20)
    words = vocabulary()
    fill(notices, words, chance)
    asked = questions(words, chance)
    ours = times(asked, our_search())
    peer = times(asked, peer_search())
    result = {
        "ours": p95(ours),
        "peer": p95(peer),
        "ratio": round(p95(peer) / p95(ours), 2),
        "unit": "ms",
        "n": notices,
        "ours_median": round(statistics.median(ours), 2),
        "peer_median": round(statistics.median(peer), 2),
    }
    return {f"documents_{name}": result}


def vocabulary() -> list[str]:
    """Every word of the demonstration's titles and summaries, repetitions kept."""
    from observatoire.library.demonstration import study_texts  # noqa: PLC0415 after setup

    said = " ".join(f"{one.title} {one.summary}" for one in study_texts())
    return [word.strip("«».,:;?!()’–") for word in said.split() if len(word) > 2]


def fill(notices: int, words: list[str], chance: random.Random) -> None:
    from django.db import connection  # noqa: PLC0415 after setup
    from wagtail.search.backends import get_search_backend  # noqa: PLC0415 same reason

    from observatoire.library.models import Producer, Theme  # noqa: PLC0415 same reason
    from tests.bench_peer.models import Study  # noqa: PLC0415 same reason

    with connection.schema_editor() as editor:
        editor.create_model(Study)
    themes = list(Theme.objects.all())
    producers = Producer.objects.bulk_create(
        Producer(name=f"Producteur {rank}", slug=f"producteur-{rank}") for rank in range(50)
    )
    index = get_search_backend().get_index_for_model(Study)
    for start in range(0, notices, BATCH):
        number = min(BATCH, notices - start)
        drawn = [draw(start + rank, words, themes, producers, chance) for rank in range(number)]
        write_ours(drawn)
        Study.objects.bulk_create(peer_of(*one) for one in drawn)
        fresh = list(Study.objects.order_by("-pk")[:number])
        index.add_items(Study, fresh)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def draw(rank: int, words, themes, producers, chance: random.Random) -> tuple:
    """A notice, its themes and its producers; a tenth is for partners alone."""
    from observatoire.library.models import Notice  # noqa: PLC0415 after setup

    notice = Notice(
        slug=f"etude-{rank}",
        title=" ".join(chance.choices(words, k=10)),
        summary=" ".join(chance.choices(words, k=40)),
        kind=chance.choice(KINDS),
        territories=[chance.choice(PLACES)],
        published_on=date(2005, 1, 1) + timedelta(days=chance.randrange(7600)),
        visibility="partenaires" if rank % 10 == 0 else "public",
        status="publiee",
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return notice, chance.sample(themes, chance.choice((1, 1, 2))), [chance.choice(producers)]


def write_ours(drawn: list[tuple]) -> None:
    from observatoire.library.actions.index import write_entries  # noqa: PLC0415 after setup
    from observatoire.library.models import Notice  # noqa: PLC0415 same reason

    Notice.objects.bulk_create(notice for notice, *_ in drawn)
    for field, place in (("themes", 1), ("producers", 2)):
        through = getattr(Notice, field).through
        column = "theme_id" if field == "themes" else "producer_id"
        through.objects.bulk_create(
            through(notice_id=one[0].pk, **{column: other.pk})
            for one in drawn
            for other in one[place]
        )
    keys = [notice.pk for notice, *_ in drawn]
    rows = Notice.objects.filter(pk__in=keys).select_related("group").order_by("slug")
    write_entries(rows.prefetch_related("themes", "producers"))


def peer_of(notice, themes, producers):
    from tests.bench_peer.models import Study  # noqa: PLC0415 after setup

    return Study(
        title=notice.title,
        summary=notice.summary,
        kind=notice.kind,
        theme=themes[0].slug,
        territory=notice.territories[0],
        producer=producers[0].slug,
        year=notice.published_on.year,
        visibility=notice.visibility,
    )


def questions(words: list[str], chance: random.Random) -> list[tuple[str, str]]:
    """(words, theme or nothing): one, two or three words, a third of them in one theme."""
    from observatoire.base.french import terms  # noqa: PLC0415 after setup

    known = [word for word in words if terms(word)]
    found = []
    for rank in range(QUESTIONS):
        said = " ".join(chance.sample(known, 1 + rank % 3))
        found.append((said, "sante" if rank % 3 == 0 else ""))
    return found


def our_search() -> Callable[[str, str], object]:
    from observatoire.library.queries.base import find  # noqa: PLC0415 after setup
    from observatoire.library.queries.reading import EVERYONE  # noqa: PLC0415 same reason
    from observatoire.library.search import Question  # noqa: PLC0415 same reason

    def search(words: str, theme: str):
        chosen = (("theme", (theme,)),) if theme else ()
        return find(Question(words, chosen), EVERYONE)

    # The base's first page, which comes before a search: it learns the texts of facets.
    search("", "")
    return search


def peer_search() -> Callable[[str, str], object]:
    """The first page of results, their number, and the six counts that the screen shows."""
    from wagtail.search.backends import get_search_backend  # noqa: PLC0415 after setup

    from tests.bench_peer.models import Study  # noqa: PLC0415 same reason

    backend = get_search_backend()

    def search(words: str, theme: str):
        rows = Study.objects.filter(visibility="public")
        found = backend.search(words, rows.filter(theme=theme) if theme else rows, operator="and")
        every = backend.search(words, rows, operator="and") if theme else found
        page, number = list(found[:20]), found.count()
        return page, number, [(every if one == "theme" else found).facet(one) for one in FACETS]

    return search


def times(asked: list[tuple[str, str]], search: Callable[[str, str], object]) -> list[float]:
    """In ms, each question once, after two that warm up."""
    for words, theme in asked[:2]:
        search(words, theme)
    found = []
    for words, theme in asked:
        start = time.perf_counter()
        search(words, theme)
        found.append(1000 * (time.perf_counter() - start))
    return found


def p95(values: list[float]) -> float:
    return round(statistics.quantiles(values, n=20)[-1], 2)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_library", description=__doc__)
    parser.add_argument("--notices", type=int, default=NOTICES)
    parser.add_argument("--ici", default="", help="on the database of the environment, so named")
    asked = parser.parse_args()
    work = measure(asked.ici, asked.notices) if asked.ici else measures(asked.notices)
    print(json.dumps(work))
    return 0


if __name__ == "__main__":
    sys.exit(main())
