"""The territories as files: four Parquet tables, a report, and a folder of outlines."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from stats.territory.errors import TerritoryError
from stats.territory.model import Belonging, Territory
from stats.territory.movements import Movement

FOLDER, CONTOURS, REPORT = "territoires", "contours", "rapport.json"
TERRITORIES, BELONGINGS = "territoires.parquet", "appartenances.parquet"
POSTAL_CODES, FORMER = "codes_postaux.parquet", "anciennes_communes.parquet"
MOVEMENTS = "mouvements.parquet"

TERRITORY_FIELDS = {
    "niveau": ("level", pa.string()),
    "code": ("code", pa.string()),
    "nom": ("name", pa.string()),
    "article": ("article", pa.string()),
    "population": ("population", pa.int64()),
    "population_annee": ("population_year", pa.int16()),
    "superficie": ("area", pa.float64()),
    "debut": ("start", pa.date32()),
    "fin": ("end", pa.date32()),
    "millesime": ("vintage", pa.int16()),
    "densite": ("density", pa.int8()),
}


@contextmanager
def replaced(store: Path) -> Iterator[Path]:
    """An empty folder to fill; it takes the place of the territories only when all went well."""
    store.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".territoires-", dir=store))
    try:
        (fresh / CONTOURS).mkdir()
        yield fresh
        fresh.chmod(0o755)
        _swap(fresh, store / FOLDER)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, place: Path) -> None:
    if not place.exists():
        os.replace(fresh, place)
        return
    aside = Path(tempfile.mkdtemp(prefix=".territoires-", dir=place.parent)) / "ancien"
    os.replace(place, aside)
    try:
        os.replace(fresh, place)
    except OSError:
        os.replace(aside, place)
        raise
    finally:
        shutil.rmtree(aside.parent, ignore_errors=True)


def write_territories(folder: Path, territories: Iterable[Territory]) -> None:
    found = list(territories)
    columns = {
        name: pa.array([_plain(getattr(territory, attribute)) for territory in found], type_)
        for name, (attribute, type_) in TERRITORY_FIELDS.items()
    }
    pq.write_table(pa.table(columns), folder / TERRITORIES)


def write_belongings(folder: Path, belongings: Iterable[Belonging]) -> None:
    found = list(belongings)
    columns = {
        "enfant_niveau": pa.array([b.child[0] for b in found], pa.string()),
        "enfant_code": pa.array([b.child[1] for b in found], pa.string()),
        "parent_niveau": pa.array([b.parent[0] for b in found], pa.string()),
        "parent_code": pa.array([b.parent[1] for b in found], pa.string()),
        "entier": pa.array([b.whole for b in found], pa.bool_()),
        "debut": pa.array([b.start for b in found], pa.date32()),
        "fin": pa.array([b.end for b in found], pa.date32()),
    }
    pq.write_table(pa.table(columns), folder / BELONGINGS)


def write_postal_codes(folder: Path, pairs: Iterable[tuple[str, str]]) -> None:
    found = list(pairs)
    columns = {
        "code_postal": pa.array([postal for postal, _ in found], pa.string()),
        "commune": pa.array([commune for _, commune in found], pa.string()),
    }
    pq.write_table(pa.table(columns), folder / POSTAL_CODES)


def write_former(folder: Path, former: Mapping[str, str]) -> None:
    """Codes of communes that no longer exist, and the commune each is now part of."""
    columns = {
        "code": pa.array(sorted(former), pa.string()),
        "commune": pa.array([former[code] for code in sorted(former)], pa.string()),
    }
    pq.write_table(pa.table(columns), folder / FORMER)


def write_movements(folder: Path, movements: Iterable[Movement]) -> None:
    """The movements of the file that was given; none, an empty table."""
    found = list(movements)
    columns = {
        "nature": pa.array([move.kind for move in found], pa.int16()),
        "jour": pa.array([move.day for move in found], pa.date32()),
        "avant": pa.array([move.before for move in found], pa.string()),
        "apres": pa.array([move.after for move in found], pa.string()),
        "nom_avant": pa.array([move.before_name for move in found], pa.string()),
        "nom_apres": pa.array([move.after_name for move in found], pa.string()),
    }
    pq.write_table(pa.table(columns), folder / MOVEMENTS)


def read_movements_kept(store: Path) -> tuple[Movement, ...]:
    """Those kept by the store; none in one built before, or without their file."""
    if not (store / FOLDER / MOVEMENTS).is_file():
        return ()
    columns = read_table(store, MOVEMENTS).to_pydict()
    return tuple(Movement(*row) for row in zip(*columns.values(), strict=True))


def write_report(folder: Path, report: dict) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (folder / REPORT).write_text(text + "\n", encoding="utf-8")


def read_table(store: Path, name: str) -> pa.Table:
    """One table, whole in memory. Raises TerritoryError when nothing is built yet."""
    path = store / FOLDER / name
    if not path.is_file():
        raise TerritoryError(
            f"Les territoires ne sont pas construits dans {store}\u00a0: lancer «\u00a0python -m "
            f"stats territoires --store {store}\u00a0»."
        )
    return pq.read_table(path)


def read_report(store: Path) -> dict:
    return json.loads((store / FOLDER / REPORT).read_text(encoding="utf-8"))


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value
