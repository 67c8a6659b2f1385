"""A dashboard: its sections, each with its tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from observatoire.indicators.presenters.tags import Tag
from observatoire.indicators.presenters.tile import (
    QuietTile,
    Tile,
    is_shown,
    latest_of,
    present_quiet_tile,
    present_tile,
)
from stats.catalogue import Catalogue, Dashboard, Indicator
from stats.catalogue.model import Cycle, Section
from stats.grid import Grid
from stats.territory import Level, Territory

type_key = tuple[str, str]


@dataclass(frozen=True)
class SectionView:
    """`main` holds the key indicators, `small` the others, `quiet` those without a figure."""

    theme: str
    label: str
    summary: str
    main: tuple[Tile, ...]
    small: tuple[Tile, ...]
    quiet: tuple[QuietTile, ...]


def completed(board: Dashboard, catalogue: Catalogue) -> Dashboard:
    """The board with, at the end of each section, the published indicators of its theme that it
    does not name: a new one shows as soon as its file is there."""
    named = set(board_codes(board))
    published = [one for one in catalogue.indicators.values() if one.cycle is Cycle.PUBLISHED]
    sections = tuple(
        replace(
            section,
            codes=section.codes
            + tuple(
                one.code
                for one in published
                if one.theme is section.theme and one.code not in named
            ),
        )
        for section in board.sections
    )
    return replace(board, sections=sections)


def board_codes(board: Dashboard) -> list[str]:
    return [code for section in board.sections for code in section.codes]


@dataclass(frozen=True)
class Shown:
    """For whom the tiles are: a territory, its reference, the territories of the strips; and
    the levels at which each indicator is published."""

    key: type_key
    reference: Territory
    peers: tuple[type_key, ...]
    levels: Mapping[str, frozenset[str]]


def present_sections(
    board: Dashboard, catalogue: Catalogue, grids: dict[str, Grid], shown: Shown
) -> list[SectionView]:
    """Every section of the board for one territory. Indicators keep the order of the board."""

    def tile(indicator: Indicator) -> Tile:
        return present_tile(
            indicator,
            grids[indicator.code],
            key=shown.key,
            reference=shown.reference,
            peers=shown.peers,
        )

    return [_section(section, catalogue, grids, shown, tile) for section in board.sections]


def in_order(levels: Mapping[str, frozenset[str]], code: str) -> list[str]:
    """The levels of an indicator, the smallest first."""
    held = levels.get(code, frozenset())
    return [str(level) for level in Level if level in held]


def tags_explained(sections: Iterable[SectionView]) -> list[Tag]:
    """Each label that some tile carries, once, with its explanation: no one has to hover."""
    tiles = [tile for section in sections for tile in (*section.main, *section.small)]
    return sorted({tag for tile in tiles for tag in tile.tags}, key=lambda tag: tag.label)


def _section(
    section: Section,
    catalogue: Catalogue,
    grids: dict[str, Grid],
    shown: Shown,
    tile: Callable[[Indicator], Tile],
) -> SectionView:
    indicators = [catalogue.indicators[code] for code in section.codes]
    latest = {one.code: latest_of(grids[one.code], shown.key) for one in indicators}
    held = [one for one in indicators if latest[one.code] and is_shown(latest[one.code])]
    waiting = [one for one in indicators if one not in held]
    return SectionView(
        theme=str(section.theme),
        label=section.theme.label,
        summary=f"{len(held)} chiffre{'s' if len(held) > 1 else ''}, {len(waiting)} en attente",
        main=tuple(tile(one) for one in held if one.key),
        small=tuple(tile(one) for one in held if not one.key),
        quiet=tuple(
            present_quiet_tile(one, grids[one.code], shown.key, in_order(shown.levels, one.code))
            for one in waiting
        ),
    )
