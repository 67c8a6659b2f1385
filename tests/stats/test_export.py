import io
import json

import openpyxl
import pyarrow.parquet as pq
import pytest

from stats.export import COLUMNS, FORMATS, MORE, export, write_number
from stats.statuses import Mark, Status
from stats.store import Store
from tests.stats.examples import observation

ROWS = [
    observation(
        "44", "2020", 10.0, marks=frozenset({Mark.PROVISIONAL, Mark.ESTIMATED}), revision=2
    ),
    observation("85", "2019", 22910.5, source="Insee ; « Filosofi », 2019", revision=1),
    observation("85", "2020", status=Status.PRIMARY_SECRET, revision=1),
]


def test_csv():
    assert export(ROWS, "csv").decode().splitlines() == [
        ",".join(COLUMNS),
        (
            "TX_PAUV60,44,Loire-Atlantique,departement,2020,10,valeur,estime|provisoire,%,"
            '"Insee, Filosofi",2020,2'
        ),
        (
            "TX_PAUV60,85,Vendée,departement,2019,22910.5,valeur,,%,"
            '"Insee ; « Filosofi », 2019",2020,1'
        ),
        'TX_PAUV60,85,Vendée,departement,2020,,secret_primaire,,%,"Insee, Filosofi",2020,1',
    ]


def test_csv_for_french_spreadsheets():
    content = export(ROWS[1:2], "csv-fr")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == (
        'TX_PAUV60;85;Vendée;departement;2019;22910,5;valeur;;%;"Insee ; « Filosofi », 2019";2020;1'
    )


def test_json():
    assert json.loads(export(ROWS[2:], "json")) == [
        {
            "indicateur": "TX_PAUV60",
            "territoire": "85",
            "libelle": "Vendée",
            "niveau": "departement",
            "periode": "2020",
            "valeur": None,
            "statut": "secret_primaire",
            "marques": "",
            "unite": "%",
            "source": "Insee, Filosofi",
            "millesime": 2020,
            "revision": 1,
        }
    ]


def test_parquet():
    table = pq.read_table(io.BytesIO(export(ROWS, "parquet")))
    assert tuple(table.column_names) == COLUMNS
    assert table.column("valeur").to_pylist() == [10.0, 22910.5, None]


def test_json_stat():
    dataset = json.loads(export(ROWS, "json-stat"))
    assert (dataset["version"], dataset["class"]) == ("2.0", "dataset")
    assert dataset["id"] == ["indicateur", "territoire", "periode"]
    assert dataset["size"] == [1, 2, 2]
    assert dataset["role"] == {"geo": ["territoire"], "time": ["periode"], "metric": ["indicateur"]}
    territories = dataset["dimension"]["territoire"]["category"]
    assert territories == {
        "index": ["departement/44", "departement/85"],
        "label": {"departement/44": "Loire-Atlantique", "departement/85": "Vendée"},
    }
    assert dataset["dimension"]["periode"]["category"]["index"] == ["2019", "2020"]
    assert dataset["value"] == {"1": 10.0, "2": 22910.5, "3": None}
    assert dataset["status"] == {
        "1": "valeur|estime|provisoire",
        "2": "valeur",
        "3": "secret_primaire",
    }


def test_json_stat_of_several_revisions_has_them_as_a_dimension():
    rows = [observation(value=1.0, revision=1), observation(value=2.0, revision=2)]
    dataset = json.loads(export(rows, "json-stat"))
    assert dataset["id"] == ["indicateur", "territoire", "periode", "revision"]
    assert dataset["value"] == {"0": 1.0, "1": 2.0}


def test_nothing_is_a_header_alone():
    assert export([], "csv") == (",".join(COLUMNS) + "\r\n").encode()
    assert export([], "json") == b"[]"
    assert pq.read_table(io.BytesIO(export([], "parquet"))).num_rows == 0
    assert json.loads(export([], "json-stat"))["size"] == [0, 0, 0]


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_of_the_store_gives_the_same_file(tmp_path, form):
    store = Store(tmp_path)
    store.publish(ROWS, source="essai")
    question = {"indicator": "TX_PAUV60"}
    assert export(store.table(**question), form) == export(store.observations(**question), form)


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="« xls » n’est pas un format"):
        export([], "xls")


@pytest.mark.parametrize(
    ("value", "text"), [(10.0, "10"), (0.1, "0.1"), (-3.25, "-3.25"), (1e15, "1000000000000000.0")]
)
def test_numbers_read_back(value, text):
    assert write_number(value) == text
    assert float(text) == value


def test_every_column_adds_to_the_contract_without_changing_it():
    bound = observation("72", "2020", status=Status.CENSORED, lower=5.0, note="« plus de »")
    whole = export([*ROWS, bound], "csv", every_column=True).decode().splitlines()
    plain = export([*ROWS, bound], "csv").decode().splitlines()
    assert whole[0] == ",".join((*COLUMNS, *MORE))
    assert [line.startswith(start) for line, start in zip(whole, plain, strict=True)] == [True] * 5
    assert whole[4].endswith(",« plus de »,5,")


def test_a_text_that_a_spreadsheet_would_compute_is_only_read():
    content = export([observation("44", "2020", 1.0, source="=1+1")], "xlsx")
    _, row = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert row[COLUMNS.index("source")] == "'=1+1"
