"""A YAML file as values that remember their line, and that refuse what YAML lets pass."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from stats.catalogue.problems import NB, Faults, quote

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TAG = "tag:yaml.org,2002:"
TRUE_WORDS = ("true", "yes", "on")


@dataclass(frozen=True)
class Entry:
    """A value (text, number, bool, None, list of Entry, dict of Entry) and its line from 1."""

    value: object
    line: int


def read_document(path: Path, faults: Faults) -> Entry | None:
    """The entries of a file; None when the file cannot be read at all (the fault says why)."""
    try:
        return parse_document(path.read_text(encoding="utf-8"), faults)
    except UnicodeDecodeError:
        faults.add(1, f"le fichier n’est pas en UTF-8{NB}; l’enregistrer en UTF-8.")
    return None


def parse_document(text: str, faults: Faults) -> Entry | None:
    """The entries of a text, as `read_document` gives those of a file."""
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.add(mark.line + 1 if mark else 1, _syntax_sentence(error))
    except yaml.YAMLError as error:
        faults.add(1, f"caractère interdit en YAML ({error.reason}){NB}; le retirer.")
    else:
        if isinstance(node, yaml.MappingNode):
            return _entry(node, faults)
        faults.add(
            1,
            f"le fichier doit tenir des lignes «{NB}clé{NB}: valeur{NB}»{NB}; le récrire ainsi.",
        )
    return None


def _syntax_sentence(error: yaml.MarkedYAMLError) -> str:
    return (
        f"la syntaxe YAML est fausse ({error.problem}){NB}; vérifier l’alignement, les deux-points "
        "suivis d’une espace et les guillemets."
    )


def _entry(node: yaml.Node, faults: Faults) -> Entry:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Entry(_mapping(node, faults), line)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_entry(child, faults) for child in node.value], line)
    return Entry(_scalar(node), line)


def _mapping(node: yaml.MappingNode, faults: Faults) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in found:
            first = found[name].line
            faults.add(
                line,
                f"la clé {quote(name)} est écrite deux fois (déjà ligne {first}){NB}; "
                "n’en garder qu’une.",
            )
            continue
        entry = _entry(value, faults)
        # A scalar is reported where its key stands: that is the line a person looks for.
        found[name] = Entry(entry.value, line)
    return found


def _scalar(node: yaml.ScalarNode) -> object:
    """Numbers, booleans and nulls as such; dates stay as text because a period is a text."""
    text = node.value
    match node.tag.removeprefix(TAG):
        case "null":
            return None
        case "bool":
            return text.lower() in TRUE_WORDS
        case "int" if text.lstrip("+-").isdigit() and not text.lstrip("+-").startswith("0"):
            return int(text)
        case "int" if text == "0":
            return 0
        case "float":
            return _number(text)
    return text


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def plain(entry: Entry) -> object:
    """The entry without its lines: what `lecture` of a source is handed on as."""
    if isinstance(entry.value, dict):
        return {key: plain(value) for key, value in entry.value.items()}
    if isinstance(entry.value, list):
        return [plain(value) for value in entry.value]
    return entry.value
