"""How features meet without importing one another.

Each app fills this registry from its `apps.py`; every layer reads it. Objects are named by
`Ref(kind, key)` and found again through the resolver of their kind. What is registered is a
function, called when the answer is needed, never a value computed at the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

EVENT, STUDY, LETTER, NOTE = "Événement", "Étude", "Lettre", "Note de conjoncture"


@dataclass(frozen=True)
class Ref:
    """The name of an object anywhere in the platform."""

    kind: str
    key: str


@dataclass(frozen=True)
class Card:
    """What home, agenda, feeds and the letter show of an object.

    `kind` is the word shown; the portal gathers those of `EVENT`, `STUDY`, `LETTER` and `NOTE`.
    `date` is when the thing happens, `published_at` when it was made known. A card with a `group`
    is shown to that group alone; with `is_zoom`, its feature wants the letter to dwell on it.
    """

    ref: Ref
    title: str
    address: str
    kind: str
    summary: str = ""
    date: datetime | None = None
    published_at: datetime | None = None
    themes: tuple[str, ...] = ()
    territories: tuple[tuple[str, str], ...] = ()
    group: str = ""
    visibility: str = "public"
    is_zoom: bool = False


@dataclass(frozen=True)
class Todo:
    """One line of the desk: an object, a reason, one action (its word and where it is done).

    With `rights` (« app.codename »), it is for whoever holds one of them.
    """

    ref: Ref
    title: str
    reason: str
    address: str
    due: date | None = None
    weight: int = 0
    waits_for_others: bool = False
    action: str = "Ouvrir"
    rights: tuple[str, ...] = ()


@dataclass(frozen=True)
class Light:
    """The health of one part, in words; `state` is « bon », « attention » or « panne ».

    `asks`: what this health asks of those who hold its rights, known from the same reading.
    """

    label: str
    state: str
    sentence: str
    asks: tuple[Todo, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A block that a feature gives to a page that is not its own, with the files it needs there.

    The block is laid between the edges of the window: it brings its own container.
    """

    template: str
    context: dict
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchDraft:
    """What an object wants found; the base normalises and stores it."""

    ref: Ref
    title: str
    address: str
    kind: str
    summary: str = ""
    body: str = ""
    date: date | None = None
    group: str = ""
    for_partners: bool = False
    weight: float = 1.0


# The headings of the main menu. A public menu holds in one line: what is added goes under one.
SECTIONS = {
    "chiffres": "Chiffres et territoires",
    "ressources": "Ressources",
    "rendez_vous": "Rendez-vous",
    "participer": "Participer",
}


@dataclass(frozen=True)
class MenuEntry:
    """A line of the main menu; under the heading of its section when it names one of `SECTIONS`."""

    label: str
    address: str
    order: int
    children: tuple[MenuEntry, ...] = ()
    section: str = ""


@dataclass(frozen=True)
class PersonalData:
    """How an app shows, exports and erases what it holds of a person.

    `purpose` and `kept` (why, how long) are sentences of the register of processing. `addresses`
    lists the addresses held and since when, so that an erasure is done again after a restore;
    `purge` takes away, at an hour, what has been kept long enough.
    """

    label: str
    model: str
    fields: tuple[str, ...]
    export: Callable[[str], list[dict]]
    erase: Callable[[str], int]
    purpose: str = ""
    kept: str = ""
    addresses: Callable[[], Iterable[tuple[str, datetime]]] | None = None
    purge: Callable[[datetime], int] | None = None


@dataclass(frozen=True)
class Job:
    """A recurring work: what to do, and how often. Doing it twice changes nothing."""

    run: Callable[[], object]
    every: timedelta


@dataclass(frozen=True)
class Notice:
    """What someone must be told, in sentences; who sends it draws it in its own manner.

    `link` is a word and an address. A link that opens what is personal makes the notice secret.
    """

    to: str
    subject: str
    sentences: tuple[str, ...]
    link: tuple[str, str] | None = None
    is_secret: bool = False


@dataclass(frozen=True)
class Saying:
    """What the figures say of an object in a place, in one sentence of the engine's own."""

    sentence: str
    period: str
    address: str


@dataclass(frozen=True)
class Movement:
    """A figure that has just moved beyond what it usually does; `territory` is « niveau:code »."""

    ref: Ref
    territory: str
    period: str
    sentence: str
    address: str


