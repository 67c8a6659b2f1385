"""What must hold between the keys of a file, and between files."""

from __future__ import annotations

from collections.abc import Iterable

from stats.catalogue.document import Entry
from stats.catalogue.model import Cycle, Dashboard, Indicator, Nature, Theme
from stats.catalogue.problems import NB, Faults, nearest, quote, states

MAY_BE_SUMMED = {Nature.COUNT, Nature.AMOUNT}
MAY_MOVE_BY_POINTS = {Nature.RATE, Nature.CHANGE}


def check_name(code: str, stem: str, document: Entry, faults: Faults) -> None:
    """The code is the name of the file: one finds a file by guessing."""
    if code != stem:
        faults.add(
            document.value["code"].line,
            f"{states('code', code)} mais le fichier s’appelle "
            f"{quote(stem + '.yaml')}{NB}; donner le même nom aux deux.",
        )


def check_indicator(found: Indicator, document: Entry, sources: set[str], faults: Faults) -> None:
    """The rules that tie two keys of one indicator together."""
    for key, sentence in _indicator_sentences(found, sources):
        entry = document.value.get(key)
        faults.add(entry.line if entry else document.line, sentence)


def _indicator_sentences(found: Indicator, sources: set[str]) -> Iterable[tuple[str, str]]:
    if found.source not in sources:
        yield "source", unknown("source", found.source, sources, "catalogue/sources")
    if found.cycle is Cycle.IN_COLLECTION and found.collection is None:
        yield (
            "cycle",
            f"{states('cycle', 'en_collecte')}{NB}; dire par qui dans {quote('collecte')}.",
        )
    if found.cycle is Cycle.PROPOSED and not found.lead:
        yield (
            "cycle",
            f"{states('cycle', 'propose')}{NB}; dire qui porte la piste dans {quote('piste')}.",
        )
    if found.additive and found.nature not in MAY_BE_SUMMED:
        yield (
            "additif",
            f"{states('additif', 'true')} pour un {found.nature}{NB}; écrire false.",
        )
    if found.minimum_change.kind == "points" and found.nature not in MAY_MOVE_BY_POINTS:
        yield (
            "variation_minimale",
            f"{states('en', 'points')} pour un {found.nature}{NB}; écrire pourcent ou unites.",
        )
    if found.floor and (
        elsewhere := [one for one in found.floor.levels if one not in found.levels]
    ):
        yield (
            "plancher",
            f"{states('niveaux', elsewhere[0])}, que l’indicateur n’a pas{NB}; le retirer, ou "
            f"l’ajouter aux {quote('niveaux')} de l’indicateur.",
        )
    if found.theme is Theme.CONTEXTE and found.key:
        yield (
            "cle",
            f"{states('cle', 'true')} dans le thème contexte{NB}; écrire false.",
        )
    if found.theme is not Theme.CONTEXTE and found.related_theme:
        yield (
            "theme_lie",
            f"{quote('theme_lie')} ne sert qu’au thème contexte{NB}; retirer la ligne.",
        )


def check_components(found: Indicator, document: Entry, names: set[str], faults: Faults) -> None:
    for code, entry in zip(found.components, _items(document, "composantes"), strict=True):
        if code not in names:
            faults.add(entry.line, unknown("composantes", code, names, "catalogue/indicateurs"))


def check_dashboard(
    found: Dashboard,
    document: Entry,
    indicators: dict[str, Indicator],
    names: set[str],
    faults: Faults,
) -> None:
    """Every code exists, is of the theme of its section, and stands once."""
    seen: set[str] = set()
    for section, part in zip(found.sections, _items(document, "sections"), strict=True):
        for code, entry in zip(section.codes, _items(part, "indicateurs"), strict=True):
            if code not in names:
                sentence = unknown("indicateurs", code, names, "catalogue/indicateurs")
                faults.add(entry.line, sentence)
            elif code in indicators and indicators[code].theme is not section.theme:
                theme = indicators[code].theme
                faults.add(
                    entry.line,
                    f"{quote(code)} est du thème {quote(theme)}{NB}; le mettre dans cette section.",
                )
            if code in seen:
                faults.add(
                    entry.line,
                    f"{quote(code)} est écrit deux fois{NB}; n’en garder qu’un.",
                )
            seen.add(code)


def _items(document: Entry, key: str) -> list[Entry]:
    entry = document.value.get(key)
    return entry.value if entry else []


def unknown(key: str, word: str, known: set[str], folder: str) -> str:
    """« source » vaut « x », qui n’est pas dans catalogue/sources ; écrire « y » ou créer…"""
    close = nearest(word, known)
    remedy = f"écrire {quote(close)}" if close else f"créer {folder}/{word}.yaml"
    return f"{states(key, word)}, absent de {folder}{NB}; {remedy}."
