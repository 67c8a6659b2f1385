"""The store: immutable files as the record, a derived file to read fast, one fingerprint."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from stats.observation import Observation
from stats.statuses import join_marks
from stats.store.derived import STATUSES
from stats.store.manifest import Entry, Import, ImportedFile, Record
from stats.store.plan import plan_publication
from stats.store.revisions import number_revisions, read_rows
from stats.store.snapshot import Opener, Selection, Snapshot
from stats.store.table import SCHEMA, RefusedError, content_hash, observation_table

type_territory = str | tuple[str, str]
GROUP = 2**17  # rows; what DuckDB reads at once is a little less


class Store:
    """A directory that holds territories and observations.

    Writing: `publish` and `undo` are whole or nothing, whenever the process is killed, and one
    writer at a time. Reading is safe from any number of threads and processes, also while another
    publishes: a reader sees the store before or after, never between.

    Among live imports, the last wins for one (indicator, level, territory, period, revision); the
    highest revision of a key is its current value.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._record = Record(self.path)
        self._opener = Opener(self._record)

    @property
    def fingerprint(self) -> str:
        """20 hexadecimal digits: the cache key and the ETag of all that the store gives."""
        return self._record.fingerprint()

    def publish(
        self,
        observations: Iterable[Observation] | pa.Table,
        *,
        source: str,
        label: str = "",
        files: Sequence[ImportedFile | Path | str] = (),
        replace: bool = False,
    ) -> Import:
        """Adds the observations and returns the import. Raises RefusedError, nothing changed.

        The identifier is derived from the source and the content: publishing again what is
        already there changes nothing and returns the same import. With `replace`, the earlier
        imports of the same source are hidden while this one lives (the whole of a source, not an
        addition to it). Revisions are numbered as `stats.store.revisions` says.
        """
        table = observation_table(observations)
        with self._record.alone():
            plan = plan_publication(self._record, table, source=source, replace=replace)
            if plan.is_live:
                return self._record.read_import(plan.identifier)
            numbered = number_revisions(table, plan.compared)
            imported = Import(
                id=plan.identifier,
                source=source,
                label=label,
                published_at=datetime.now(UTC).isoformat(timespec="seconds"),
                rows=numbered.num_rows,
                content=content_hash(numbered),
                files=tuple(_imported_file(file) for file in files),
                replaces=plan.hidden,
            )
            self._record.write_import(imported, _parquet_bytes(numbered))
            entry = Entry(plan.identifier, imported.content, plan.hidden)
            self._record.commit(plan.manifest.with_entry(entry))
        return imported

    def undo(self, identifier: str) -> Import:
        """Takes an import out; the store reads as if it had never been published.

        Raises RefusedError when there is no such import.
        """
        with self._record.alone():
            manifest = self._record.manifest()
            if manifest.find(identifier) is None:
                raise RefusedError(f"Aucun import « {identifier} » dans ce magasin.")
            self._record.commit(manifest.without(identifier))
        return self._record.read_import(identifier)

    def imports(self) -> list[Import]:
        """The live imports, oldest first."""
        return [self._record.read_import(entry.id) for entry in self._record.manifest().live]

    def recorded(self, indicators: Iterable[str], *, but: Iterable[str] = ()) -> list[pa.Table]:
        """Every revision of some indicators, straight from the record: one table an import, oldest
        first, those of the sources `but` left aside.

        For whoever computes between two publications: nothing is derived, so nothing waits.
        """
        aside = set(but)
        live = [one.id for one in self.imports() if one.source not in aside]
        return read_rows([self._record.observations_path(one) for one in live], sorted(indicators))

    def ever_published(
        self, indicators: Iterable[str], *, source: str
    ) -> tuple[list[pa.Table], list[pa.Table]]:
        """What one source ever published of some indicators: what stood until something replaced
        it, then what was undone, one table an import, each oldest first. What was read once was
        read: the file of an import stays.
        """
        found = sorted(
            (one for one in self._record.imports() if one.source == source),
            key=lambda one: (one.published_at, one.id),
        )
        kept = {entry.id for entry in self._record.manifest().entries}
        codes = sorted(indicators)
        stood, undone = (
            [self._record.observations_path(one.id) for one in found if (one.id in kept) is wanted]
            for wanted in (True, False)
        )
        return read_rows(stood, codes), read_rows(undone, codes)

    def observations(
        self,
        *,
        indicator: str | Sequence[str] = (),
        level: str | None = None,
        territories: Sequence[type_territory] = (),
        period: str | Sequence[str] = (),
        revisions: str = "current",
        only_real: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Observation]:
        """Sorted by indicator, level (smallest first), territory, period (in time), revision.

        Empty means « all ». A territory is a code, or (level, code) to mix levels. `revisions` is
        « current » or « all ». With `only_real`, what is marked « fictif » is left out.
        """
        snapshot = self._opener.snapshot()
        selection = _selection(indicator, level, territories, period, revisions, only_real)
        rows = snapshot.rows(selection, limit, offset)
        columns = [rows[name].tolist() for name in rows]
        return [_observation(snapshot, *row) for row in zip(*columns, strict=True)]

    def count(
        self,
        *,
        indicator: str | Sequence[str] = (),
        level: str | None = None,
        territories: Sequence[type_territory] = (),
        period: str | Sequence[str] = (),
        revisions: str = "current",
        only_real: bool = False,
    ) -> int:
        """How many observations the same question would give without limit."""
        selection = _selection(indicator, level, territories, period, revisions, only_real)
        return self._opener.snapshot().count(selection)

    def table(self, **question: object) -> pa.Table:
        """The same answer as `observations`, as an Arrow table: for many rows.

        Columns: those of the stored table, `libelle` and `import_id`.
        """
        snapshot = self._opener.snapshot()
        limit, offset = question.pop("limit", None), question.pop("offset", 0)
        defaults = {"indicator": (), "level": None, "territories": (), "period": ()}
        selection = _selection(**(defaults | {"revisions": "current"} | question))
        return _table(snapshot, snapshot.rows(selection, limit, offset))

    def indicators(self) -> list[str]:
        """Codes that have at least one observation."""
        return list(self._opener.snapshot().indicators)

    def periods(self, indicator: str, level: str | None = None) -> list[str]:
        """Periods with an observation of this indicator, oldest first."""
        snapshot = self._opener.snapshot()
        return snapshot.held_periods(_selection(indicator, level, (), (), "current"))

    def levels(self, indicator: str) -> list[str]:
        """Levels with an observation of this indicator, smallest first."""
        snapshot = self._opener.snapshot()
        rows = snapshot.rows(_selection(indicator, None, (), (), "current"))
        found = [snapshot.territories[number][0] for number in np.unique(rows["territory"])]
        return list(dict.fromkeys(found))

    def held_levels(self) -> dict[str, frozenset[str]]:
        """Indicator → the levels at which it has an observation; of all of them, at once."""
        return self._opener.snapshot().held_levels

    def holders(self, indicators: str | Sequence[str]) -> list[tuple[str, str]]:
        """(level, code) of the territories that have an observation of one of these indicators."""
        return self._opener.snapshot().holders(_selection(indicators, None, (), (), "current"))

    def warm(self) -> str:
        """Derives and opens what is published now, so that the first reader does not wait."""
        return self._opener.snapshot().fingerprint


