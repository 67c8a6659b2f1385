import threading
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.statuses import Mark, Status
from stats.store import RefusedError, Store
from stats.store.editions import edition_date
from stats.store.table import content_hash, observation_table
from tests.stats.examples import POVERTY_2020, observation
from tests.stats.naive import NaiveStore


def year(period, values, **changes):
    return [observation(code, period, value, label="", **changes) for code, value in values.items()]


def plain(observations):
    return [replace(one, import_id="", label="") for one in observations]


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "magasin")


def test_what_is_published_is_read(store):
    imported = store.publish(year("2020", POVERTY_2020), source="chiffres", label="pauvreté")
    assert plain(store.observations()) == year("2020", POVERTY_2020, revision=1)
    assert [one.import_id for one in store.observations(territories=["44"])] == [imported.id]
    assert (imported.rows, imported.source, imported.label) == (5, "chiffres", "pauvreté")
    assert imported.published_at == "2026-03-17T08:00:00+00:00"
    assert store.imports() == [imported]


def test_everything_an_observation_says_comes_back(store):
    given_one = observation(
        "85",
        "2020-T3",
        status=Status.CENSORED,
        marks=frozenset({Mark.PROVISIONAL, Mark.ROUNDED_10}),
        lower=6400.0,
        vintage=None,
        note="« plus de »",
        revision=3,
        label="",
    )
    store.publish([given_one], source="long")
    assert plain(store.observations()) == [given_one]


def test_the_same_content_changes_nothing_whatever_its_order(store):
    rows = year("2020", POVERTY_2020)
    first = store.publish(rows, source="chiffres")
    before = store.fingerprint
    again = store.publish(list(reversed(rows)), source="chiffres")
    assert (again, store.fingerprint, store.count()) == (first, before, 5)


def test_a_list_and_a_table_are_the_same_content(tmp_path):
    rows = year("2020", POVERTY_2020)
    table = observation_table(rows)
    halves = pa.concat_tables([table.slice(3), table.slice(0, 3)])
    listed = Store(tmp_path / "a").publish(rows, source="long")
    tabled = Store(tmp_path / "b").publish(halves, source="long")
    assert listed.id == tabled.id


def test_another_value_is_a_revision_and_the_former_stays(store):
    store.publish([observation("85", "2024-T4", 5.3)], source="chiffres")
    store.publish([observation("85", "2024-T4", 5.4)], source="long")
    assert [(o.revision, o.value) for o in store.observations()] == [(2, 5.4)]
    every = store.observations(revisions="all")
    assert [(o.revision, o.value) for o in every] == [(1, 5.3), (2, 5.4)]
    assert (store.count(), store.count(revisions="all")) == (1, 2)


def test_a_value_that_comes_back_is_a_revision_too(store):
    for value in (5.3, 5.4):
        store.publish([observation("85", "2024-T4", value)], source="long")
    store.publish([observation("85", "2024-T4", 5.3)], source="retour")
    numbered = [(o.revision, o.value) for o in store.observations(revisions="all")]
    assert numbered == [(1, 5.3), (2, 5.4), (3, 5.3)]


def test_an_older_edition_does_not_become_current(store):
    def publish(value, edition):
        return store.publish([observation("85", "2019", value, edition=edition)], source=edition)

    publish(9.1, "Filosofi 2021")
    before = store.fingerprint
    late = publish(9.3, "Filosofi 2019")
    told = [(o.revision, o.value, o.edition) for o in store.observations(revisions="all")]
    assert told == [
        (1, 9.1, "Filosofi 2021"),
        (2, 9.3, "Filosofi 2019"),
        (3, 9.1, "Filosofi 2021"),
    ]
    publish(9.1, "Filosofi 2018")
    assert [(o.revision, o.value, o.edition) for o in store.observations()] == [told[2]]
    store.undo(store.imports()[-1].id)
    store.undo(late.id)
    assert store.fingerprint == before


def test_two_series_of_one_file_keep_their_order(store):
    """A year written twice: the second counting is the one that goes on."""
    published = observation("44", "2016", 29114.0)
    store.publish([published], source="chiffres")
    twice = [
        observation("44", "2016", value, revision=n) for n, value in ((1, 28816.0), (2, 29114.0))
    ]
    store.publish(twice, source="drees_minima_sociaux")
    told = [(o.revision, o.value) for o in store.observations(revisions="all")]
    assert told == [(1, 29114.0), (2, 28816.0), (3, 29114.0)]


