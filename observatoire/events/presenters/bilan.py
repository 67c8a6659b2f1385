"""The bilan as a page, a table and a PDF say it: the same sentences, the same numbers."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.base.pdf import Bars, Document, Figure, Heading, Text
from observatoire.base.pdf import Table as PdfTable
from observatoire.events.emails import when_of
from observatoire.events.models import Event
from observatoire.events.queries.bilan import Bilan

NB = "\u00a0"


@dataclass(frozen=True)
class Bar:
    label: str
    number: int
    percent: str
    width: float


@dataclass(frozen=True)
class Shown:
    bilan: Bilan
    figures: tuple[tuple[str, str], ...]
    funnel: tuple[Bar, ...]
    sentence: str
    kinds: tuple[Bar, ...]


def percent(part: int | float | None, whole: int | None) -> str:
    return f"{round(100 * part / whole)}{NB}%" if part is not None and whole else ""


def present_bilan(bilan: Bilan) -> Shown:
    return Shown(
        bilan=bilan,
        figures=_figures(bilan),
        funnel=_funnel(bilan),
        sentence=_sentence(bilan),
        kinds=_bars([(label, number) for label, number in bilan.kinds], bilan.registered),
    )


def number(value: int | None, *, about: bool = False) -> str:
    if value is None:
        return "inconnu"
    return f"environ {value}" if about else str(value)


def _figures(bilan: Bilan) -> tuple[tuple[str, str], ...]:
    satisfied = "inconnue" if bilan.satisfied is None else f"{round(100 * bilan.satisfied)}{NB}%"
    outside = percent(bilan.newcomers, bilan.registered) or "inconnue"
    return (
        ("Invités", number(bilan.invited)),
        ("Inscrits", number(bilan.registered)),
        ("Présents", number(bilan.present, about=bilan.about)),
        ("Vues du replay", str(bilan.replay_views)),
        ("Réponses à l’enquête", str(bilan.answered)),
        ("Satisfaits", satisfied),
        ("Part hors annuaire", outside),
        ("Questions répondues", f"{bilan.questions_answered} sur {bilan.questions}"),
    )


def _funnel(bilan: Bilan) -> tuple[Bar, ...]:
    steps = [
        ("Invités", bilan.invited),
        ("Inscrits", bilan.registered),
        ("Présents", bilan.present),
        ("Ont répondu à l’enquête", bilan.answered),
    ]
    known = [(label, value) for label, value in steps if value is not None]
    return _bars(known, max((value for _, value in known), default=0))


def _bars(pairs: list[tuple[str, int]], whole: int | None) -> tuple[Bar, ...]:
    return tuple(
        Bar(label, value, percent(value, whole), round(100 * value / whole, 1) if whole else 0)
        for label, value in pairs
    )


def _sentence(bilan: Bilan) -> str:
    """The text alternative of the first drawing."""
    if bilan.registered is None:
        return "Rien n’est connu de cet événement."
    words = f"{bilan.registered} inscrit{'s' if bilan.registered > 1 else ''}"
    if bilan.invited:
        words = f"Sur {bilan.invited} invités, {words}"
    if bilan.present is not None:
        words += f", {number(bilan.present, about=bilan.about)} présents"
        words += f" ({percent(bilan.present, bilan.registered)} des inscrits)"
    return f"{words}."


def lines_of(event: Event, shown: Shown) -> tuple[list[str], list[list[str]]]:
    """For a spreadsheet: one line a figure."""
    rows = [["Événement", event.title, ""], ["Date", when_of(event), ""]]
    rows += [["Chiffre", label, value] for label, value in shown.figures]
    for road in shown.bilan.roads:
        rows.append(["Canal, invités", road.name, number(road.invited)])
        rows.append(["Canal, inscrits", road.name, str(road.registered)])
        rows.append(["Canal, présents", road.name, number(road.present)])
    rows += [["Type d’institution, inscrits", one.label, str(one.number)] for one in shown.kinds]
    return ["rubrique", "libelle", "valeur"], rows


def document_of(event: Event, shown: Shown) -> Document:
    bilan = shown.bilan
    parts = [
        Text(f"{event.get_kind_display()}, {when_of(event)}. {shown.sentence}"),
        Figure(shown.figures),
        Heading("De l’invitation à la réponse"),
        Bars([(one.label, one.number, one.percent) for one in shown.funnel]),
    ]
    if bilan.roads:
        header = ["Canal", "Invités", "Inscrits", "Présents"]
        rows = [
            [road.name, number(road.invited), str(road.registered), number(road.present)]
            for road in bilan.roads
        ]
        parts += [Heading("D’où viennent les inscrits"), PdfTable(header, rows)]
    if shown.kinds:
        bars = [(one.label, one.number, one.percent) for one in shown.kinds]
        parts += [Heading("Qui s’est inscrit"), Bars(bars)]
    if bilan.survey_note:
        parts += [Heading("Enquête de satisfaction"), Text(bilan.survey_note)]
    if bilan.is_reported:
        parts.append(Text(f"Chiffres déclarés. {event.reported_note} {event.reported_source}"))
    return Document(f"Bilan{NB}: {event.title}", parts)
