"""What a visitor asks of the census, and which places answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import numpy as np

from observatoire.base.french import normalise
from observatoire.food_aid.opening.recurrence import PARIS
from observatoire.food_aid.queries.atlas import (
    DIET_BIT,
    GIVING_BITS,
    KIND_BIT,
    PUBLIC_BIT,
    REFERRAL,
    Atlas,
)
from observatoire.food_aid.queries.ground import Commune, commune_named

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOMENTS = {"matin": (0, 720), "apres-midi": (720, 1080), "soir": (1080, 1440)}
AROUND = (5, 10, 20, 40)
ALONE = ("kind", "public", "diet", "day", "moment", "referral")


@dataclass(frozen=True)
class Question:
    """`place` is a commune, never a position; what is not understood asks for nothing."""

    words: str = ""
    place: str = ""
    around: int = 10
    is_open: bool = False
    day: str = ""
    moment: str = ""
    kind: str = ""
    public: str = ""
    diet: str = ""
    referral: str = ""
    commune: Commune | None = field(default=None, compare=False)

    @classmethod
    def of(cls, given) -> Question:
        around = given.get("rayon", "")
        place = given.get("commune", "").strip()[:120]
        return cls(
            words=given.get("q", "").strip()[:120],
            place=place,
            around=int(around) if around in map(str, AROUND) else 10,
            is_open=given.get("ouvert") == "oui",
            day=_among(given.get("jour"), DAYS),
            moment=_among(given.get("moment"), MOMENTS),
            kind=_among(given.get("sorte"), KIND_BIT),
            public=_among(given.get("public"), PUBLIC_BIT),
            diet=_among(given.get("regime"), DIET_BIT),
            referral=_among(given.get("orientation"), ("sans", "avec")),
            commune=commune_named(place) if place else None,
        )

    def address(self, **changed) -> str:
        named = {
            "q": self.words,
            "commune": self.place,
            "rayon": self.around if self.place and self.around != 10 else "",
            "ouvert": "oui" if self.is_open else "",
            "jour": self.day,
            "moment": self.moment,
            "sorte": self.kind,
            "public": self.public,
            "regime": self.diet,
            "orientation": self.referral,
        } | changed
        return urlencode({key: value for key, value in named.items() if value})

    @property
    def is_empty(self) -> bool:
        return not self.address()


def _among(value, allowed) -> str:
    return value if value in allowed else ""


@dataclass(frozen=True)
class Answer:
    """Rows of the atlas, nearest or by name; `unknown`: how many may be open, nobody knows."""

    rows: np.ndarray
    states: np.ndarray
    kilometres: np.ndarray | None
    unknown: int = 0


def answer(question: Question, atlas: Atlas, now: datetime) -> Answer:
    wanted = _services(question, atlas)
    keep = atlas.with_services(wanted)
    if not question.kind:
        keep &= atlas.is_food
    if question.words:
        words = normalise(question.words).split()
        keep &= np.array([all(w in text for w in words) for text in atlas.searched], dtype=bool)
    states = atlas.states(now, wanted)
    distances = None
    if question.place:
        if question.commune is None or question.commune.centre is None:
            return Answer(np.array([], dtype=int), states, None)
        distances = kilometres(atlas, question.commune.centre)
        keep &= distances <= question.around
    if question.day or question.moment:
        keep &= _during(question, atlas, now, wanted)
    unknown = 0
    if question.is_open:
        unknown = int((keep & (states == 1)).sum())
        keep &= states == 2
    rows = np.flatnonzero(keep)
    if distances is not None:
        rows = rows[np.argsort(distances[rows], kind="stable")]
    return Answer(rows, states, distances, unknown)


def _services(question: Question, atlas: Atlas) -> np.ndarray:
    """The services wanted: by default all, shown only where the source says it is food aid."""
    wanted = np.ones(len(atlas.service_place), dtype=bool)
    if question.kind:
        wanted &= (atlas.service_kind & KIND_BIT[question.kind]) > 0
    if question.public:  # who is not named is welcome too, unless a service names others
        named = atlas.service_public
        wanted &= (named == 0) | ((named & PUBLIC_BIT[question.public]) > 0)
    if question.diet:
        wanted &= (atlas.service_diet & DIET_BIT[question.diet]) > 0
    if question.referral == "sans":
        wanted &= (atlas.service_access & REFERRAL) == 0
    elif question.referral == "avec":
        wanted &= (atlas.service_access & REFERRAL) > 0
    return wanted


def _during(question: Question, atlas: Atlas, now: datetime, wanted: np.ndarray) -> np.ndarray:
    today = now.astimezone(PARIS).date()
    start, end = MOMENTS.get(question.moment, (0, 1440))
    return atlas.open_during(next_day(today, question.day), start, end, wanted)


def next_day(today: date, name: str) -> date:
    """The next such day, today included; today when no day is named."""
    if not name:
        return today
    return today + timedelta(days=(DAYS.index(name) - today.weekday()) % 7)


def kilometres(atlas: Atlas, centre: tuple[float, float]) -> np.ndarray:
    """As the crow flies; infinite where a place has no coordinates."""
    up = (atlas.latitude - centre[0]) * 111.132
    along = (atlas.longitude - centre[1]) * 111.320 * np.cos(np.radians(centre[0]))
    return np.nan_to_num(np.hypot(up, along), nan=np.inf)


def giving(atlas: Atlas) -> np.ndarray:
    """The services that give something to eat, at places whose source says so."""
    return ((atlas.service_kind & GIVING_BITS) > 0) & atlas.is_food[atlas.service_place]
