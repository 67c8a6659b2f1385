"""A dashboard: its sections, each with its tiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from observatoire.indicators.presenters.tile import (
    QuietTile,
    Tile,
    is_shown,
    latest_of,
    present_quiet_tile,
    present_tile,
)
from stats.catalogue import Catalogue, Dashboard, Indicator
from stats.catalogue.model import Section
from stats.grid import Grid
from stats.territory import Territory

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


def board_codes(board: Dashboard) -> list[str]:
    return [code for section in board.sections for code in section.codes]


@dataclass(frozen=True)
class Shown:
    """For whom the tiles are: a territory, its reference, and the territories of the strips."""

    key: type_key
    reference: Territory
    peers: tuple[type_key, ...]


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
        quiet=tuple(present_quiet_tile(one, grids[one.code], shown.key) for one in waiting),
    )
