"""One published figure: what was counted, where, when, and what must be known to read it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from stats.statuses import Mark, Status


@dataclass(frozen=True, slots=True)
class Observation:
    """A value, or the reason why there is none, for one indicator, territory and period.

    `value` is in the indicator's `unit` and is given if, and only if, `status` is VALUE: a secret
    can therefore not travel inside an observation. `lower` and `upper` bound a censored or
    incomplete value when they are known. `source` is the citation a reader sees, `origin` the key
    of the source in the catalogue, `edition` the publication the value comes from (two territories
    are compared only within one indicator, period and edition), `vintage` the year of the
    geography. `revision` counts from 1, the highest being current; 0 means « not stated »: the
    store numbers it when it publishes. `label` and `import_id` are filled by the store on reading.
    """

    indicator: str
    level: str
    territory: str
    period: str
    value: float | None = None
    status: Status = Status.VALUE
    marks: frozenset[Mark] = frozenset()
    unit: str = ""
    source: str = ""
    origin: str = ""
    edition: str = ""
    vintage: int | None = None
    revision: int = 0
    note: str = ""
    lower: float | None = None
    upper: float | None = None
    label: str = ""
    import_id: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError when value and status contradict each other."""
        if self.status is Status.VALUE:
            if self.value is None or not math.isfinite(self.value):
                raise ValueError(f"{self.name} : le statut « valeur » demande un nombre.")
        elif self.value is not None:
            raise ValueError(f"{self.name} : le statut « {self.status} » interdit un nombre.")

    @property
    def key(self) -> tuple[str, str, str, str]:
        """(indicator, level, territory, period): with the revision, unique in a store."""
        return (self.indicator, self.level, self.territory, self.period)

    @property
    def name(self) -> str:
        """« TX_PAUV60, departement 44, 2020 »: names the observation in a message."""
        return f"{self.indicator}, {self.level} {self.territory}, {self.period}"

    @property
    def known(self) -> bool:
        return self.status is Status.VALUE
