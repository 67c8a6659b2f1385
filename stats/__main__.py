"""`python -m stats`: the engine without the website. Exit 0 done, 1 data refused, 2 usage."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Container, Sequence
from pathlib import Path
from typing import NoReturn

from stats.catalogue import Catalogue, CatalogueError, check_catalogue, load_catalogue
from stats.commands import conversion, secrecy, waiving
from stats.commands.telling import say, tell, write_report
from stats.derivation import account, publish_derived
from stats.export import FORMATS, export
from stats.fetching import FetchError, fetch
from stats.secrecy.publication import publish_secured
from stats.similarity import check_resemblance
from stats.sources import checked, read, readable
from stats.sources.recognition import sort_by_source
from stats.store import RefusedError, Store
from stats.territory.model import Level
from stats.words import typeset

DONE, REFUSED, USAGE = 0, 1, 2
CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
SHOWN = 20
COMPUTED = "calculs"
WITHOUT_FILE = {"chiffres": "le catalogue", COMPUTED: "le magasin"}
FRENCH = (
    (r"the following arguments are required: (.*)", r"il manque : \1."),
    (r"unrecognized arguments: (.*)", r"argument inconnu : \1."),
    (r"argument (.*): expected (?:one|at least one) argument", r"\1 attend une valeur."),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 : \2 n’est pas admis (\3)."),
    (r"argument (.*): invalid .* value: (.*)", r"\1 : \2 n’est pas admis."),
    (r"ambiguous option: (.*) could match (.*)", r"\1 est ambigu : \2."),
)


class FrenchParser(argparse.ArgumentParser):
    """Says usage and its faults in French."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title, self._optionals.title = "Arguments", "Options"
        self.add_argument("-h", "--help", action="help", help="afficher cette aide")

    def format_help(self) -> str:
        return typeset(super().format_help().replace("usage: ", "Utilisation : ", 1))

    def error(self, message: str) -> NoReturn:
        for english, french in FRENCH:
            if found := re.fullmatch(english, message):
                message = found.expand(french)
                break
        say(f"{self.prog} : {message}\nVoir {self.prog} --help")
        raise SystemExit(USAGE)


class UsageError(Exception):
    """What was asked cannot be: the sentence says what to change."""


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    try:
        return asked.run(asked)
    except (UsageError, waiving.WaiverError) as error:
        say(str(error))
        return USAGE
    except CatalogueError as error:
        for problem in error.problems:
            say(str(problem))
    except RefusedError as error:
        say(str(error))
    except FileNotFoundError as error:
        say(f"Fichier introuvable : {error.filename}")
    return REFUSED


def parser() -> argparse.ArgumentParser:
    root = FrenchParser(
        prog="python -m stats",
        description="Le moteur statistique : lire, publier, interroger, sans le site.",
    )
    commands = root.add_subparsers(
        title="Commandes", metavar="COMMANDE", dest="command", required=True
    )
    _add_territories(commands)
    _add_catalogue(commands)
    _add_read(commands)
    _add_fetch(commands)
    _add_undo(commands)
    _add_query(commands)
    conversion.add_convert(commands, CATALOGUE)
    conversion.add_vintage(commands)
    secrecy.add_protect(commands)
    secrecy.add_audit(commands)
    return root


def _add_territories(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "territoires", help="construire les territoires et leurs contours"
    )
    command.add_argument("--region", default="52", help="code de la région (52 par défaut)")
    command.add_argument("--cog", type=Path, help="dossier des fichiers officiels de l’Insee")
    command.add_argument("--contours", type=Path, help="fichier officiel des contours")
    _add_store(command)
    command.set_defaults(run=build_territories_command)


