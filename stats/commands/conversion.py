"""`convert` and `vintage`: their arguments. What they do is loaded when one is asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

NATURES = ("effectif", "taux", "mediane")
LEVELS = ("epci", "epci_dep", "departement", "region", "zone_emploi", "bassin_vie", "france")
FIRST_YEAR, LAST_YEAR = 1943, 2100


def add_convert(commands: argparse._SubParsersAction, catalogue: Path) -> None:
    command = commands.add_parser(
        "convert", help="porter des valeurs d’une géographie communale à une autre"
    )
    command.add_argument("fichier", metavar="FICHIER", type=Path, help="code, valeur, en CSV")
    command.add_argument("--de", type=year, required=True, metavar="AAAA", help="1er janvier de")
    command.add_argument("--vers", type=year, required=True, metavar="AAAA")
    command.add_argument(
        "--mouvements", type=Path, required=True, metavar="F", help="v_mvt_commune_AAAA.csv"
    )
    command.add_argument("--nature", choices=NATURES, required=True, help=", ".join(NATURES))
    command.add_argument("--poids", type=Path, metavar="F", help="code, poids ou de, vers, poids")
    command.add_argument("--source", default="", metavar="S", help="celle dont on lit les marques")
    command.add_argument("--sortie", type=Path, required=True, metavar="F")
    command.add_argument("--niveau", choices=LEVELS, metavar="N", help="rassembler à ce niveau")
    command.add_argument("--store", type=Path, metavar="DIR", help="le magasin des appartenances")
    command.add_argument("--catalogue", type=Path, default=catalogue, metavar="DIR")
    command.set_defaults(run=run_convert)


def add_vintage(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("vintage", help="deviner l’année des communes d’un fichier")
    command.add_argument("fichier", metavar="FICHIER", type=Path)
    command.add_argument("--mouvements", type=Path, metavar="F", help="v_mvt_commune_AAAA.csv")
    command.add_argument("--store", type=Path, metavar="DIR", help="le magasin qui les garde")
    command.set_defaults(run=run_vintage)


def year(text: str) -> int:
    """A year of which the movements may speak. ValueError, that the parser says in French."""
    number = int(text)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise ValueError(text)
    return number


def run_convert(asked: argparse.Namespace) -> int:
    # The territories load geometry, most of a second: only these two commands need them here.
    from stats.territory.conversion import command  # noqa: PLC0415

    return command.run_convert(asked)


def run_vintage(asked: argparse.Namespace) -> int:
    # As above.
    from stats.territory.conversion import command  # noqa: PLC0415

    return command.run_vintage(asked)
