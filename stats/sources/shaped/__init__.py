"""Files of a known shape, read as the key `lecture` of their source says. No code per file."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from stats.catalogue.lecture import Reading, reading_of
from stats.catalogue.model import Catalogue
from stats.sources.opening import FileFault, Table, open_file
from stats.sources.report import Refusal, Report, TableReport
from stats.sources.shaped.account import Account
from stats.sources.shaped.blocks import arrow_table
from stats.sources.shaped.cells import (
    refuse_doubles,
    refuse_formulas,
    refuse_shifted,
    refuse_unknown_status,
)
from stats.sources.shaped.choosing import is_known, parts, set_aside
from stats.sources.shaped.conflicts import settle
from stats.sources.shaped.observing import observe
from stats.sources.shaped.parts import OpenPart, file_period, list_unmatched, open_part
from stats.words import typeset


def read_shaped(
    source: str,
    files: Sequence[Path],
    catalogue: Catalogue,
    territories: Container[tuple[str, str]] | None,
) -> tuple[pa.Table, Report]:
    """The observations of the files of a source, in the columns of the store, and their account.

    Nothing is published; a file that cannot be read is a refusal among others. OSError when a
    file is not there.
    """
    described = catalogue.sources[source]
    reading = reading_of(described.reading)
    account = Account(described, catalogue, territories, tuple(path.name for path in files))
    for path in files:
        _read_file(account, reading, path)
    return _conclude(account)


def _read_file(account: Account, reading: Reading, path: Path) -> None:
    told = len(account.aside) + len(account.refused)
    if not is_known(reading, path.name.removesuffix(".gz")) and path.suffix != ".zip":
        account.fault(_unknown_name(reading, path))
        return
    opened: list[OpenPart] = []
    try:
        for table in open_file(path, lambda name: is_known(reading, name)):
            opened += _open_table(account, reading, table)
    except FileFault as fault:
        account.fault(fault)
        return
    whole = file_period(opened)
    for part in opened:
        part.whole_file = whole
        _read_part(account, part)
    if not opened and told == len(account.aside) + len(account.refused):
        account.fault(_nothing(reading, path))


def _open_table(account: Account, reading: Reading, table: Table) -> list[OpenPart]:
    aside = set_aside(reading, table)
    if aside:
        account.leave(table.place, aside.reason)
        return []
    found = parts(reading, table)
    if not found and table.sheet:
        account.leave(table.place, "Aucune forme de la source ne décrit cette feuille.")
    elif not found:
        raise _no_header(reading, table)
    opened = []
    for part in found:
        try:
            opened.append(open_part(account, reading, table, part))
        except FileFault as fault:
            account.fault(fault)
    return opened


def _read_part(account: Account, opened: OpenPart) -> None:
    refuse_formulas(opened)
    refuse_shifted(opened)
    refuse_doubles(opened)
    refuse_unknown_status(opened)
    account.places.append(opened.table)
    blocks = []
    try:
        for column in opened.columns:
            for block in observe(opened, column):
                block.table = len(account.places) - 1
                blocks.append(block)
    except FileFault as fault:
        account.fault(fault)
        return
    if not opened.rows.refused:
        # Of a part that is refused nothing is kept: not even in memory.
        account.blocks.blocks += blocks
    rows, unmatched = opened.rows, list_unmatched(opened)
    refused = {one.line for one in rows.refused}
    kept = {opened.line(row) for row in opened.kept} if refused else set()
    account.refused += rows.refused
    for reason in opened.left:
        account.leave(opened.table.place, reason)
    account.rows += rows.size
    account.ignored += rows.ignored
    account.accepted += len(opened.kept) - unmatched - len(refused & kept)
    account.tables.append(
        TableReport(
            place=opened.table.place,
            shape=opened.shape.name,
            indicators=_texts(account, blocks, "indicateur"),
            levels=_texts(account, blocks, "niveau"),
            periods=_texts(account, blocks, "periode"),
            edition=opened.edition,
            observations=sum(block.size for block in blocks),
            unread=tuple(opened.unread),
        )
    )


def _texts(account: Account, blocks: list, name: str) -> tuple[str, ...]:
    """What the blocks hold of a dimension, sorted."""
    ranks: set[int] = set()
    for block in blocks:
        held = block.texts[name]
        ranks.update(
            [held] if isinstance(held, int) else np.flatnonzero(np.bincount(held)).tolist()
        )
    return tuple(sorted(account.blocks.text(name, rank) for rank in ranks))


def _conclude(account: Account) -> tuple[pa.Table, Report]:
    for level in _unchecked(account):
        account.leave(
            f"niveau {level}", "Le magasin n’en a aucun : ces codes ne sont pas vérifiés."
        )
    order, revisions, conflicts = settle(account.blocks)
    for one in conflicts:
        table, other = account.places[one.table], account.places[one.other_table]
        account.refused.append(
            Refusal(
                table.place,
                table.line(one.line),
                "",
                typeset(
                    f"{one.name} : une autre valeur est donnée ({other.place}, "
                    f"ligne {other.line(one.other_line)})."
                ),
                "N’en garder qu’une, ou dire dans la source laquelle est lue.",
            )
        )
    if account.refused:
        order, revisions = order[:0], revisions[:0]
    return arrow_table(account.blocks, order, revisions), account.report(len(order))


def _unchecked(account: Account) -> list[str]:
    if account.territories is None:
        return []
    met = {level for table in account.tables for level in table.levels}
    return sorted(met - account.levels)


def _unknown_name(reading: Reading, path: Path) -> FileFault:
    names = [file for shape in reading.shapes for file in shape.files]
    return FileFault(
        path.name,
        "ce nom n’est celui d’aucun fichier connu de la source.",
        f"Lui rendre le nom du producteur ({', '.join(dict.fromkeys(names))}), ou décrire sa forme "
        "dans catalogue/sources.",
    )


def _nothing(reading: Reading, path: Path) -> FileFault:
    fault = _unknown_name(reading, path)
    return FileFault(path.name, "le fichier ne contient aucun tableau connu.", fault.remedy)


def _no_header(reading: Reading, table: Table) -> FileFault:
    markers = [shape.header.marker for shape in reading.shapes if shape.header.marker]
    return FileFault(
        table.place,
        f"la colonne {' ou '.join(f'« {one} »' for one in dict.fromkeys(markers))} est absente.",
        "Reprendre le fichier du producteur ; s’il a changé de forme, l’écrire dans la source.",
    )