def _add_catalogue(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("catalogue", help="vérifier le catalogue")
    command.add_argument(
        "--check", action="store_true", required=True, help="vérifier, sans rien écrire"
    )
    _add_folder(command)
    command.set_defaults(run=check_command)


def _add_read(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "read", help="lire, vérifier et publier les fichiers d’une source"
    )
    command.add_argument(
        "source",
        metavar="SOURCE",
        help="chiffres, long, une source de catalogue/sources, ou auto (reconnue au nom)",
    )
    command.add_argument(
        "files", metavar="FICHIER", nargs="*", type=Path, help="aucun pour chiffres ni calculs"
    )
    _add_store(command)
    _add_folder(command)
    command.add_argument(
        "--dry-run", action="store_true", help="lire et rendre compte, sans publier"
    )
    command.add_argument("--rapport", type=Path, metavar="F", help="écrire le rapport JSON dans F")
    command.add_argument(
        "--indicateur", default="", metavar="C", help="celui d’une table longue qui ne le dit pas"
    )
    waiving.add_options(command)
    command.set_defaults(run=read_command)


def _add_fetch(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "fetch", help="télécharger les fichiers que les sources déclarent, et les vérifier"
    )
    command.add_argument("sources", metavar="SOURCE", nargs="*", help="toutes par défaut")
    command.add_argument("--vers", type=Path, required=True, metavar="DIR", help="où les garder")
    _add_folder(command)
    command.set_defaults(run=fetch_command)


def _add_undo(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("undo", help="annuler un import")
    command.add_argument("identifier", metavar="ID", help="l’identifiant que read a rendu")
    _add_store(command)
    command.set_defaults(run=undo_command)


def _add_query(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("query", help="interroger le magasin")
    _add_store(command)
    command.add_argument("--indicateur", required=True, metavar="C")
    command.add_argument("--niveau", choices=[str(level) for level in Level], metavar="N")
    command.add_argument("--territoire", nargs="+", default=[], metavar="C")
    command.add_argument("--periode", metavar="P")
    command.add_argument("--format", choices=list(FORMATS), default="csv", help=", ".join(FORMATS))
    command.add_argument("--sortie", type=Path, metavar="F", help="écrire dans F")
    command.add_argument(
        "--avec-fictif", action="store_true", help="donner aussi les données fictives"
    )
    command.set_defaults(run=query_command)


def _add_store(command: argparse.ArgumentParser) -> None:
    command.add_argument("--store", type=Path, required=True, metavar="DIR", help="le magasin")


def _add_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("--catalogue", type=Path, default=CATALOGUE, metavar="DIR")


def build_territories_command(asked: argparse.Namespace) -> int:
    # Geometry libraries take most of a second to load: only this command needs them.
    from stats.territory import TerritoryError, build_territories  # noqa: PLC0415

    try:
        build_territories(
            asked.store, region=asked.region, cog=asked.cog, contours=asked.contours, progress=say
        )
    except TerritoryError as error:
        say(str(error))
        return REFUSED
    report = asked.store / "territoires" / "rapport.json"
    print(report.read_text(encoding="utf-8").rstrip())
    return DONE


def check_command(asked: argparse.Namespace) -> int:
    folder = _existing(asked.catalogue, "Le catalogue")
    problems = check_catalogue(folder)
    if not problems:
        problems = check_resemblance(folder, load_catalogue(folder).indicators)
    for problem in problems:
        say(str(problem))
    if problems:
        say(f"{len(problems)} problème{'s' if len(problems) > 1 else ''} dans le catalogue.")
        return REFUSED
    say("Le catalogue est en ordre.")
    return DONE


def read_command(asked: argparse.Namespace) -> int:
    catalogue = load_catalogue(_existing(asked.catalogue, "Le catalogue"))
    if asked.source == "auto":
        return _read_each(asked, catalogue)
    if asked.source not in (COMPUTED, *readable(catalogue)):
        known = ", ".join((*readable(catalogue), COMPUTED))
        raise UsageError(f"« {asked.source} » n’est pas lisible : {known}.")
    if bool(asked.files) == (asked.source in WITHOUT_FILE):
        raise UsageError(
            f"{asked.source} lit {WITHOUT_FILE[asked.source]} et ne prend aucun fichier."
            if asked.files
            else "Donner au moins un fichier à lire."
        )
    if asked.source == COMPUTED:
        return _compute(asked, catalogue)
    known, replaces = _known_territories(asked.store), asked.source == "chiffres"
    waived = waiving.waivers(asked.lever)
    observations, report = read(
        asked.source, asked.files, catalogue, known, indicator=asked.indicateur
    )
    store = Store(asked.store)
    report = checked(report, observations, store, catalogue, known, replaces=replaces)
    tell(report, asked.rapport)
    if not (report.sound and waiving.settled(report, waived, careful=asked.prudent)):
        say("Rien n’a été publié.")
        return REFUSED
    if asked.dry_run:
        print(json.dumps(report.as_json(), ensure_ascii=False))
        return DONE
    imported = publish_secured(
        store,
        observations,
        catalogue,
        known,
        source=asked.source,
        label=waiving.told(report, waived),
        files=asked.files or catalogue.figures,
        replace=replaces,
    )
    print(imported.id)
    return DONE


def _compute(asked: argparse.Namespace, catalogue: Catalogue) -> int:
    """The derived indicators, from what is published; and what published figures do not keep."""
    store = Store(_existing(asked.store, "Le magasin"))
    found = account(store, catalogue, _known_territories(asked.store))
    say(found["phrase"])
    for fault in (found["ecarts"] + found["controles"])[:SHOWN]:
        say(fault["phrase"])
    if asked.rapport:
        write_report(found, asked.rapport)
    if asked.dry_run:
        print(json.dumps(found, ensure_ascii=False))
    elif imported := publish_derived(store, catalogue):
        print(imported.id)
    return DONE


def _read_each(asked: argparse.Namespace, catalogue: Catalogue) -> int:
    """Every file by the source that knows its name, each an import of its own: one that is
    refused holds back no other. REFUSED when some were, and none could be published."""
    by_source, unknown = sort_by_source(asked.files, catalogue)
    known, store = _known_territories(asked.store), Store(asked.store)
    published, waived = 0, waiving.waivers(asked.lever)
    for source, path in ((source, path) for source, paths in by_source.items() for path in paths):
        say(f"{path.name} ({source})")
        observations, report = read(source, [path], catalogue, known)
        report = checked(report, observations, store, catalogue, known)
        tell(report, None)
        mine = waiving.of(report, waived)
        ready = report.sound and waiving.settled(report, mine, careful=asked.prudent)
        if not ready or asked.dry_run or len(observations) == 0:
            continue
        label = waiving.told(report, mine)
        imported = publish_secured(
            store, observations, catalogue, known, source=source, label=label, files=[path]
        )
        print(imported.id, flush=True)
        published += 1
    for path in unknown:
        say(f"{path.name} : aucune source ne connaît ce nom, le fichier n’est pas lu.")
    say(f"{published} fichiers publiés sur {sum(map(len, by_source.values())) + len(unknown)}.")
    return REFUSED if by_source and not published and not asked.dry_run else DONE


def fetch_command(asked: argparse.Namespace) -> int:
    """The declared files of the sources, whole and checked, in the folder given."""
    catalogue = load_catalogue(_existing(asked.catalogue, "Le catalogue"))
    declared = [
        download
        for code, source in sorted(catalogue.sources.items())
        if not asked.sources or code in asked.sources
        for download in source.downloads
    ]
    if not declared:
        say(
            "Aucune source ne déclare de fichier à télécharger : noter adresse et empreinte "
            "sous « telechargements » dans catalogue/sources/."
        )
        return REFUSED
    failures = 0
    for download in declared:
        try:
            fetch(download, asked.vers, progress=say)
        except FetchError as error:
            say(str(error))
            failures += 1
    return REFUSED if failures else DONE


def undo_command(asked: argparse.Namespace) -> int:
    imported = Store(_existing(asked.store, "Le magasin")).undo(asked.identifier)
    say(f"L’import {imported.id} ({imported.rows} observations) est annulé.")
    return DONE


def query_command(asked: argparse.Namespace) -> int:
    store = Store(_existing(asked.store, "Le magasin"))
    if asked.indicateur not in store.indicators() and not _described(asked.indicateur):
        say(f"Aucun indicateur « {asked.indicateur} », ni dans le magasin ni dans le catalogue.")
        return REFUSED
    table = store.table(
        indicator=asked.indicateur,
        level=asked.niveau,
        territories=asked.territoire,
        period=asked.periode,
        only_real=not asked.avec_fictif,
    )
    content = export(table, asked.format, with_invented=asked.avec_fictif)
    if asked.sortie:
        asked.sortie.write_bytes(content)
        say(f"{table.num_rows} observations écrites dans {asked.sortie}.")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    if table.num_rows == 0:
        say("Aucune observation ne répond à la question.")
    return DONE


def _described(code: str) -> bool:
    """Whether the catalogue has a sheet of that name: an indicator may wait for its figures."""
    return code in {path.stem for path in (CATALOGUE / "indicateurs").glob("*.yaml")}


def _existing(folder: Path, name: str) -> Path:
    if not folder.is_dir():
        raise UsageError(f"{name} « {folder} » n’existe pas.")
    return folder


def _known_territories(store: Path) -> Container[tuple[str, str]] | None:
    """The keys the store knows; None, said aloud, when its territories are not built."""
    if not (store / "territoires" / "territoires.parquet").exists():
        say("Les territoires ne sont pas construits : leurs codes ne sont pas vérifiés.")
        return None
    # Heavy, as above.
    from stats.territory import load_territories  # noqa: PLC0415

    return load_territories(store)


if __name__ == "__main__":
    raise SystemExit(main())
