"""What a source never publishes below: at the floor, a number says « that much, or less ».

Filosofi writes 5 for every communal rate of 5 % or less. Kept as numbers, such fives would be
compared, ranked and averaged; read here as bounds, they are what they are everywhere after.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from stats.catalogue.model import Floor, Indicator
from stats.observation import Observation
from stats.statuses import Status
from stats.store.texts import canonical, from_ranks, ranks_of, texts_of


def with_floors(
    given: Sequence[Observation] | pa.Table, indicators: Mapping[str, Indicator]
) -> Sequence[Observation] | pa.Table:
    """The same observations, those at or under the floor of their indicator being bounds."""
    floors = {code: one.floor for code, one in indicators.items() if one.floor}
    if isinstance(given, pa.Table):
        return _of_table(given, floors)
    return [
        _bounded(one, floors[one.indicator].value) if is_at_floor(one, indicators) else one
        for one in given
    ]


def is_at_floor(one: Observation, indicators: Mapping[str, Indicator]) -> bool:
    """Whether this number is the floor, and so only an upper bound."""
    described = indicators.get(one.indicator)
    floor = described.floor if described else None
    return bool(floor and one.known and one.level in floor.levels and one.value <= floor.value)


def _bounded(one: Observation, value: float) -> Observation:
    return replace(one, value=None, status=Status.CENSORED, upper=value)


def _of_table(table: pa.Table, floors: Mapping[str, Floor]) -> pa.Table:
    """Column by column: a national file is a million rows."""
    columns = pa.table(
        {name: canonical(table[name]) for name in ("indicateur", "niveau", "statut")}
    )
    met = floors.keys() & set(texts_of(columns["indicateur"]))
    values = table["valeur"].to_numpy(zero_copy_only=False)
    limits = np.full(table.num_rows, np.nan)
    for code in met:
        held = _is(columns["indicateur"], {code}) & _is(columns["niveau"], floors[code].levels)
        limits[held] = floors[code].value
    at_floor = (values <= limits) & _is(columns["statut"], {Status.VALUE})
    if not at_floor.any():
        return table
    statuses = texts_of(columns["statut"])
    ranks = np.where(at_floor, len(statuses), ranks_of(columns["statut"])).astype(np.int32)
    upper = table["borne_haute"].to_numpy(zero_copy_only=False)
    for name, column in (
        ("valeur", pa.array(np.where(at_floor, np.nan, values), from_pandas=True)),
        ("statut", from_ranks(ranks, [*statuses, str(Status.CENSORED)])),
        ("borne_haute", pa.array(np.where(at_floor, limits, upper), from_pandas=True)),
    ):
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def _is(column: pa.ChunkedArray, wanted: Collection[str]) -> np.ndarray:
    """Whether each text is one of those wanted."""
    return np.array([text in wanted for text in texts_of(column)], bool)[ranks_of(column)]
