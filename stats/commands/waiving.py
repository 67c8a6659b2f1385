"""Doubts let through on the command line: a kind, an indicator, and a word kept with the import."""

from __future__ import annotations

import argparse

from stats.commands.telling import say
from stats.doubts import gathered
from stats.sources import Report

SHORTEST = 8


class WaiverError(Exception):
    """What was written after --lever cannot be: the sentence says what to change."""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--prudent", action="store_true", help="ne rien publier tant qu’un doute n’est pas levé"
    )
    command.add_argument(
        "--lever",
        action="append",
        default=[],
        metavar="GROUPE=RAISON",
        help="lever un doute, par exemple saut:TX_PAUV60=« nouvelle méthode de l’Insee »",
    )


def waivers(given: list[str]) -> dict[str, str]:
    """Group → word. Raises WaiverError."""
    found = {}
    for text in given:
        group, _, word = text.partition("=")
        if len(word.strip()) < SHORTEST:
            raise WaiverError(
                f"--lever {text} : écrire GROUPE=RAISON, et dire en quelques mots pourquoi ces "
                "valeurs sont justes : la raison est gardée."
            )
        found[group.strip()] = word.strip()
    return found


def of(report: Report, waived: dict[str, str]) -> dict[str, str]:
    """Those of one file among several."""
    groups = {doubt.group for doubt in report.doubts}
    return {group: word for group, word in waived.items() if group in groups}


def settled(report: Report, waived: dict[str, str], *, careful: bool) -> bool:
    """Whether it may be published; what is left to settle is said. Raises WaiverError."""
    groups = {one["groupe"]: one["nombre"] for one in gathered(report.doubts)}
    if unknown := sorted(set(waived) - set(groups)):
        known = ", ".join(groups) or "aucun"
        raise WaiverError(f"Aucun doute « {', '.join(unknown)} » dans cette lecture ({known}).")
    left = {group: count for group, count in groups.items() if group not in waived}
    for group, count in left.items() if careful else ():
        say(f"À lever : {group} ({count}), par --lever {group}=RAISON.")
    return not (careful and left)


def told(report: Report, waived: dict[str, str]) -> str:
    """What the import keeps: its account, and each word."""
    words = "".join(f" Doute levé, {group} : {word}." for group, word in sorted(waived.items()))
    return report.summary + words
