"""The guide page « Ajouter une source » tells the truth: its example is run."""

from __future__ import annotations

import re
import shutil

import pytest

from stats.__main__ import main
from stats.statuses import Status
from stats.store import Store
from tests.stats.sources.conftest import REAL

GUIDE = REAL.parent / "docs" / "guide" / "ajouter-une-source.md"
SCHEMA = REAL.parent / "stats" / "catalogue" / "lecture" / "schema.py"


def blocks(language):
    text = GUIDE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def example(tmp_path):
    """The catalogue with the source of the guide, and the file it describes."""
    catalogue = tmp_path / "catalogue"
    shutil.copytree(REAL, catalogue)
    (description,), (content,) = blocks("yaml"), blocks("csv")
    (catalogue / "sources" / "federation.yaml").write_text(description, encoding="utf-8")
    file = tmp_path / "relevé_2025.csv"
    file.write_text(content, encoding="utf-8")
    return ["federation", str(file), "--catalogue", str(catalogue)]


def test_the_example_says_and_gives_what_the_guide_shows(example, tmp_path, capsys):
    assert main(["catalogue", "--check", "--catalogue", example[-1]]) == 0
    capsys.readouterr()
    store = tmp_path / "magasin"
    assert main(["read", *example, "--store", str(store)]) == 0
    answer, content = blocks("text")
    said = capsys.readouterr().err.replace("\u00a0", " ").splitlines()
    assert said[1:] == answer.splitlines()
    told = []
    for one in Store(store).observations():
        value = f"{one.value:g}" if one.status is Status.VALUE else str(one.status)
        marks = "|".join(sorted(one.marks))
        told.append(" ".join(filter(None, [one.level, one.territory, one.period, value, marks])))
    assert told == content.splitlines()


def test_the_file_of_next_year_needs_nothing(example, tmp_path, capsys):
    former = tmp_path / "relevé_2025.csv"
    text = former.read_text(encoding="utf-8").replace("2025 (1)", "2025 (1);2026")
    later = tmp_path / "relevé_2026.csv"
    later.write_text(re.sub(r"^(44;.*)$", r"\1;35 000", text, flags=re.MULTILINE), "utf-8")
    store = tmp_path / "magasin"
    asked = ["read", "federation", str(later), *example[2:], "--store", str(store)]
    assert main(asked) == 1  # A column was added to one row only: said, not guessed.
    lines = later.read_text(encoding="utf-8").splitlines()
    width = lines[2].count(";")
    later.write_text("\n".join(line + ";" * (width - line.count(";")) for line in lines), "utf-8")
    capsys.readouterr()
    assert main(asked) == 0
    (one,) = Store(store).observations(territories=["44"], period="2026")
    assert (one.value, one.edition) == (35000, "Relevé 2026")


def test_every_key_of_a_reading_is_in_the_reference():
    keys = set(re.findall(r'(?:Field|optional)\(\s*"(\w+)"', SCHEMA.read_text(encoding="utf-8")))
    reference = (REAL / "README.md").read_text(encoding="utf-8").split("## La lecture")[1]
    named = set(re.findall(r"[`{ (](\w+)[`:, }]", reference))
    assert keys - named == set()


def test_every_sentence_of_the_guide_is_one_of_the_readers():
    guide = GUIDE.read_text(encoding="utf-8").replace("\u00a0", " ")
    table = guide.split("## Quand la lecture refuse")[1]
    said = [row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ")][1:]
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (REAL.parent / "stats" / "sources").rglob("*.py")
    )
    assert len(said) == 9
    for sentence in said:
        parts = [part for part in re.split(r"« [^»]* »|D7", sentence) if part.strip()]
        assert [part for part in parts if part.strip() not in code] == []
