"""The census as indicators: one file through the engine, like any other source."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.food_aid.actions.refusal import Refused
from observatoire.food_aid.queries.atlas import build
from observatoire.food_aid.queries.ground import territories
from observatoire.food_aid.queries.indicators import COLUMNS, values
from observatoire.food_aid.queries.need import lines, wanted_places
from stats.catalogue import load_catalogue
from stats.sources.long import read_long
from stats.store import Store

SOURCE = "recensement_aide_alimentaire"
REACH = 5  # kilometres, as the sheet of AA_POP_COUV says


def publish_indicators(*, by) -> int:
    """How many figures were published. Only real places count; none, nothing is said."""
    rows = wanted_places(synthetic=False)
    if not rows.exists():
        raise Refused("Aucun lieu réel n’est recensé\u00a0: il n’y a rien à publier.")
    today = timezone.localdate()
    told = values(lines(build(rows), REACH, today), str(today.year))
    catalogue = load_catalogue(settings.CATALOGUE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{SOURCE}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *told])
        found, report = read_long([path], catalogue, territories(), "calcul_plateforme")
        if report.refused:
            raise Refused(f"Le moteur refuse un chiffre\u00a0: {report.refused[0]}")
        label = f"Recensement de l’aide alimentaire, {today:%d/%m/%Y}"
        Store(settings.STORE).publish(found, source=SOURCE, label=label, files=[path], replace=True)
    write_audit(by=by, verb="publier_aide_alimentaire", ref=Ref("source", SOURCE), n=len(found))
    Generation.advance()
    return len(found)