def _selection(
    indicator: str | Sequence[str],
    level: str | None,
    territories: Sequence[type_territory],
    period: str | Sequence[str],
    revisions: str,
    only_real: bool = False,
) -> Selection:
    if revisions not in ("current", "all"):
        raise ValueError(f"revisions is « current » or « all », not « {revisions} ».")
    return Selection(
        indicators=_texts(indicator),
        level=None if level is None else str(level),
        territories=_texts(territories),
        periods=_texts(period),
        every_revision=revisions == "all",
        only_real=only_real,
    )


def _texts(given: str | Sequence | None) -> tuple:
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)


def _observation(
    snapshot: Snapshot,
    indicator: int,
    territory: int,
    period: int,
    revision: int,
    value: float,
    status: int,
    lower: float,
    upper: float,
    provenance: int,
) -> Observation:
    level, code, name = snapshot.territories[territory]
    origin = snapshot.provenances[provenance]
    return Observation(
        indicator=snapshot.indicators[indicator],
        level=level,
        territory=code,
        period=snapshot.periods[period],
        value=_number(value),
        status=STATUSES[status],
        marks=origin.marks,
        unit=origin.unit,
        source=origin.source,
        origin=origin.origin,
        edition=origin.edition,
        vintage=origin.vintage,
        revision=revision,
        note=origin.note,
        lower=_number(lower),
        upper=_number(upper),
        label=name,
        import_id=origin.import_id,
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _table(snapshot: Snapshot, rows: dict[str, np.ndarray]) -> pa.Table:
    territories, provenances = rows["territory"], rows["provenance"]

    def taken(values: list, numbers: np.ndarray, kind: pa.DataType | None = None) -> pa.Array:
        return pa.array(values, kind or pa.string()).take(pa.array(numbers, pa.int64()))

    def of_provenance(name: str) -> list:
        return [getattr(provenance, name) for provenance in snapshot.provenances]

    return pa.table(
        {
            "indicateur": taken(snapshot.indicators, rows["indicator"]),
            "territoire": taken([code for _, code, _ in snapshot.territories], territories),
            "libelle": taken([name for _, _, name in snapshot.territories], territories),
            "niveau": taken([level for level, _, _ in snapshot.territories], territories),
            "periode": taken(snapshot.periods, rows["period"]),
            "valeur": pa.array(rows["value"], pa.float64(), from_pandas=True),
            "statut": taken([str(status) for status in STATUSES], rows["status"]),
            "marques": taken([join_marks(p.marks) for p in snapshot.provenances], provenances),
            "unite": taken(of_provenance("unit"), provenances),
            "source": taken(of_provenance("source"), provenances),
            "millesime": taken(of_provenance("vintage"), provenances, pa.int32()),
            "revision": pa.array(rows["revision"], pa.int32()),
            "origine": taken(of_provenance("origin"), provenances),
            "edition": taken(of_provenance("edition"), provenances),
            "note": taken(of_provenance("note"), provenances),
            "borne_basse": pa.array(rows["lower"], pa.float64(), from_pandas=True),
            "borne_haute": pa.array(rows["upper"], pa.float64(), from_pandas=True),
            "import_id": taken(of_provenance("import_id"), provenances),
        }
    )


def _imported_file(file: ImportedFile | Path | str) -> ImportedFile:
    if isinstance(file, ImportedFile):
        return file
    path = Path(file)
    content = path.read_bytes()
    return ImportedFile(path.name, hashlib.sha256(content).hexdigest(), len(content))


def _parquet_bytes(table: pa.Table) -> bytes:
    """In groups of rows small enough for a reader to skip those of other indicators."""
    buffer = io.BytesIO()
    pq.write_table(
        table,
        buffer,
        compression="zstd",
        row_group_size=GROUP,
        use_dictionary=[field.name for field in SCHEMA if field.type == pa.string()],
        write_statistics=["indicateur", "niveau", "periode"],
        store_schema=False,
    )
    return buffer.getvalue()
