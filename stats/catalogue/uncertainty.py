"""The key `intervalle` of an indicator: where its chance is declared, and where it must not be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stats.catalogue.coherence import unknown
from stats.catalogue.document import Entry
from stats.catalogue.fields import Field, choice, group, positive, sentence, text
from stats.catalogue.model import (
    DeclaredInterval,
    Indicator,
    IntervalMethod,
    Nature,
    Randomness,
    Source,
)
from stats.catalogue.problems import NB, Faults, quote

SAMPLED = (Randomness.SURVEY, Randomness.MODEL, Randomness.ESTIMATION)

interval = group(
    DeclaredInterval,
    Field("methode", "method", choice(IntervalMethod)),
    Field("numerateur", "numerator", text, required=False),
    Field("denominateur", "denominator", text, required=False),
    Field("marge", "margin", positive, required=False),
    Field("dite_dans", "said_in", sentence, required=False),
)


def check_interval(
    found: Indicator,
    document: Entry,
    names: set[str],
    sources: Mapping[str, Source],
    faults: Faults,
) -> None:
    """An interval is only of a value whose chance is known; never Wilson on a complex survey."""
    if found.interval is None:
        return
    line = document.value["intervalle"].line
    for remark in _refusals(found, sources.get(found.source)):
        faults.add(line, f"{quote('intervalle')} {remark}")
    for code in (found.interval.numerator, found.interval.denominator):
        if code and code not in names:
            faults.add(line, unknown("intervalle", code, names, "catalogue/indicateurs"))


def _refusals(found: Indicator, source: Source | None) -> Iterable[str]:
    method = found.interval.method
    if method is not IntervalMethod.ERROR and source and source.no_interval:
        yield (
            f"est {quote(str(method))} pour une source qui l’exclut ({source.no_interval}){NB}; "
            "retirer la clé, ou donner la marge du producteur."
        )
    match method:
        case IntervalMethod.POISSON:
            if found.randomness is not Randomness.POISSON or found.nature is not Nature.COUNT:
                yield f"est poisson{NB}; le réserver à un effectif dont alea est poisson."
        case IntervalMethod.WILSON:
            if found.nature is not Nature.RATE or found.unit != "%":
                yield f"est wilson{NB}; le réserver à un taux en pourcentage."
            if not (found.interval.numerator and found.interval.denominator):
                yield f"est wilson{NB}; dire numerateur et denominateur."
        case IntervalMethod.ERROR:
            if found.randomness not in SAMPLED:
                yield f"est erreur{NB}; le réserver à une enquête, une estimation, un modèle."
            if not (found.interval.margin and found.interval.said_in):
                yield f"est erreur{NB}; dire marge (à 95{NB}%) et dite_dans."
