"""The watched sources of the demonstration: public addresses, to be tried by whoever is online."""

from __future__ import annotations

import csv
from pathlib import Path

from django.conf import settings

from observatoire.library import demonstration
from observatoire.library.models import Finding, WatchedSource

FILE = Path(demonstration.__file__).parent / "sources.csv"
HOME_REGION = "52"
REMARK = "À essayer en ligne\u00a0: adresse publique, que la démonstration n’interroge jamais."


def load_demonstration_sources() -> int:
    """Those of sources.csv, asleep; none where a source is watched already."""
    if WatchedSource.objects.exists() or settings.REGION != HOME_REGION:
        return 0
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [_source(row) for row in csv.DictReader(file)]
    return len(WatchedSource.objects.bulk_create(rows))


def _source(row: dict[str, str]) -> WatchedSource:
    said = row["kind"]
    kinds = WatchedSource.Kind
    kind = kinds.OAI if "OAI" in said else kinds.FEED if said.startswith("RSS") else kinds.PAGE
    return WatchedSource(
        name=row["producer"],
        kind=kind,
        address=row["address"],
        producer="" if kind == kinds.OAI else row["producer"].partition(" (")[0],
        is_active=False,
        every_days=7 if kind == kinds.FEED else 30,
        remark=REMARK,
        is_demonstration=True,
    )


def remove_demonstration_sources() -> int:
    """What they gave goes with them; a source that somebody changed is theirs, and stays."""
    Finding.objects.filter(source__is_demonstration=True, notice=None).delete()
    marked = WatchedSource.objects.filter(is_demonstration=True)
    number = marked.count()
    marked.delete()
    return number
