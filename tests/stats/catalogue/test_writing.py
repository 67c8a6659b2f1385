"""An indicator's file is rewritten without losing a word, and refused with the key at fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stats.catalogue import (
    CatalogueError,
    KeyProblem,
    check_indicator_text,
    load_catalogue,
    parse_keys,
    read_keys,
    written,
)

ROOT = Path(__file__).resolve().parents[3] / "catalogue"
POVERTY = ROOT / "indicateurs" / "TX_PAUV60.yaml"


def test_every_shipped_indicator_is_written_back_the_same(tmp_path):
    overlay = tmp_path / "catalogue"
    (overlay / "indicateurs").mkdir(parents=True)
    for path in sorted((ROOT / "indicateurs").glob("*.yaml")):
        text = written(read_keys(path))
        (overlay / "indicateurs" / path.name).write_text(text, encoding="utf-8")
        assert parse_keys(text) == read_keys(path)
    shipped, rewritten = load_catalogue(ROOT), load_catalogue(ROOT, overlay)
    for code, one in shipped.indicators.items():
        assert replace(rewritten.indicators[code], path=None) == replace(one, path=None)


def test_a_period_stays_a_text(tmp_path):
    path = tmp_path / "X.yaml"
    path.write_text(written({"ruptures": [{"periode": "2016-12-31", "raison": "a : b."}]}))
    assert read_keys(path) == {"ruptures": [{"periode": "2016-12-31", "raison": "a : b."}]}


def test_keys_are_in_the_order_of_the_schema():
    text = written({"inconnue": 1, "titre": "T", "code": "C"})
    assert text == "code: C\ntitre: T\ninconnue: 1\n"


def changed(**keys) -> str:
    return written(read_keys(POVERTY) | keys)


def test_a_sound_text_has_no_problem():
    assert check_indicator_text("TX_PAUV60", changed(titre="Autre titre"), ROOT) == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"sens": 3}, ("sens", "« sens » vaut « 3 » ; écrire -1, 0 ou 1.")),
        (
            {"pourquoi": "Sans point"},
            ("pourquoi", "« pourquoi » n’a pas de point final (après « Sans point ») ; l’ajouter."),
        ),
        (
            {"mises_en_garde": ["Une phrase.", "Une autre"]},
            (
                "mises_en_garde",
                "« mises_en_garde » n’a pas de point final (après « Une autre ») ; l’ajouter.",
            ),
        ),
        (
            {"variation_minimale": {"valeur": -1, "en": "points"}},
            (
                "variation_minimale",
                "« valeur » vaut « -1 » ; écrire un nombre positif ou nul, avec un point décimal.",
            ),
        ),
    ],
)
def test_a_fault_names_its_key(keys, expected):
    found = check_indicator_text("TX_PAUV60", changed(**keys), ROOT)
    assert [(one.key, one.sentence.replace("\u00a0", " ")) for one in found] == [expected]


def test_a_fault_elsewhere_has_no_key():
    found = check_indicator_text("TX_PAUV60", changed(theme="fragilite_jeunes"), ROOT)
    assert [one.key for one in found] == [""]
    assert found[0].sentence.startswith("catalogue/tableaux/pauvrete.yaml, ligne ")


def test_the_rest_of_the_overlay_counts(tmp_path):
    overlay = tmp_path / "catalogue"
    (overlay / "indicateurs").mkdir(parents=True)
    other = read_keys(ROOT / "indicateurs" / "TX_CHOM.yaml") | {"sens": 3}
    (overlay / "indicateurs" / "TX_CHOM.yaml").write_text(written(other), encoding="utf-8")
    found = check_indicator_text("TX_PAUV60", changed(), ROOT, overlay)
    assert [one.key for one in found] == [""]
    assert isinstance(found[0], KeyProblem)
    assert sorted(path.name for path in overlay.rglob("*.yaml")) == ["TX_CHOM.yaml"]


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    path = tmp_path / "X.yaml"
    path.write_text("code: [")
    with pytest.raises(CatalogueError):
        read_keys(path)
