"""Reading a deposit, in the background: what it holds, and what it would change. Idempotent."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.indicators.actions.files import copy_out, harmless, write_beside
from observatoire.indicators.actions.secrecy import secrecy_summary, write_secrecy
from observatoire.indicators.models import Import, ImportFile
from observatoire.indicators.queries.engine import engine
from stats.catalogue import CatalogueError
from stats.doubts import gathered
from stats.secrecy.publication import Secured, secure
from stats.sources import Report, checked, read
from stats.store import Difference, RefusedError, difference
from stats.store.table import observation_table
from stats.territory import TerritoryError
from stats.words import typeset

State, Kind = Import.State, ImportFile.Kind
WAITING = (State.DEPOSITED, State.READING)
LISTED = 200  # what the page may show; the whole list is a file
MAXIMUM_ATTEMPTS = 3
TABLE, REPORT = "lu.parquet", "compte-rendu.csv"
COLUMNS = ("fichier", "ligne", "colonne", "etat", "niveau", "territoire", "raison", "remede")
NOTHING = "Aucune ligne n’a été acceptée : il n’y a rien à publier."
KILLED = (
    "La lecture a été interrompue trois fois de suite : le fichier est peut-être trop lourd pour "
    "ce serveur. Rien n’a été publié ; déposer le fichier en plusieurs parties."
)
CRASHED = (
    "La lecture s’est arrêtée sur une erreur que le moteur n’avait pas prévue ({error}). Rien n’a "
    "été publié et les fichiers sont gardés ; signaler ce dépôt à l’équipe technique."
)


def read_deposit(*, identifier: str) -> None:
    """Read the files and write down what they would change; done again, it changes nothing.

    Whatever happens, the row says it in French. An unforeseen error is raised again, for the log.
    """
    imported = _claim(identifier)
    if imported is None:
        return
    try:
        _read(imported)
    except (RefusedError, CatalogueError, TerritoryError) as refusal:
        _refuse(imported, str(refusal))
    except Exception as error:
        _refuse(imported, CRASHED.format(error=type(error).__name__))
        raise


@transaction.atomic
def _claim(identifier: str) -> Import | None:
    """The deposit to be read; None when it was published, abandoned, or kills who reads it."""
    imported = Import.objects.select_for_update().filter(pk=identifier).first()
    if imported is None or imported.state not in WAITING:
        return None
    imported.attempts += 1
    if imported.attempts > MAXIMUM_ATTEMPTS:
        _refuse(imported, KILLED)
        return None
    imported.state, imported.progress, imported.step = State.READING, 0, "Ouverture"
    imported.failure = ""
    imported.save(update_fields=["attempts", "state", "progress", "step", "failure"])
    return imported


def _read(imported: Import) -> None:
    with TemporaryDirectory(prefix="depot-") as folder:
        _tell(imported, 5, "Ouverture des fichiers")
        paths = copy_out(imported, Path(folder))
        now = engine()
        _tell(imported, 15, "Lecture et vérification de chaque ligne")
        found, report = read(imported.source, paths, now.catalogue, now.territories)
        report = checked(
            report,
            found,
            now.store,
            now.catalogue,
            now.territories,
            replaces=imported.replaces,
        )
    raw, secured, foreseen = None, None, None
    if report.sound and report.accepted:
        _tell(imported, 50, "Secret statistique")
        raw, source = observation_table(found), now.catalogue.sources.get(imported.source)
        secured = secure(raw, source, now.catalogue, now.territories, now.store)
        _tell(imported, 70, "Comparaison avec ce qui est publié")
        table = secured.table
        foreseen = difference(now.store, table, source=imported.source, replace=imported.replaces)
    _tell(imported, 90, "Écriture du compte rendu")
    _finish(imported, report, raw, secured, foreseen)


def _tell(imported: Import, progress: int, step: str) -> None:
    """Seen at once by who waits: the reading is in no transaction."""
    imported.progress, imported.step = progress, step
    imported.save(update_fields=["progress", "step"])


@transaction.atomic
def _finish(
    imported: Import,
    report: Report,
    raw: pa.Table | None,
    secured: Secured | None,
    foreseen: Difference | None,
) -> None:
    if not Import.objects.select_for_update().filter(pk=imported.pk, state=State.READING).exists():
        return  # abandoned while it was being read
    write_beside(imported, kind=Kind.REPORT, name=REPORT, content=_listing(report))
    write_beside(imported, kind=Kind.TABLE, name=TABLE, content=_parquet(secured))
    write_secrecy(imported, raw, secured)
    imported.state = State.READ if foreseen else State.REFUSED
    imported.failure = "" if foreseen or not report.sound else typeset(NOTHING)
    imported.progress, imported.step, imported.attempts = 100, "", 0
    imported.read_at = timezone.now()
    imported.rows, imported.accepted = report.rows, report.accepted
    # A line may be refused for several cells.
    imported.refused = len({(one.file, one.line) for one in report.refused})
    imported.unmatched = len(report.unmatched)
    imported.report = _shortened(report) | secrecy_summary(secured)
    imported.difference = foreseen.as_json() if foreseen else {}
    imported.save()
    write_audit(
        by=None,
        verb="lire",
        ref=Ref("import", str(imported.pk)),
        lignes=report.rows,
        acceptees=report.accepted,
        refusees=imported.refused,
    )


@transaction.atomic
def _refuse(imported: Import, sentence: str) -> None:
    if not Import.objects.select_for_update().filter(pk=imported.pk, state__in=WAITING).exists():
        return
    imported.state, imported.failure = State.REFUSED, typeset(sentence)
    imported.progress, imported.step, imported.attempts = 100, "", 0
    imported.read_at, imported.report, imported.difference = timezone.now(), {}, {}
    imported.rows = imported.accepted = imported.refused = imported.unmatched = 0
    imported.save()
    write_beside(imported, kind=Kind.REPORT, name=REPORT, content=None)
    write_beside(imported, kind=Kind.TABLE, name=TABLE, content=None)
    write_beside(imported, kind=Kind.SECRECY, name="", content=None)
    write_audit(by=None, verb="refuser", ref=Ref("import", str(imported.pk)))


def _shortened(report: Report) -> dict:
    """The first lines refused, and the unknown territories, each with its number of lines."""
    told = report.as_json()
    places: dict[tuple[str, str], int] = {}
    for one in report.unmatched:
        key = (one.level, one.territory)
        places[key] = places.get(key, 0) + 1
    unmatched = [
        {"niveau": level, "territoire": code, "lignes": lines}
        for (level, code), lines in sorted(places.items())
    ]
    return {
        "phrase": report.summary,
        "refusees": told["refusees"][:LISTED],
        "non_rattachees": unmatched[:LISTED],
        "territoires_inconnus": len(unmatched),
        "controles": told.get("controles", [])[:LISTED],
        "doutes": gathered(report.doubts),
        "sans_donnee": told.get("sans_donnee", 0),
        "tableaux": told.get("tableaux", [])[:LISTED],
        "tableaux_non_lus": told.get("tableaux_non_lus", [])[:LISTED],
    }


def _listing(report: Report) -> bytes | None:
    """Every line refused or unmatched, as a spreadsheet opens it; None when there is none."""
    if not (report.refused or report.unmatched):
        return None
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in report.refused:
        row = (one.file, one.line, one.column, "refusée", "", "", one.reason, one.remedy)
        writer.writerow([harmless(cell) for cell in row])
    for one in report.unmatched:
        row = (one.file, one.line or "", "", "sans territoire connu", one.level, one.territory)
        writer.writerow([harmless(cell) for cell in (*row, "", "")])
    return written.getvalue().encode("utf-8-sig")


def _parquet(secured: Secured | None) -> bytes | None:
    if secured is None:
        return None
    buffer = io.BytesIO()
    pq.write_table(secured.table, buffer, compression="zstd")
    return buffer.getvalue()
