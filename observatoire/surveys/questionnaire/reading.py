"""The text of a questionnaire (YAML) into a Questionnaire, with each fault at its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from observatoire.surveys.questionnaire.controls import REASONS, read_controls, read_parts
from observatoire.surveys.questionnaire.model import (
    LABELS,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
)

NB = "\u00a0"
CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
MOST_QUESTIONS, MOST_OPTIONS, MOST_CHARACTERS = 1_000, 200, 500_000
NEEDS_OPTIONS = {Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX}
# The keys that a kind understands, besides those of every question.
COMMON = {"code", "type", "question", "aide", "obligatoire", "si", "personnel"}
KEYS = {
    Kind.SINGLE: {"choix"},
    Kind.MULTIPLE: {"choix"},
    Kind.SATISFACTION: set(),
    Kind.SCALE: {"de", "a", "debut", "fin"},
    Kind.RECOMMENDATION: {"debut", "fin"},
    Kind.NUMBER: {"minimum", "maximum", "entier", "unite"},
    Kind.TEXT: {"long", "longueur"},
    Kind.DATE: set(),
    Kind.MATRIX: {"choix", "lignes"},
    Kind.GRID: {"lignes", "colonnes", "totaux", "minimum", "maximum", "entier", "unite"},
    Kind.TOTAL: {"somme", "unite"},
}


@dataclass(frozen=True)
class Problem:
    """A fault of the text: where it is, and what to write instead."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, ligne {self.line}{NB}: {self.sentence}"


