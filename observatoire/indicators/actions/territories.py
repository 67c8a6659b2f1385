"""Territories and search: take into the database what the engine built."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from observatoire.base.actions import rebuild_search
from observatoire.base.french import normalise
from observatoire.base.models import Generation, Territory, TerritoryBelonging
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.indicators.queries.engine import engine
from stats.territory import Level, Territories

Progress = Callable[[str], None]


@transaction.atomic
def load_territories_into_database(*, by=None, progress: Progress = lambda line: None) -> int:
    """Replace the territories of the database by those of the store; their number.

    Only what touches the region is kept in the database, with France above it: the rest of the
    country stays in the engine, where maps and comparisons read it.
    """
    known = engine().territories
    region = ("region", f"R{settings.REGION}")
    wanted = {region, ("france", "FR"), ("france_metro", "FM")}
    for level in Level:
        wanted |= {child.key for child in known.children(region, level)}
    # An EPCI that straddles the region's border is in it by its communes.
    rows = _write_territories(known, sorted(key for key in wanted if key in known))
    _write_belongings(known, {(row.level, row.code): row for row in rows})
    progress(f"{len(rows)} territoires dans la base.")
    write_audit(by=by, verb="charger", ref=Ref("territoires", settings.REGION), nombre=len(rows))
    Generation.advance()
    return len(rows)


_COLUMNS = [
    "name",
    "article",
    "searched_name",
    "postal_codes",
    "population",
    "population_year",
    "area",
    "density",
    "vintage",
    "end",
    "in_region",
]


def _write_territories(known: Territories, keys: list[tuple[str, str]]) -> list[Territory]:
    """Rows that stay keep their identifier: what points at them still does."""
    kept = {(row.level, row.code): row for row in Territory.objects.filter(start=None)}
    rows = [_row(kept.get(key), known, key) for key in keys]
    Territory.objects.bulk_create(
        [row for row in rows if (row.level, row.code) not in kept], batch_size=500
    )
    Territory.objects.bulk_update(
        [row for row in rows if (row.level, row.code) in kept], _COLUMNS, batch_size=300
    )
    Territory.objects.exclude(pk__in=[row.pk for row in rows]).update(in_region=False)
    return rows


def _write_belongings(known: Territories, rows: dict[tuple[str, str], Territory]) -> None:
    TerritoryBelonging.objects.all().delete()
    TerritoryBelonging.objects.bulk_create(
        (
            TerritoryBelonging(child=row, parent=rows[belonging.parent], whole=belonging.whole)
            for key, row in rows.items()
            for belonging in known.belongings(key)
            if belonging.parent in rows
        ),
        batch_size=1000,
    )


def _row(row: Territory | None, known: Territories, key: tuple[str, str]) -> Territory:
    territory = known.get(*key)
    row = row or Territory(level=key[0], code=key[1])
    row.name, row.article = territory.name, territory.article
    row.searched_name = normalise(territory.name)
    row.postal_codes = " ".join(known.postal_codes_of(row.code) if row.level == "commune" else ())
    row.population, row.population_year = (
        territory.population,
        territory.population_year,
    )
    row.area, row.density, row.vintage = (
        territory.area,
        territory.density,
        territory.vintage,
    )
    row.end = territory.end
    row.in_region = row.level not in {"france", "france_metro"}
    return row


def index_everything(*, progress: Progress = lambda line: None) -> int:
    """Write the search anew; the number of entries."""
    count = rebuild_search()
    progress(f"{count} entrées de recherche.")
    return count
