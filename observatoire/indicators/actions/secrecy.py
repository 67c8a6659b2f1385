"""What secrecy did to a deposit: a private file, before and after, and its numbers."""

from __future__ import annotations

import csv
import io

import pyarrow as pa

from observatoire.indicators.actions.files import harmless, write_beside
from observatoire.indicators.models import Import, ImportFile
from stats.export import write_number
from stats.secrecy.publication import Secured
from stats.secrecy.reasons import REASONS
from stats.statuses import Status
from stats.store.table import KEY

NAME = "avant-et-apres-le-secret.csv"
COLUMNS = (*KEY, "avant", "apres", "statut", "raison")


def write_secrecy(imported: Import, raw: pa.Table | None, secured: Secured | None) -> None:
    """Every figure before and after, the hidden ones first; nothing where the producer decides."""
    is_ours = secured is not None and secured.rule is not None
    content = None if not is_ours else _listing(raw, secured).encode("utf-8-sig")
    write_beside(imported, kind=ImportFile.Kind.SECRECY, name=NAME, content=content)


def secrecy_summary(secured: Secured | None) -> dict:
    """Numbers only: what is hidden is in the file, erased with the others."""
    if secured is None or secured.rule is None:
        return {}
    return {
        "secret": {
            "origine": secured.rule.origin,
            "seuil": secured.rule.threshold,
            "primaires": secured.count(Status.PRIMARY_SECRET),
            "secondaires": secured.count(Status.SECONDARY_SECRET),
            "attaquees": secured.attacked,
            "optimale": secured.optimal,
        }
    }


def _listing(raw: pa.Table, secured: Secured) -> str:
    masks = {(m.indicator, m.level, m.territory, m.period): m for m in secured.masks}
    columns = (*KEY, "valeur", "statut")
    rows = list(zip(*(raw.column(name).to_pylist() for name in columns), strict=True))
    rows.sort(key=lambda row: row[:4] not in masks)
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for *key, value, status in rows:
        mask, before = masks.get(tuple(key)), write_number(value, ",")
        after = (str(mask.status), REASONS[mask.reason]) if mask else (status, "")
        cells = (*key, before, "" if mask else before, *after)
        writer.writerow([harmless(cell) for cell in cells])
    return written.getvalue()
