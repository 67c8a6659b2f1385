"""Who became whom."""

from datetime import date

from stats.territory.movements import births, heirs, merged_since, read_movements, returned
from stats.territory.shelf import read_movements_kept, replaced, write_movements


def moves(*lines: str):
    """Each line: « MOD DATE BEFORE AFTER »."""
    names = ("MOD", "DATE_EFF", "COM_AV", "COM_AP")
    rows = [dict(zip(names, line.split(), strict=True)) for line in lines]
    return read_movements([row | {"TYPECOM_AV": "COM", "TYPECOM_AP": "COM"} for row in rows])


def test_only_whole_communes_move():
    row = {"MOD": "72", "DATE_EFF": "2026-01-01", "COM_AV": "49220", "COM_AP": "49220"}
    assert read_movements([row | {"TYPECOM_AV": "COM", "TYPECOM_AP": "COMD"}]) == ()


def test_a_code_is_followed_through_a_merger_and_a_change_of_seat():
    chain = moves("32 2015-12-15 49040 49069", "50 2025-01-01 49069 49126")
    assert heirs(chain, {"49126"}) == {"49040": "49126", "49069": "49126"}


def test_a_commune_that_came_back_is_not_its_merger():
    chain = moves("32 2016-01-01 85165 85084", "21 2024-01-01 85084 85165")
    assert heirs(chain, {"85084", "85165"}) == {}
    assert returned(chain, {"85084", "85165"}) == {"85165": "85084"}


def test_a_circle_of_codes_ends():
    circle = moves("32 2001-01-01 00001 00002", "32 2002-01-01 00002 00001")
    assert heirs(circle, {"00003"}) == {}


def test_mergers_of_late_and_births():
    chain = moves("32 2016-01-01 85165 85084", "32 2025-01-01 72287 72155")
    assert merged_since(chain, 2024) == {"72155"}
    assert births(chain) == {"85084": date(2016, 1, 1), "72155": date(2025, 1, 1)}


def test_dates_of_older_files():
    old = moves("31 01/01/19 49321 49160", "31 01/01/73 44042 44131")
    assert [(m.before, m.day) for m in old] == [
        ("44042", date(1973, 1, 1)),
        ("49321", date(2019, 1, 1)),
    ]


def test_movements_are_kept_by_a_store_and_read_back(tmp_path):
    known = moves("32 2016-01-01 85165 85084", "21 2024-01-01 85084 85165")
    with replaced(tmp_path) as folder:
        write_movements(folder, known)
    assert read_movements_kept(tmp_path) == known
    assert read_movements_kept(tmp_path / "ailleurs") == ()