@pytest.mark.parametrize(
    ("edition", "date"),
    [
        ("T3 2025", (2025, 9)),
        ("Aide sociale, séries 1996-2020", (2020, 0)),
        ("Données mensuelles, jusqu’à octobre 2020", (2020, 10)),
        ("Minima sociaux, fichier départemental (fin 2019)", (2019, 0)),
        ("sans année", None),
    ],
)
def test_the_date_of_an_edition_is_in_its_name(edition, date):
    assert edition_date(edition) == date


def test_undo_restores_the_fingerprint_and_the_reading(store):
    store.publish(year("2019", POVERTY_2020), source="chiffres")
    before, seen = store.fingerprint, store.observations(revisions="all")
    second = store.publish(year("2019", {"44": 99.0, "85": 8.9}), source="long")
    assert store.fingerprint != before
    assert store.undo(second.id) == second
    assert (store.fingerprint, store.observations(revisions="all")) == (before, seen)


def test_undo_of_nothing_is_refused(store):
    with pytest.raises(RefusedError, match="Aucun import « abc »"):
        store.undo("abc")


def test_replacing_hides_the_former_imports_of_the_source_until_undone(store):
    first = store.publish(year("2019", POVERTY_2020), source="chiffres")
    other = store.publish(year("2018", {"44": 1.0}), source="long")
    before = store.fingerprint
    second = store.publish(year("2019", {"44": 10.1}), source="chiffres", replace=True)
    assert second.replaces == (first.id,)
    assert [(o.period, o.value, o.revision) for o in store.observations()] == [
        ("2018", 1.0, 1),
        ("2019", 10.1, 1),
    ]
    assert [one.id for one in store.imports()] == [other.id, second.id]
    store.undo(second.id)
    assert (store.fingerprint, store.count()) == (before, 6)


def test_going_back_to_a_replaced_content_shows_it_again(store):
    first = store.publish(year("2019", {"44": 1.0}), source="chiffres", replace=True)
    store.publish(year("2019", {"44": 2.0}), source="chiffres", replace=True)
    third = store.publish(year("2019", {"44": 1.0}), source="chiffres", replace=True)
    assert third.id == first.id
    assert [o.value for o in store.observations(revisions="all")] == [1.0]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([observation(value=1.0), observation(value=2.0)], "deux valeurs pour la même révision"),
        (pa.table({"indicateur": ["A"]}), "Colonnes absentes"),
        (observation_table([]).slice(0, 0), None),
    ],
)
def test_a_refusal_changes_nothing(store, rows, sentence):
    before = store.fingerprint
    if sentence is None:
        assert store.publish(rows, source="long").rows == 0
        return
    with pytest.raises(RefusedError, match=sentence):
        store.publish(rows, source="long")
    assert (store.fingerprint, store.imports()) == (before, [])


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("statut", "inconnu", "Statuts inconnus : inconnu"),
        ("marques", "provisoire|faux", "Marques inconnues : faux"),
        ("statut", "secret_primaire", "seulement si, le statut est « valeur »"),
    ],
)
def test_a_table_is_checked_as_observations_are(store, column, value, sentence):
    table = observation_table([observation(value=1.0)])
    place = table.schema.get_field_index(column)
    with pytest.raises(RefusedError, match=sentence):
        store.publish(table.set_column(place, column, [[value]]), source="long")


def test_questions_are_by_indicator_level_territory_and_period(store):
    rows = year("2020", POVERTY_2020) + year("2019", POVERTY_2020)
    rows.append(observation("R52", "2020", 10.5, level="region"))
    rows.append(observation("44", "2020", 1.0, indicator="AUTRE"))
    rows.append(observation("44", "2020", 2.0, level="region", indicator="AUTRE"))
    store.publish(rows, source="chiffres")

    def keys(**question):
        found = store.observations(**question)
        assert len(found) == store.count(**question)
        return [(o.indicator, o.level, o.territory, o.period) for o in found]

    assert keys(indicator="AUTRE") == [
        ("AUTRE", "departement", "44", "2020"),
        ("AUTRE", "region", "44", "2020"),
    ]
    assert keys(indicator="TX_PAUV60", period="2020", territories=["85", ("region", "R52")]) == [
        ("TX_PAUV60", "departement", "85", "2020"),
        ("TX_PAUV60", "region", "R52", "2020"),
    ]
    assert keys(level="region", territories=["44"]) == [("AUTRE", "region", "44", "2020")]
    assert keys(indicator="ABSENT") == keys(level="iris") == keys(period="1999") == []
    assert len(keys(indicator=["AUTRE", "TX_PAUV60"], period=["2019", "2020"])) == 13
    everything = store.observations()
    pages = [store.observations(limit=4, offset=start) for start in range(0, 13, 4)]
    assert [one for page in pages for one in page] == everything
    assert store.periods("TX_PAUV60") == ["2019", "2020"]
    assert store.levels("TX_PAUV60") == ["departement", "region"]
    assert store.indicators() == ["AUTRE", "TX_PAUV60"]
    assert store.holders("AUTRE") == [("departement", "44"), ("region", "44")]
    assert store.holders(["ABSENT"]) == []


