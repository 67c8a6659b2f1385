"""`protect` and `audit`: their arguments. What they do is loaded when one is asked for."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_protect(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("protect", help="masquer d’une table ce qui est secret")
    command.add_argument("table", type=Path, metavar="TABLE.csv", help="la table longue, brute")
    command.add_argument("--sortie", type=Path, required=True, metavar="OUT.csv")
    _add_rules(command)
    command.set_defaults(run=run_protect)


def add_audit(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("audit", help="attaquer ce qui est publié")
    command.add_argument("files", nargs="+", type=Path, metavar="OUT.csv", help="ce qui est publié")
    command.add_argument(
        "--verite", type=Path, metavar="TABLE.csv", help="la table brute, pour juger les bornes"
    )
    _add_rules(command)
    command.set_defaults(run=run_audit)


def _add_rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("--regles", type=Path, required=True, metavar="R.yaml")
    command.add_argument("--rapport", type=Path, metavar="F", help="écrire le rapport JSON dans F")


def run_protect(asked: argparse.Namespace) -> int:
    # The solver takes a good part of a second to load: only these two commands need it.
    from stats.secrecy import command  # noqa: PLC0415

    return command.run_protect(asked)


def run_audit(asked: argparse.Namespace) -> int:
    # As above.
    from stats.secrecy import command  # noqa: PLC0415

    return command.run_audit(asked)
