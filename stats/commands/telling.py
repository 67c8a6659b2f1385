"""What commands say to a person: sentences on stderr, reports in JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from stats.sources import Report
from stats.words import typeset

SHOWN = 20


def say(sentence: str) -> None:
    print(typeset(sentence), file=sys.stderr, flush=True)


def tell(report: Report, path: Path | None) -> None:
    say(report.summary)
    for refusal in report.refused[:SHOWN]:
        say(refusal.sentence)
    if len(report.refused) > SHOWN:
        say(f"… et {len(report.refused) - SHOWN} autres lignes refusées.")
    for one in report.unmatched[:SHOWN]:
        say(f"Territoire inconnu : {one.level} {one.territory}.")
    if len(report.unmatched) > SHOWN:
        say(f"… et {len(report.unmatched) - SHOWN} autres lignes sans territoire connu.")
    for table in report.tables:
        if table.unread:
            say(f"{table.place} : colonnes non lues : {', '.join(table.unread)}.")
    for place, reason in report.aside:
        say(f"{place} : non lu. {reason}")
    for breach in report.breaches[:SHOWN]:
        say(breach.sentence)
    if len(report.breaches) > SHOWN:
        say(f"… et {len(report.breaches) - SHOWN} autres contrôles non tenus.")
    for doubt in report.doubts[:SHOWN]:
        say(f"À vérifier. {doubt.sentence}")
    if len(report.doubts) > SHOWN:
        say(f"… et {len(report.doubts) - SHOWN} autres valeurs à vérifier.")
    if path:
        write_report(report.as_json(), path)


def write_report(report: dict, path: Path) -> None:
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
