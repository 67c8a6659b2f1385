"""The engine beside bare tools, in the same run: a national file, and questions to the store.

Called by `make bench`. The file has the size and the shape of Insee's for all the communes of
France; its numbers are drawn at random and never leave the temporary folder.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from stats.catalogue import load_catalogue
from stats.sources import checked, read
from stats.store import Store

CATALOGUE = Path(__file__).resolve().parents[1] / "catalogue"
COMMUNES = 35_000
COLUMNS = (
    "NBMENFISC21 NBPERSMENFISC21 MED21 PIMP21 TP6021 TP60AGE121 TP60AGE221 TP60AGE321 TP60AGE421 "
    "TP60AGE521 TP60AGE621 TP60TOL121 TP60TOL221 PACT21 PTSA21 PCHO21 PBEN21 PPEN21 PPAT21 "
    "PPSOC21 PPFAM21 PPMINI21 PPLOGT21 PIMPOT21 D121 D921 RD21"
).split()
RUNS = 3


def measures() -> dict[str, dict]:
    """Results by name; `peer` is the bare tool's time for the same work."""
    with tempfile.TemporaryDirectory(prefix="observatoire-bench-") as folder:
        path = national_file(Path(folder))
        found = {"fichier_national/pandas": national(path, Path(folder))}
        store = Store(Path(folder) / "magasin-0")
        return found | questions(store, Path(folder))


def national_file(folder: Path) -> Path:
    """35,000 communes × 27 columns and their code, as the producer writes them."""
    drawn = random.Random(2021)
    lines = ["CODGEO;" + ";".join(COLUMNS)]
    for number in range(COMMUNES):
        code = f"{1 + number // 400:02}{1 + number % 400:03}"
        cells = [
            "s" if drawn.random() < 0.3 else f"{drawn.uniform(5, 60):.1f}".replace(".", ",")
            for _ in COLUMNS
        ]
        lines.append(f"{code};" + ";".join(cells))
    path = folder / "cc_filosofi_2021_COM.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def national(path: Path, folder: Path) -> dict:
    """Read, checked and published, beside a bare reading by pandas.

    The peer reads the same file in its own dialect and stops there: 35,000 rows of numbers, where
    « s » and « nd » have become the same absence. Ours ends with 945,000 observations, each with
    its status, source and edition, compared, numbered, hashed, and safe on the disk.
    """
    catalogue = load_catalogue(CATALOGUE)

    def ours(run: int) -> None:
        store = Store(folder / f"magasin-{run}")
        table, report = read("insee_filosofi", [path], catalogue)
        report = checked(report, table, store, catalogue)
        assert report.sound, report.summary
        store.publish(table, source="insee_filosofi")

    def peer(run: int) -> None:
        pd.read_csv(path, sep=";", decimal=",", dtype={"CODGEO": str}, na_values=["s", "nd"])

    return beside(ours, peer, unit="s", scale=1, runs=RUNS)


def questions(store: Store, folder: Path) -> dict[str, dict]:
    """A national map and a profile: the store beside DuckDB on the bare Parquet file."""
    store.warm()
    files = str(folder / "magasin-0" / "observations" / "*.parquet")
    bare = duckdb.connect()
    bare.execute("create table fait as select * from read_parquet(?)", [files])

    def ask(where: str, value: str) -> Callable[[int], None]:
        query = f"select territoire, valeur, statut from fait where {where} = ?"
        return lambda run: bare.execute(query, [value]).to_arrow_table()

    return {
        "carte_nationale/duckdb": beside(
            lambda run: store.table(indicator="TX_PAUV60", level="commune"),
            ask("indicateur", "TX_PAUV60"),
        ),
        "profil/duckdb": beside(
            lambda run: store.table(territories=[("commune", "44109")]),
            ask("territoire", "44109"),
        ),
    }


def beside(
    ours: Callable[[int], None],
    peer: Callable[[int], None],
    *,
    unit: str = "ms",
    scale: float = 1000,
    runs: int = 15,
) -> dict:
    """Medians of alternate runs, so that what slows the machine slows both."""
    times: dict[str, list[float]] = {"ours": [], "peer": []}
    for run in range(runs):
        for name, work in (("ours", ours), ("peer", peer)):
            start = time.perf_counter()
            work(run)
            times[name].append(scale * (time.perf_counter() - start))
    mine, other = (statistics.median(times[name]) for name in ("ours", "peer"))
    return {
        "ours": round(mine, 3),
        "peer": round(other, 3),
        "ratio": round(other / mine, 3),
        "unit": unit,
        "n": runs,
    }