class Faulty(Exception):
    """The questionnaire cannot be used; every fault is told at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = problems


@dataclass
class _Reader:
    """Nodes of YAML, whose lines are known, into plain values."""

    file: str
    is_draft: bool = False
    problems: list[Problem] = field(default_factory=list)

    def fault(self, node, sentence: str) -> None:
        line = node.start_mark.line + 1 if node is not None else 1
        self.problems.append(Problem(self.file, line, sentence))

    def mapping(self, node, allowed: set[str], what: str) -> dict:
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{what} s’écrit en lignes «{NB}clé{NB}: valeur{NB}».")
            return {}
        found: dict = {}
        for key, value in node.value:
            name = str(key.value)
            if name not in allowed:
                names = ", ".join(sorted(allowed))
                self.fault(key, f"«{NB}{name}{NB}» n’a pas de sens ici{NB}; écrire {names}.")
            elif name in found:
                self.fault(key, f"«{NB}{name}{NB}» est écrit deux fois{NB}; n’en garder qu’un.")
            else:
                found[name] = value
        return found

    def text(self, found: dict, key: str, within, *, needed: bool = False, most=2_000) -> str:
        node = found.get(key)
        if node is None:
            if needed:
                self.fault(within, f"«{NB}{key}{NB}» manque{NB}; l’écrire.")
            return ""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.fault(node, f"«{NB}{key}{NB}» est un texte{NB}; l’écrire.")
            return ""
        if len(node.value) > most:
            self.fault(node, f"«{NB}{key}{NB}» dépasse {most} signes{NB}; l’abréger.")
        return " ".join(node.value.split())

    def code(self, found: dict, within) -> str:
        value = self.text(found, "code", within, needed=True)
        if value and not CODE.fullmatch(value):
            sentence = "s’écrit en minuscules sans accent, chiffres et «\u00a0_\u00a0»"
            self.fault(found["code"], f"le code «{NB}{value}{NB}» {sentence}.")
        return value

    def whole(self, found: dict, key: str, default: int) -> int:
        value = self.number(found, key)
        if value is None:
            return default
        if value != int(value):
            self.fault(found[key], f"«{NB}{key}{NB}» est un nombre entier.")
        return int(value)

    def number(self, found: dict, key: str) -> float | None:
        node = found.get(key)
        if node is None:
            return None
        try:
            value = float(node.value)
        except (TypeError, ValueError):
            value = float("nan")
        if value != value or abs(value) > 1e15:
            self.fault(node, f"«{NB}{key}{NB}» est un nombre{NB}; l’écrire en chiffres.")
            return None
        return value

    def truth(self, found: dict, key: str) -> bool:
        node = found.get(key)
        if node is None:
            return False
        words = {"true": True, "oui": True, "false": False, "non": False}
        value = words.get(str(node.value).lower()) if isinstance(node, yaml.ScalarNode) else None
        if value is None:
            self.fault(node, f"«{NB}{key}{NB}» vaut true ou false.")
        return bool(value)

    def sequence(self, node, what: str) -> list:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.fault(node, f"{what}{NB}: écrire une liste d’au moins un élément.")
            return []
        return node.value


def read_questionnaire(text: str, *, name: str, is_draft: bool = False) -> Questionnaire:
    """The questionnaire that a text describes. Raises Faulty with every problem.

    A draft may have parts without a question yet.
    """
    reader = _Reader(name, is_draft)
    node = _composed(reader, text)
    found = _whole(reader, node) if node is not None else None
    if reader.problems:
        raise Faulty(sorted(reader.problems, key=lambda one: one.line))
    return found


def _composed(reader: _Reader, text: str):
    if len(text) > MOST_CHARACTERS:
        reader.problems.append(Problem(reader.file, 1, f"dépasse {MOST_CHARACTERS} signes."))
        return None
    try:
        if any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(text, yaml.SafeLoader)):
            reader.problems.append(
                Problem(reader.file, 1, "emploie un renvoi (*)\u00a0: l’écrire.")
            )
            return None
        node = yaml.compose(text, yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        sentence = "n’est pas du YAML\u00a0: vérifier les retraits et les deux-points."
        reader.problems.append(Problem(reader.file, line, sentence))
        return None
    if node is None:
        reader.problems.append(Problem(reader.file, 1, "est vide\u00a0: décrire des questions."))
    return node


def _whole(reader: _Reader, node) -> Questionnaire:
    keys = {"code", "version", "titre", "introduction", "sections", "controles"}
    found = reader.mapping(node, keys, "un questionnaire")
    sections, seen = [], {}
    for one in reader.sequence(found.get("sections", node), "les sections"):
        sections.append(_section(reader, one, seen))
    if len(seen) > MOST_QUESTIONS:
        reader.fault(node, f"a plus de {MOST_QUESTIONS} questions\u00a0: le couper.")
    version = reader.whole(found, "version", 1)
    if version < 1:
        reader.fault(found["version"], "la version est un entier à partir de 1.")
    return Questionnaire(
        code=reader.code(found, node),
        version=version,
        title=reader.text(found, "titre", node, needed=True, most=200),
        introduction=reader.text(found, "introduction", node),
        sections=tuple(sections),
        controls=read_controls(reader, found.get("controles"), seen),
    )


def _section(reader: _Reader, node, seen: dict[str, Question]) -> Section:
    found = reader.mapping(node, {"titre", "texte", "questions"}, "une section")
    questions = []
    is_waiting = reader.is_draft and "questions" not in found
    for one in () if is_waiting else reader.sequence(found.get("questions", node), "les questions"):
        question = _question(reader, one, seen)
        if question is not None:
            seen[question.code] = question
            questions.append(question)
    title = reader.text(found, "titre", node, needed=True, most=200)
    return Section(title, tuple(questions), reader.text(found, "texte", node))


def _question(reader: _Reader, node, seen: dict[str, Question]) -> Question | None:
    every = COMMON | set().union(*KEYS.values())
    found = reader.mapping(node, every, "une question")
    kind = _kind(reader, found, node)
    if kind is None:
        return None
    for key in sorted(set(found) - COMMON - KEYS[kind]):
        reader.fault(found[key], f"«{NB}{key}{NB}» n’a pas de sens pour le type {kind}.")
    code = reader.code(found, node)
    if code in seen or code == REASONS:
        reader.fault(found["code"], f"le code «{NB}{code}{NB}» sert déjà{NB}; en choisir un autre.")
    question = Question(
        code=code,
        kind=kind,
        label=reader.text(found, "question", node, needed=True, most=500),
        help=reader.text(found, "aide", node, most=500),
        is_required=reader.truth(found, "obligatoire"),
        is_personal=reader.truth(found, "personnel"),
        condition=_condition(reader, found.get("si"), seen),
        **_options(reader, found, node, kind),
        **(read_parts(reader, found, node, seen) if kind is Kind.TOTAL else {}),
        **MEASURES.get(kind, _nothing)(reader, found, node),
    )
    return question


def _kind(reader: _Reader, found: dict, node) -> Kind | None:
    value = reader.text(found, "type", node, needed=True)
    if value and value not in set(Kind):
        names = ", ".join(LABELS)
        reader.fault(found["type"], f"le type «{NB}{value}{NB}» n’existe pas{NB}; écrire {names}.")
        return None
    return Kind(value) if value else None


def _options(reader: _Reader, found: dict, node, kind: Kind) -> dict:
    given = {}
    if kind in NEEDS_OPTIONS:
        given["options"] = _list(reader, found.get("choix"), node, "choix", fewest=2)
    if kind in {Kind.MATRIX, Kind.GRID}:
        given["rows"] = _list(reader, found.get("lignes"), node, "lignes", fewest=1)
    if kind is Kind.GRID:
        given["columns"] = _list(reader, found.get("colonnes"), node, "colonnes", fewest=1)
        given["has_totals"] = reader.truth(found, "totaux")
    return given


def _list(reader: _Reader, listed, node, key: str, *, fewest: int) -> tuple[Option, ...]:
    if listed is None:
        reader.fault(node, f"«{NB}{key}{NB}» manque{NB}; l’écrire.")
        return ()
    found: list[Option] = []
    for one in reader.sequence(listed, f"«{NB}{key}{NB}»"):
        keys = reader.mapping(one, {"code", "libelle"}, "un choix")
        label = reader.text(keys, "libelle", one, needed=True, most=300)
        option = Option(reader.code(keys, one), label)
        if option.code in {other.code for other in found}:
            reader.fault(one, f"le code «{NB}{option.code}{NB}» sert déjà dans cette liste.")
        found.append(option)
    if listed.value and not fewest <= len(found) <= MOST_OPTIONS:
        reader.fault(listed, f"«{NB}{key}{NB}»{NB}: de {fewest} à {MOST_OPTIONS} éléments.")
    return tuple(found)


def _condition(reader: _Reader, node, seen: dict[str, Question]) -> Condition | None:
    if node is None:
        return None
    found = reader.mapping(node, {"question", "parmi"}, "une condition")
    code = reader.text(found, "question", node, needed=True)
    among = tuple(
        str(one.value) for one in reader.sequence(found.get("parmi", node), "«\u00a0parmi\u00a0»")
    )
    asked = seen.get(code)
    if asked is None:
        if code:
            reader.fault(node, f"la condition cite «{NB}{code}{NB}», qui n’est pas posée avant.")
        return None
    if not asked.is_counted or asked.kind is Kind.MATRIX:
        reader.fault(node, f"la condition cite «{NB}{code}{NB}», qui n’est pas un choix.")
    unknown = sorted(set(among) - {one.code for one in asked.choices})
    if unknown:
        reader.fault(node, f"«{NB}{code}{NB}» n’a pas de choix {', '.join(unknown)}.")
    return Condition(code, among)


def _nothing(reader: _Reader, found: dict, node) -> dict:
    return {}


def _scale(reader: _Reader, found: dict, node) -> dict:
    low, high = reader.whole(found, "de", 1), reader.whole(found, "a", 5)
    if not 0 <= low < high <= low + 20:
        reader.fault(node, f"l’échelle va de {low} à {high}{NB}; écrire deux à vingt et un degrés.")
        low, high = 1, 5
    return {"low": low, "high": high} | _ends(reader, found, node)


def _recommendation(reader: _Reader, found: dict, node) -> dict:
    return {"low": 0, "high": 10} | _ends(reader, found, node)


def _ends(reader: _Reader, found: dict, node) -> dict:
    return {
        "low_label": reader.text(found, "debut", node, most=80),
        "high_label": reader.text(found, "fin", node, most=80),
    }


def _measure(reader: _Reader, found: dict, node) -> dict:
    least, most = reader.number(found, "minimum"), reader.number(found, "maximum")
    if least is not None and most is not None and least > most:
        reader.fault(node, f"le minimum dépasse le maximum{NB}; les échanger.")
    return {
        "minimum": least,
        "maximum": most,
        "is_whole": reader.truth(found, "entier"),
        "unit": reader.text(found, "unite", node, most=40),
    }


def _words(reader: _Reader, found: dict, node) -> dict:
    longest = reader.whole(found, "longueur", 2_000)
    if not 1 <= longest <= 20_000:
        reader.fault(node, f"la longueur va de 1 à 20{NB}000 signes.")
    return {"is_long": reader.truth(found, "long"), "longest": longest}


MEASURES: dict[Kind, Callable] = {
    Kind.SCALE: _scale,
    Kind.RECOMMENDATION: _recommendation,
    Kind.NUMBER: _measure,
    Kind.GRID: _measure,
    Kind.TOTAL: lambda reader, found, node: {"unit": reader.text(found, "unite", node, most=40)},
    Kind.TEXT: _words,
}
