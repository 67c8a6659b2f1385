"""The tree: names, sizes, what must never be committed, what must be documented."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.laws import ROOT, files, short, tree

FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers", "constants", "misc"}
LONGEST_FILE = 400
LONGEST_VIEW = 25
PYTHON = files("observatoire", "stats", "tests", "requirements", ends=".py")
CODE = [path for path in PYTHON if "migrations" not in path.parts]
VIEWS = [
    path for path in PYTHON if "views" in (path.stem, path.parent.name) and path.stat().st_size
]
DOCS = [ROOT / "README.md", *files("docs", ends=".md")]
TEXT = {".py", ".md", ".html", ".css", ".js", ".yaml", ".yml", ".toml", ".txt", ".csv", ".json", ""}
# Registries, this kind of machine, and where its owners keep their files.
TRACES = [
    r"https?://[^\s\"']*(?:pypi|pythonhosted|npmjs|debian\.org|artifact)[^\s\"']*",
    r"--(?:extra-)?index-url",
    r"(?<![\w.])/(?:root|home/\w+|work|Users/\w+)/",
]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def documentation() -> str:
    return "\n".join(map(read, DOCS))


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_a_name_says_what_a_file_holds(path):
    names = {*path.relative_to(ROOT).parent.parts, path.stem}
    assert names & FORBIDDEN_NAMES == set()


@pytest.mark.parametrize("path", CODE, ids=short)
def test_a_file_can_be_read_at_one_sitting(path):
    assert read(path).count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("path", VIEWS, ids=short)
def test_a_view_is_short(path):
    functions = [
        node for node in ast.walk(ast.parse(read(path))) if isinstance(node, ast.FunctionDef)
    ]
    long = [one.name for one in functions if one.end_lineno - one.lineno + 1 > LONGEST_VIEW]
    assert long == []


def traces(text: str) -> list[str]:
    return [found.group() for trace in TRACES for found in re.finditer(trace, text)]


@pytest.mark.parametrize(
    "path",
    [path for path in tree() if path.suffix in TEXT and path != Path(__file__)],
    ids=short,
)
def test_no_trace_of_a_machine_nor_of_a_registry(path):
    assert traces(read(path)) == []


def test_such_traces_would_be_seen():
    planted = "voir https://pypi.org/simple et --index-url, dans /root/.venv ou /home/une/maison"
    assert traces(planted) == ["https://pypi.org/simple", "--index-url", "/root/", "/home/une/"]


@pytest.mark.skipif("OBS_SOURCES" not in os.environ, reason="OBS_SOURCES ne nomme aucun dossier")
def test_no_official_file_is_kept_here():
    """A file given for the tests is read there, never copied here."""
    given = {
        (path.stat().st_size, path.read_bytes())
        for path in Path(os.environ["OBS_SOURCES"]).rglob("*")
        if path.is_file() and 0 < path.stat().st_size < 5_000_000
    }
    kept = {(path.stat().st_size, path.read_bytes()): short(path) for path in tree()}
    assert [name for content, name in kept.items() if content in given] == []


class TestEnvironment:
    """`.env.example` and the code name the same variables."""

    READ = re.compile(r"OBS_[A-Z_]+[A-Z]")

    def test_every_variable_is_documented_and_read(self):
        code = [
            *files("observatoire", "tests", ends=".py"),
            ROOT / "Makefile",
            ROOT / ".ci" / "run",
        ]
        used = {
            name
            for path in code
            if path != Path(__file__)
            for name in self.READ.findall(read(path))
        }
        documented = set(re.findall(r"^#? ?(OBS_\w+)=", read(ROOT / ".env.example"), re.MULTILINE))
        assert documented == used

    def test_each_one_has_its_sentence(self):
        lines = read(ROOT / ".env.example").splitlines()
        alone = [
            line
            for before, line in pairwise(["", *lines])
            if re.match(r"#? ?OBS_\w+=", line) and not before.startswith("# ")
        ]
        assert alone == []


class TestDocumentation:
    @pytest.mark.parametrize(
        "path",
        [path for path in files("observatoire", ends=".py") if "commands" in path.parts],
        ids=short,
    )
    def test_a_command_is_documented(self, path):
        if path.stem != "__init__":
            assert re.findall(rf"manage\.py {path.stem}\b", documentation()) != []

    def test_the_words_of_make_are_documented(self):
        words = re.findall(r"^([a-z-]+):.*## ", read(ROOT / "Makefile"), re.MULTILINE)
        missing = [word for word in words if f"make {word}" not in documentation()]
        assert missing == []

    def test_the_addresses_between_documents_lead_somewhere(self):
        broken = [
            (short(path), target)
            for path in [*DOCS, ROOT / "CHANGELOG.md", ROOT / "GLOSSAIRE.md"]
            for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", read(path))
            if not (path.parent / target).exists()
        ]
        assert broken == []


class TestGlossary:
    """GLOSSAIRE.md: one French term, one word of the code, one meaning."""

    def rows(self) -> list[list[str]]:
        lines = read(ROOT / "GLOSSAIRE.md").splitlines()
        table = [line for line in lines if line.startswith("|")][2:]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]

    def test_each_line_has_a_term_a_word_and_a_meaning(self):
        rows = self.rows()
        assert [row for row in rows if len(row) != 3 or not all(row)] == []
        assert len(rows) >= 40

    def test_a_term_and_a_word_are_paired_once(self):
        terms = [row[0].lower() for row in self.rows()]
        words = [word for row in self.rows() for word in re.findall(r"`([^`]+)`", row[1])]
        assert (sorted(terms), sorted(words)) == (sorted(set(terms)), sorted(set(words)))

    def test_each_word_is_in_the_code(self):
        code = "\n".join(map(read, files("observatoire", "stats", ends=".py")))
        words = [word for row in self.rows() for word in re.findall(r"`([^`]+)`", row[1])]
        assert [word for word in words if not re.search(rf"\b{re.escape(word)}\b", code)] == []


class TestDependencies:
    LINE = re.compile(r'^    "([a-z0-9-]+)(?:\[[a-z]+\])?~=[0-9.]+", *(#?.*)$')

    def declared(self) -> list[tuple[str, str]]:
        section = read(ROOT / "pyproject.toml").split("[tool.", 1)[0]
        return [found.groups() for line in section.splitlines() if (found := self.LINE.match(line))]

    def test_each_has_its_reason(self):
        assert [name for name, reason in self.declared() if len(reason) < 12] == []

    def test_each_is_seen_by_this_test(self):
        settings = tomllib.loads(read(ROOT / "pyproject.toml"))
        asked = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
        assert len(self.declared()) == len(asked)

    @pytest.mark.parametrize("lock", ["base.txt", "dev.txt"])
    def test_the_lock_has_hashes_and_names_no_registry(self, lock):
        lines = read(ROOT / "requirements" / lock).splitlines()
        pinned = [line for line in lines if re.match(r"[a-z0-9]", line)]
        assert [line for line in pinned if not re.match(r"[a-z0-9._-]+(\[\w+\])?==\S+", line)] == []
        assert len(pinned) <= sum("--hash=sha256:" in line for line in lines)
