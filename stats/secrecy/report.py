"""What is written of a protection and of an audit: the published table, and JSON accounts."""

from __future__ import annotations

import csv
import io
import math

from stats.secrecy.audit import Audit, Verdict
from stats.secrecy.primary import DOMINANCE, FREQUENCY, PUBLISHED, SECONDARY
from stats.secrecy.protection import Protection
from stats.secrecy.reasons import REASONS

LISTED = 20


def write_protected(found: Protection) -> str:
    """The CSV that may be published: every cell and margin, a number only where « V »."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([*found.dimensions, "valeur", "statut"])
    for cell, value, status in zip(found.cells, found.values, found.statuses, strict=True):
        shown = _number(float(value)) if status == PUBLISHED else ""
        writer.writerow([*cell, shown, str(status)])
    return file.getvalue()


def protection_record(found: Protection) -> dict:
    """The account of a protection; it names the reasons, never a hidden number."""
    hidden = [
        {
            "cellule": dict(zip(found.dimensions, cell, strict=True)),
            "statut": str(status),
            "raison": reason,
            "phrase": REASONS[reason],
        }
        for cell, status, reason in zip(found.cells, found.statuses, found.reasons, strict=True)
        if status != PUBLISHED
    ]
    return {
        "cellules": len(found.cells),
        "publiees": found.count(PUBLISHED),
        "primaires": {"A": found.count(FREQUENCY), "B": found.count(DOMINANCE)},
        "secondaires": found.count(SECONDARY),
        "methode": found.method,
        "ecart": found.gap,
        "secondes": round(found.seconds, 3),
        "preuves": found.proofs,
        "notes": list(found.notes),
        "masquees": hidden,
    }


def audit_record(found: Audit) -> dict:
    """The account of an audit: bounds (null: without end), whether they are exact, the leaks."""
    return {
        "fuites": [_verdict(found, one) | {"phrase": sentence(one)} for one in found.leaks],
        "complet": found.is_proved,
        "corrigees": [list(cell) for cell in found.corrected],
        "cellules": [_verdict(found, one) for one in found.verdicts],
    }


def sentence(one: Verdict) -> str:
    """A leak in one French sentence, for whoever must decide."""
    name, bounds = " × ".join(part for part in one.cell if part), one.bounds
    who = {"quiconque": "Par soustraction", "un répondant": "Un répondant, qui connaît sa réponse"}
    start = who.get(one.attacker, "Qui lit les statuts")
    start += "," if "," in start or one.attacker == "quiconque" else ""
    if bounds.is_one_number:
        return f"{name} : {start} on trouve exactement {_number(bounds.low)}."
    low, high = _number(bounds.low), "sans limite" if math.isinf(bounds.high) else ""
    between = f"entre {low} et {high or _number(bounds.high)}"
    needed = one.needed or (math.nan, math.nan)
    wanted = f"de {_number(needed[0])} à {_number(needed[1])}"
    return f"{name} : {start} on la place {between} ; il faudrait que tout soit possible {wanted}."


def _verdict(found: Audit, one: Verdict) -> dict:
    return {
        "cellule": dict(zip(found.dimensions, one.cell, strict=True)),
        "statut": one.status,
        "borne_basse": _finite(one.bounds.low),
        "borne_haute": _finite(one.bounds.high),
        "exact": one.bounds.exact,
        "attaquant": one.attacker,
        "fuite": one.leaks,
    }


def _finite(value: float) -> float | None:
    return None if math.isinf(value) else _plain(value)


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 6)


def _number(value: float) -> str:
    return str(_plain(value)) if math.isfinite(value) else ""
