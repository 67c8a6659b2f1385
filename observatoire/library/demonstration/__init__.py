"""The studies of the demonstration: notices.csv, read into plain data.

True public studies, known by what their producers or those who relay them publish. What was not
seen stays empty; an address that is not the producer's is said to be a relay's. `resumes.yaml`
holds two lines of ours where the title is enough to write them truly.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
ADDRESS = re.compile(r"https?://[^\s;)]+[^\s;),.]")
IN_YEAR = re.compile(r"\ben ((?:19|20)\d\d)\b")
ASIDE = re.compile(r"\s*\([^)]*\)")
KINDS = {
    "étude": "etude",
    "rapport": "rapport",
    "article": "article",
    "dossier": "dossier",
    "tableau de bord": "tableau_de_bord",
}
LEVELS = {"FR": "france", "R": "region"}
RELAYS = {"pos-pays-de-la-loire.fr": "Notice de l’ancien site de la plateforme"}


@dataclass(frozen=True)
class StudyText:
    title: str
    kind: str
    producers: tuple[str, ...]
    collection: str
    number: str
    published_on: date | None
    precision: str
    summary: str
    themes: tuple[int, ...]  # their ranks
    territories: tuple[str, ...]
    covers: tuple[int, int] | None
    address: str
    relays: tuple[tuple[str, str], ...]  # words, address
    origin: str
    indicators: tuple[tuple[str, str], ...]  # code, year

    @property
    def is_regional(self) -> bool:
        return any(place != "france:FR" for place in self.territories)


@cache
def _summaries() -> dict[str, str]:
    return yaml.safe_load((FOLDER / "resumes.yaml").read_text(encoding="utf-8"))


def study_texts() -> list[StudyText]:
    with (FOLDER / "notices.csv").open(encoding="utf-8", newline="") as file:
        return [_study(row) for row in csv.DictReader(file)]


def _study(row: dict[str, str]) -> StudyText:
    title = _typeset(row["title"])
    published_on, precision = _date(row["date"] or row["year"])
    years = sorted(int(year) for year in IN_YEAR.findall(row["title"]))
    others = [one for one in ADDRESS.findall(row["seen_in"]) if one != row["url"]]
    return StudyText(
        title=title,
        kind=KINDS[row["kind"]],
        producers=tuple(_names(row["producer"])),
        collection=_typeset(row["collection"]),
        number=row["number"],
        published_on=published_on,
        precision=precision,
        summary=_typeset(_summaries().get(row["title"], "")),
        themes=tuple(int(one) for one in row["theme"].split("|") if one),
        territories=tuple(_place(code) for code in row["territory"].split("|") if code),
        covers=(years[0], years[-1]) if years else None,
        address=row["url"],
        relays=tuple((_relay(one), one) for one in dict.fromkeys(others)),
        origin=_origin(row),
        indicators=tuple(
            (code, str(years[-1]) if years else "")
            for code in row["indicator_codes"].split("|")
            if code
        ),
    )


def _names(written: str) -> list[str]:
    """« Insee, DREES » are two; what stands between brackets explains, and names nobody."""
    return [name.strip() for name in ASIDE.sub("", written).split(", ") if name.strip()]


def _date(written: str) -> tuple[date | None, str]:
    """As much as is known: « 2021-11 » is a month, « 2021 » a year."""
    parts = [int(part) for part in written.split("-") if part]
    if not parts:
        return None, "jour"
    year, month, day = [*parts, 1, 1][:3]
    return date(year, month, day), ("annee", "mois", "jour")[len(parts) - 1]


def _place(code: str) -> str:
    if code == "FR":
        return "france:FR"
    return f"region:{code}" if code.startswith("R") else f"departement:{code}"


def _relay(address: str) -> str:
    host = address.split("/")[2].removeprefix("www.")
    return RELAYS.get(host, f"Relais\u00a0: {host}")


def _origin(row: dict[str, str]) -> str:
    """What was seen of the study, where it says more than an address."""
    words = ADDRESS.sub("", row["seen_in"]).replace("  ", " ").strip(" ;:")
    return _typeset(words)[:600] if len(words) > 12 else ""


def _typeset(text: str) -> str:
    """The spaces and quotes of French typography, where the file has plain ones."""
    text = text.replace("'", "’")
    for sign in ":;?!»%":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    text = re.sub(r"(?<=\d)%", "\u00a0%", text)
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", "\u202f", text)
    return text.replace("« ", "«\u00a0")
