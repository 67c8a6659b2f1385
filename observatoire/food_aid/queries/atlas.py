"""All the places at once, in columns: kept in each process as long as nothing was published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from json import dumps

import numpy as np

from observatoire.base.french import normalise
from observatoire.base.models import Generation
from observatoire.food_aid.models import Place, Service
from observatoire.food_aid.opening import Timetable, spans_of_day
from observatoire.food_aid.opening.recurrence import PARIS
from observatoire.food_aid.queries.ground import communes
from observatoire.food_aid.words import DIETS, GIVING, KIND, PUBLICS

STATES = ("ferme", "inconnu", "ouvert")
KIND_BIT = {code: 1 << n for n, (code, _) in enumerate(KIND)}
PUBLIC_BIT = {code: 1 << n for n, (code, _) in enumerate(PUBLICS)}
DIET_BIT = {code: 1 << n for n, (code, _) in enumerate(DIETS)}
GIVING_BITS = sum(KIND_BIT[one] for one in GIVING)
UNCONDITIONAL, WITHOUT_REFERRAL, REFERRAL = 1, 2, 4
DAY = 1440


@dataclass
class Atlas:
    """One row a place, one row a service; a distinct timetable is worked out once a day."""

    keys: list
    slugs: list[str]
    names: list[str]
    searched: list[str]
    communes: np.ndarray
    commune_names: list[str]
    latitude: np.ndarray
    longitude: np.ndarray
    is_food: np.ndarray
    verified: np.ndarray
    service_place: np.ndarray
    service_table: np.ndarray
    service_kind: np.ndarray
    service_public: np.ndarray
    service_diet: np.ndarray
    service_access: np.ndarray
    tables: list[Timetable]
    days: dict[date, tuple[np.ndarray, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def spans(self, day: date) -> tuple[np.ndarray, ...]:
        """(table, opens, closes, sure) of a day; a few days are kept."""
        if day not in self.days:
            found = [
                (number, span.opens, span.closes, span.is_sure)
                for number, table in enumerate(self.tables)
                for span in spans_of_day(table, day)
            ]
            columns = np.array(found, dtype=np.int32).reshape(len(found), 4).T
            if len(self.days) > 9:
                self.days.clear()
            self.days[day] = tuple(columns)
        return self.days[day]

    def table_states(self, now: datetime) -> np.ndarray:
        """Of each timetable at an instant: 0 closed, 1 unknown, 2 open."""
        local = now.astimezone(PARIS)
        day, minute = local.date(), local.hour * 60 + local.minute
        found = np.array([0 if one.is_known else 1 for one in self.tables], dtype=np.int8)
        shut = [any(s.start <= day <= s.end for s in one.shut) for one in self.tables]
        for back in (0, 1):
            table, opens, closes, sure = self.spans(day - timedelta(days=back))
            running = (opens <= minute + back * DAY) & (minute + back * DAY < closes)
            np.maximum.at(found, table[running], np.where(sure[running], 2, 1).astype(np.int8))
        found[np.array(shut, dtype=bool)] = 0
        return found

    def states(self, now: datetime, services: np.ndarray | None = None) -> np.ndarray:
        """Of each place: the best of its services (of those wanted)."""
        of_services = self.table_states(now)[self.service_table]
        if services is not None:
            of_services = np.where(services, of_services, 0)
        found = np.zeros(len(self), dtype=np.int8)
        np.maximum.at(found, self.service_place, of_services)
        return found

    def open_during(self, day: date, start: int, end: int, services: np.ndarray) -> np.ndarray:
        """Places where a wanted service is surely open at some minute of a part of a day."""
        table, opens, closes, sure = self.spans(day)
        hit = np.zeros(len(self.tables), dtype=bool)
        hit[table[(opens < end) & (closes > start) & (sure > 0)]] = True
        found = np.zeros(len(self), dtype=bool)
        found[self.service_place[services & hit[self.service_table]]] = True
        return found

    def with_services(self, services: np.ndarray) -> np.ndarray:
        found = np.zeros(len(self), dtype=bool)
        found[self.service_place[services]] = True
        return found


def atlas(*, partners: bool = False) -> Atlas:
    return _atlas(Generation.current(), partners)


@lru_cache(maxsize=3)
def _atlas(generation: int, partners: bool) -> Atlas:
    rows = Place.objects.kept() if partners else Place.objects.public()
    return build(rows)


def build(rows) -> Atlas:
    columns = "id slug name commune commune_name latitude longitude is_food_aid verified_on hours"
    found = list(
        rows.order_by("name", "id").values_list(
            *columns.split(), "hides_address", "structure__name"
        )
    )
    number_of = {one[0]: n for n, one in enumerate(found)}
    tables: dict[str, int] = {}
    kept: list[Timetable] = []

    def table(record: dict) -> int:
        text = dumps(record, sort_keys=True)
        if text not in tables:
            tables[text] = len(kept)
            kept.append(Timetable.of_record(record))
        return tables[text]

    services = _services(rows, number_of, found, table)
    spots = [_spot(one) for one in found]
    return Atlas(
        keys=[one[0] for one in found],
        slugs=[one[1] for one in found],
        names=[one[2] for one in found],
        searched=[normalise(f"{one[2]} {one[11]} {one[4]}") for one in found],
        communes=np.array([one[3] for one in found], dtype="U5"),
        commune_names=[one[4] for one in found],
        latitude=np.array([spot[0] for spot in spots], dtype=float),
        longitude=np.array([spot[1] for spot in spots], dtype=float),
        is_food=np.array([one[7] for one in found], dtype=bool),
        verified=np.array([one[8].toordinal() if one[8] else 0 for one in found], dtype=int),
        service_place=np.array([one[0] for one in services], dtype=np.int32),
        service_table=np.array([one[1] for one in services], dtype=np.int32),
        service_kind=np.array([one[2] for one in services], dtype=np.int32),
        service_public=np.array([one[3] for one in services], dtype=np.int32),
        service_diet=np.array([one[4] for one in services], dtype=np.int32),
        service_access=np.array([one[5] for one in services], dtype=np.int32),
        tables=kept,
    )


def _services(rows, number_of, places, table) -> list[tuple]:
    found = Service.objects.filter(place__in=rows.values("pk")).order_by("place_id", "pk")
    columns = "place_id hours kind publics diets access needs_referral"
    return [
        (
            number_of[place],
            table(hours or places[number_of[place]][9]),
            KIND_BIT.get(kind, 0),
            _bits(publics, PUBLIC_BIT),
            _bits(diets, DIET_BIT),
            (UNCONDITIONAL if access == "inconditionnel" else 0)
            | {True: REFERRAL, False: WITHOUT_REFERRAL, None: 0}[referral],
        )
        for place, hours, kind, publics, diets, access, referral in found.values_list(
            *columns.split()
        )
        if place in number_of
    ]


def _bits(codes: Iterable[str], bits: dict[str, int]) -> int:
    return sum(bits.get(one, 0) for one in set(codes))


def _spot(row) -> tuple[float, float]:
    """Where a place is shown: a hidden address never gives more than its commune."""
    latitude, longitude = row[5], row[6]
    if row[10] or latitude is None:
        known = communes().get(row[3])
        return known.centre if known and known.centre else (np.nan, np.nan)
    return latitude, longitude
