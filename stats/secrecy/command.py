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
from stats.store.table import RefusedError
from stats.words import typeset

DONE, REFUSED = 0, 1
PLURAL = 2


def run_protect(asked: argparse.Namespace) -> int:
    _refuse_no_folder(asked.sortie, asked.rapport)
    rules = load_rules(asked.regles)
    table = read_table(asked.table, rules, rules.published)
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
        f"{_counted(record['cellules'], 'cellule')} : {_counted(record['publiees'], 'publiée')}, "
        f"{_counted(sum(record['primaires'].values()), 'secrète')}, "
        f"{_counted(record['secondaires'], 'masquée')} en plus. "
        f"Solution {found.method}{gap}, en {found.seconds:.1f} s. Chaque secret est prouvé par "
        "d’autres tables possibles."
    )
    return DONE


def run_audit(asked: argparse.Namespace) -> int:
    _refuse_no_folder(asked.rapport)
    rules = load_rules(asked.regles)
    given = [*asked.files, *rules.published]
    paths = list({path.resolve(): path for path in given}.values())
    table = read_table(asked.verite, rules, paths) if asked.verite else None
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
    _say(
        f"{_counted(len(found.verdicts), 'cellule masquée attaquée')} : aucune ne se retrouve."
        if found.verdicts
        else "Rien n’est masqué : il n’y a rien à attaquer."
    )
    return DONE


def _warn_of_silence(table: Table, rules: Rules) -> None:
    """A rule that is not there, or that a column would be needed for, is not silent."""
    if not any((rules.threshold, rules.headcount, rules.dominance, rules.p, rules.sensitive_zeros)):
        _say("Aucune règle dans « regles » : rien n’est secret, tout est publié.")
    if (rules.dominance or rules.p) and not (table.largest > 0).any():
        _say("Aucune colonne « maximum » : dominance et p % ne sont pas vérifiés.")


def _counted(number: int, noun: str) -> str:
    """« 1 cellule masquée », « 2 cellules masquées »."""
    return f"{number} " + (noun if number < PLURAL else noun.replace(" ", "s ") + "s")


def _refuse_no_folder(*paths: Path | None) -> None:
    for path in paths:
        if path is not None and (path.is_dir() or not path.parent.is_dir()):
            raise RefusedError(f"« {path} » ne peut pas être écrit : dossier introuvable.")


def _write(record: dict, path: Path | None) -> None:
    if path:
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    print(typeset(text), file=sys.stderr, flush=True)