def test_periods_are_sorted_in_time(store):
    codes = ["2020-T2", "2019-12-31", "2020", "2020-T1", "2019-12", "2019"]
    store.publish([observation("44", code, 1.0) for code in codes], source="long")
    assert store.periods("TX_PAUV60") == [
        "2019",
        "2019-12",
        "2019-12-31",
        "2020-T1",
        "2020-T2",
        "2020",
    ]


def test_names_come_from_the_territories(store):
    folder = store.path / "territoires"
    folder.mkdir(parents=True)
    table = pa.table(
        {
            "niveau": ["departement", "departement"],
            "code": ["44", "44"],
            "nom": ["Loire-Inférieure", "Loire-Atlantique"],
            "fin": pa.array([-4678, None], pa.date32()),
            "millesime": [1900, 2025],
        }
    )
    pa.parquet.write_table(table, folder / "territoires.parquet")
    bare = store.fingerprint
    (folder / "rapport.json").write_text("{}")
    assert store.fingerprint != bare
    store.publish([observation("44", value=1.0, label="")], source="long")
    assert [one.label for one in store.observations()] == ["Loire-Atlantique"]


def test_an_empty_store_answers(store):
    assert (store.observations(), store.count(), store.imports()) == ([], 0, [])
    assert store.table().num_rows == 0


def test_a_reader_sees_whole_publications_only(store):
    store.publish(year("2000", POVERTY_2020), source="0")
    seen, stop = set(), threading.Event()

    def look():
        while not stop.is_set():
            seen.add(len(store.observations()))

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 6):
        store.publish(year(str(2000 + number), POVERTY_2020), source=str(number))
        store.warm()
    stop.set()
    for reader in readers:
        reader.join()
    assert seen <= {5 * n for n in range(1, 7)}
    assert store.count() == 30


def test_two_stores_on_one_directory_see_the_same(store):
    other = Store(store.path)
    assert other.count() == 0
    store.publish(year("2020", POVERTY_2020), source="chiffres")
    assert (other.count(), other.fingerprint) == (5, store.fingerprint)


def test_former_derived_files_do_not_pile_up(store):
    for number in range(3):
        store.publish([observation("44", str(2000 + number), 1.0)], source=str(number))
        store.warm()
    derived = [path for path in (store.path / "derive").iterdir() if path.suffix == ".duckdb"]
    assert [path.name for path in derived] == [f"{store.fingerprint}-1.duckdb"]


values = st.one_of(st.none(), st.integers(0, 3).map(float))
rows = st.dictionaries(
    st.tuples(st.sampled_from(["44", "85"]), st.sampled_from(["2019", "2020"]), st.integers(0, 3)),
    values,
    max_size=8,
)


@st.composite
def publications(draw):
    """One row a key may be « not stated » (0) or numbered, never both."""
    found, edition = [], draw(st.sampled_from(["Filosofi 2019", "Filosofi 2021"]))
    for (territory, period, revision), value in draw(rows).items():
        if revision == 0 and any((o.territory, o.period) == (territory, period) for o in found):
            continue
        if any((o.territory, o.period, o.revision) == (territory, period, 0) for o in found):
            continue
        status = Status.VALUE if value is not None else Status.PRIMARY_SECRET
        found.append(
            observation(
                *(territory, period, value),
                status=status,
                revision=revision,
                edition=edition,
                label="",
            )
        )
    return found


@settings(max_examples=8, deadline=None)
@given(st.lists(publications(), min_size=1, max_size=4))
def test_the_store_equals_the_naive_one(tmp_path_factory, given_publications):
    store, naive = Store(tmp_path_factory.mktemp("magasin")), NaiveStore()
    states = []
    for number, publication in enumerate(given_publications):
        states.append((store.fingerprint, plain(store.observations(revisions="all"))))
        store.publish(publication, source=str(number))
        naive.publish(publication)
        assert plain(store.observations(revisions="all")) == naive.all()
        assert plain(store.observations()) == naive.current()
    for state in reversed(states):
        store.undo(store.imports()[-1].id)
        assert (store.fingerprint, plain(store.observations(revisions="all"))) == state


@settings(max_examples=30, deadline=None)
@given(publications(), st.randoms())
def test_the_hash_does_not_depend_on_the_order(given_rows, random):
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    one, other = observation_table(given_rows), observation_table(shuffled)
    assert content_hash(one) == content_hash(other)
    assert one.equals(other)