@dataclass(frozen=True)
class Becoming:
    """What an idea may become in a feature, and how.

    `fits(owner)`: whether it is offered for a call of that owner (None: nobody's). `make(by, idea)`
    makes the object from the idea's name and returns its own: a link, never a copy kept in step.
    With `targets(person, owner)`, one is chosen among what it gives (key, words), and handed to
    `make` as `target`; nothing to choose from, nothing is offered.
    """

    label: str
    may: Callable[..., bool]
    fits: Callable[[Ref | None], bool]
    make: Callable[..., Ref]
    targets: Callable[..., Iterable[tuple[str, str]]] | None = None


@dataclass
class Registry:
    """The tables; each `register_…` refuses a second entry of the same name."""

    cards: dict[str, Callable[..., Iterable[Card]]] = field(default_factory=dict)
    todos: dict[str, Callable[..., Iterable[Todo]]] = field(default_factory=dict)
    lights: dict[str, Callable[[], Light]] = field(default_factory=dict)
    panels: dict[tuple[str, str], Callable[..., Panel | None]] = field(default_factory=dict)
    searchables: dict[str, Callable[[], Iterable[SearchDraft]]] = field(default_factory=dict)
    resolvers: dict[str, Callable[[str], Card | None]] = field(default_factory=dict)
    menu: dict[str, MenuEntry] = field(default_factory=dict)
    personal: dict[str, PersonalData] = field(default_factory=dict)
    rights: dict[str, Callable[[str, str], bool]] = field(default_factory=dict)
    cache_keys: dict[str, Callable[[], str]] = field(default_factory=dict)
    credits: dict[str, Callable[[], list[str]]] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    readers: dict[str, Callable[..., bool]] = field(default_factory=dict)
    watches: dict[str, Callable[[Callable[[], bool]], object]] = field(default_factory=dict)
    archives: dict[str, Callable[[tuple[str, ...], str], int]] = field(default_factory=dict)
    correspondents: dict[str, Callable[[Notice], object]] = field(default_factory=dict)
    becomings: dict[str, Becoming] = field(default_factory=dict)
    callers: dict[str, Callable[[], Iterable[Card]]] = field(default_factory=dict)
    periods: dict[str, Callable[[str], str]] = field(default_factory=dict)
    themes: dict[str, Callable[[], dict[str, str]]] = field(default_factory=dict)
    sayings: dict[str, Callable[[str, str, str], Saying | None]] = field(default_factory=dict)
    movements: dict[str, Callable[[], Iterable[Movement]]] = field(default_factory=dict)
    checks: dict[str, Callable[[str, str], list[str]]] = field(default_factory=dict)
    offered: dict[str, Callable[..., Iterable[Card]]] = field(default_factory=dict)

    def register_cards(self, name: str, give: Callable[..., Iterable[Card]]) -> None:
        """`give(horizon=date)`: cards dated, or published, on that day or after it."""
        self._add(self.cards, name, give)

    def register_todos(self, name: str, give: Callable[..., Iterable[Todo]]) -> None:
        """`give(person=User)`: what this person has to do, or waits for."""
        self._add(self.todos, name, give)

    def register_light(self, name: str, give: Callable[[], Light]) -> None:
        self._add(self.lights, name, give)

    def register_panel(self, place: str, name: str, give: Callable[..., Panel | None]) -> None:
        self._add(self.panels, (place, name), give)

    def register_search(self, name: str, give: Callable[[], Iterable[SearchDraft]]) -> None:
        self._add(self.searchables, name, give)

    def register_resolver(self, kind: str, find: Callable[[str], Card | None]) -> None:
        self._add(self.resolvers, kind, find)

    def register_menu(self, name: str, entry: MenuEntry) -> None:
        self._add(self.menu, name, entry)

    def register_personal_data(self, name: str, entry: PersonalData) -> None:
        self._add(self.personal, name, entry)

    def register_right_to_receive(self, kind: str, may: Callable[[str, str], bool]) -> None:
        """`may(address, key)`: whether the owner of an address may still receive this object."""
        self._add(self.rights, kind, may)

    def register_cache_key(self, name: str, give: Callable[[], str]) -> None:
        """What, when it changes, makes every kept page stale."""
        self._add(self.cache_keys, name, give)

    def register_credits(self, name: str, give: Callable[[], list[str]]) -> None:
        """Sources and licences that the legal page must name."""
        self._add(self.credits, name, give)

    def register_job(self, name: str, run: Callable[[], object], *, every: timedelta) -> None:
        """A recurring work, started by a row of `Schedule` of that name."""
        self._add(self.jobs, name, Job(run, every))

    def register_watch(self, name: str, run: Callable[[Callable[[], bool]], object]) -> None:
        """What cannot wait for a task to end: `run(stopped)` every two seconds, beside them.

        It returns when there is nothing left to do, or soon after `stopped()` becomes true.
        """
        self._add(self.watches, name, run)

    def register_archives(self, name: str, rename: Callable[[tuple[str, ...], str], int]) -> None:
        """Public archives (minutes): `rename(names, function)` puts a function where a name was.

        They are never deleted; the number of documents changed is returned.
        """
        self._add(self.archives, name, rename)

    def register_reader(self, name: str, may: Callable[..., bool]) -> None:
        """`may(person, collection)`: whether someone may read the files of a collection."""
        self._add(self.readers, name, may)

    def register_correspondent(self, kind: str, send: Callable[[Notice], object]) -> None:
        """`send(notice)` for what belongs to objects of a kind; « » is for what nobody owns."""
        self._add(self.correspondents, kind, send)

    def register_becoming(self, name: str, offer: Becoming) -> None:
        self._add(self.becomings, name, offer)

    def register_caller(self, kind: str, give: Callable[[], Iterable[Card]]) -> None:
        """Objects of a kind that are being prepared: a call for ideas may serve one of them."""
        self._add(self.callers, kind, give)

    def tell(self, kind: str, notice: Notice) -> None:
        """Have a notice sent by who owns its object, or else by who sends for nobody."""
        self.correspondents.get(kind, self.correspondents[""])(notice)

    def register_latest_period(self, kind: str, give: Callable[[str], str]) -> None:
        """`give(key)`: the last period that an object of this kind has figures for, or nothing."""
        self._add(self.periods, kind, give)

    def latest_period(self, ref: Ref) -> str:
        """« 2023 »; nothing when the object, or its kind, gives no period."""
        give = self.periods.get(ref.kind)
        return give(ref.key) if give else ""

    def register_themes(self, name: str, give: Callable[[], dict[str, str]]) -> None:
        """`give()`: the words of the themes that cards name by their key, in their order."""
        self._add(self.themes, name, give)

    def theme_names(self) -> dict[str, str]:
        return {key: name for give in self.themes.values() for key, name in give().items()}

    def register_saying(self, kind: str, give: Callable[[str, str, str], Saying | None]) -> None:
        """`give(key, level, code)`: what is known there; without a place, in the whole region."""
        self._add(self.sayings, kind, give)

    def saying(self, ref: Ref, level: str = "", code: str = "") -> Saying | None:
        give = self.sayings.get(ref.kind)
        return give(ref.key, level, code) if give else None

    def register_movements(self, name: str, give: Callable[[], Iterable[Movement]]) -> None:
        self._add(self.movements, name, give)

    def register_check(self, kind: str, check: Callable[[str, str], list[str]]) -> None:
        """`check(key, text)`: what is wrong with the file of an object, in sentences."""
        self._add(self.checks, kind, check)

    def register_offered_studies(self, name: str, give: Callable[..., Iterable[Card]]) -> None:
        """`give(group=slug)`: studies that partners gave and that this group may read."""
        self._add(self.offered, name, give)

    def offered_studies(self, group: str) -> list[Card]:
        return [card for give in self.offered.values() for card in give(group=group)]

    def faults(self, ref: Ref, text: str) -> list[str]:
        check = self.checks.get(ref.kind)
        return check(ref.key, text) if check else []

    def may_read(self, person, collection) -> bool:
        """Every app must allow it."""
        return all(may(person, collection) for may in self.readers.values())

    def resolve(self, ref: Ref) -> Card | None:
        """The card of an object, or None when the object, or its kind, is not there."""
        find = self.resolvers.get(ref.kind)
        return find(ref.key) if find else None

    def panels_of(self, place: str, **context) -> list[Panel]:
        """The panels that features give to a place, in the order of their names."""
        given = (
            give(**context) for (where, _), give in sorted(self.panels.items()) if where == place
        )
        return [panel for panel in given if panel is not None]

    def menu_entries(self) -> list[MenuEntry]:
        """The lines of the menu one by one, whatever their section."""
        return sorted(self.menu.values(), key=lambda entry: entry.order)

    def menu_tree(self) -> list[MenuEntry]:
        """The menu as it is shown: a section stands where its first line would.

        A section that holds one line is that line: nobody opens a list to find one address.
        """
        shown: dict[str, list[MenuEntry]] = {}
        for entry in self.menu_entries():
            shown.setdefault(entry.section or entry.address, []).append(entry)
        return [
            MenuEntry(SECTIONS[name], "", held[0].order, tuple(held)) if len(held) > 1 else held[0]
            for name, held in shown.items()
        ]

    @staticmethod
    def _add(table: dict, name, value) -> None:
        if name in table and table[name] is not value:
            raise ValueError(f"Le registre contient déjà « {name} ».")
        table[name] = value


registry = Registry()
