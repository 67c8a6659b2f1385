"""`python -m stats protect` and `audit`: what they take, and what they say."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from stats.secrecy.audit import audit
from stats.secrecy.protection import shield
from stats.secrecy.releases import read_release
from stats.secrecy.report import (
    LISTED,
    audit_record,
    protection_record,
    sentence,
    write_protected,
)
from stats.secrecy.rules import Rules, load_rules
from stats.secrecy.table import Table, read_table
from stats.words import typeset

DONE, REFUSED = 0, 1


def run_protect(asked: argparse.Namespace) -> int:
    rules = load_rules(asked.regles)
    table = read_table(asked.table, rules)
    _warn_of_silence(table, rules)
    found = shield(
        table,
        rules,
        [read_release(path, rules) for path in rules.published],
        [read_release(path, rules) for path in rules.previous_masks],
    )
    asked.sortie.write_text(write_protected(found), encoding="utf-8", newline="")
    record = protection_record(found)
    _write(record, asked.rapport)
    gap = "" if found.gap is None else f", écart {100 * found.gap:.1f} % au plus"
    _say(
        f"{record['cellules']} cellules : {record['publiees']} publiées, "
        f"{sum(record['primaires'].values())} secrètes, {record['secondaires']} masquées pour les "
        f"protéger. Solution {found.method}{gap}, en {found.seconds:.1f} s. Chaque secret est "
        "prouvé par d’autres tables possibles."
    )
    return DONE


def run_audit(asked: argparse.Namespace) -> int:
    rules = load_rules(asked.regles)
    given = [*asked.files, *rules.published]
    paths = list({path.resolve(): path for path in given}.values())
    table = read_table(asked.verite, rules) if asked.verite else None
    releases = [read_release(path, rules) for path in paths]
    found = audit(releases, rules, table, fully=asked.rapport is not None)
    _write(audit_record(found), asked.rapport)
    for one in found.leaks[:LISTED]:
        _say(sentence(one))
    if len(found.leaks) > LISTED:
        _say(f"… et {len(found.leaks) - LISTED} autres cellules.")
    if not found.is_proved:
        _say("L’attaque n’a pas pu être menée jusqu’au bout : ses bornes ne sont pas exactes.")
    if found.leaks:
        return REFUSED
    _say(f"{len(found.verdicts)} cellules masquées attaquées : aucune ne se retrouve.")
    return DONE


def _warn_of_silence(table: Table, rules: Rules) -> None:
    """A rule that a column would be needed for is not applied in silence."""
    if (rules.dominance or rules.p) and not (table.largest > 0).any():
        _say("Aucune colonne « maximum » : dominance et p % ne sont pas vérifiés.")


def _write(record: dict, path: Path | None) -> None:
    if path:
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    print(typeset(text), file=sys.stderr, flush=True)
