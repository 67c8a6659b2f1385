"""The open interface: the contract's columns, its formats, its refusals, its cache."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]
ADDRESS = "/api/v1/observations"
COLUMNS = (
    "indicateur territoire libelle niveau periode valeur statut marques unite source millesime "
    "revision"
).split()
POVERTY_2020 = {"44": 10.0, "49": 11.1, "53": 11.0, "72": 12.9, "85": 8.9}
ASKED = {"indicateur": "TX_PAUV60", "niveau": "departement", "periode": "2020"}


def test_it_works(client):
    answer = client.get(ADDRESS, ASKED).json()
    assert {row["territoire"]: row["valeur"] for row in answer["resultats"]} == POVERTY_2020
    assert (answer["total"], answer["page"]) == (5, 1)
    assert list(answer["resultats"][0]) == COLUMNS


def test_pages_follow_one_another(client):
    pages = [
        client.get(ADDRESS, ASKED | {"taille": 2, "page": page}).json()["resultats"]
        for page in (1, 2, 3)
    ]
    assert [[row["territoire"] for row in page] for page in pages] == [
        ["44", "49"],
        ["53", "72"],
        ["85"],
    ]


def test_csv_is_whole_and_plain(client):
    response = client.get(ADDRESS, ASKED | {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert {row["territoire"]: float(row["valeur"]) for row in rows} == POVERTY_2020
    assert list(rows[0]) == COLUMNS
    assert response["Content-Disposition"] == 'attachment; filename="TX_PAUV60.csv"'


def test_csv_for_a_french_spreadsheet(client):
    text = client.get(ADDRESS, ASKED | {"format": "csv-fr"}).content.decode("utf-8")
    assert text.startswith("\ufeffindicateur;territoire;")
    assert text.splitlines()[1].split(";")[5] == "10"
    assert text.splitlines()[2].split(";")[5] == "11,1"


def test_json_stat(client):
    dataset = json.loads(client.get(ADDRESS, ASKED | {"format": "json-stat"}).content)
    assert (dataset["version"], dataset["size"]) == ("2.0", [1, 5, 1])


def test_an_answer_already_held_is_not_sent_again(client):
    first = client.get(ADDRESS, ASKED)
    again = client.get(ADDRESS, ASKED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ({"indicateur": "RIEN"}, 404, "Aucun indicateur « RIEN » dans le catalogue."),
        ({"niveau": "planete"}, 422, "Paramètre incorrect : niveau."),
        ({"taille": "100000"}, 422, "Paramètre incorrect : taille."),
        ({"periode": "hier"}, 422, "« hier » n’est pas une période"),
        ({"format": "exe"}, 422, "Paramètre incorrect : format."),
    ],
)
def test_a_wrong_question_is_explained(client, asked, status, sentence):
    response = client.get(ADDRESS, asked)
    said = response.json()["erreur"].replace("\u00a0", " ")
    assert (response.status_code, said[: len(sentence)]) == (status, sentence)


def test_territories_of_a_level(client):
    answer = client.get("/api/v1/territoires?niveau=region&taille=1000").json()
    names = {row["code"]: row["nom"] for row in answer["resultats"]}
    assert names["R52"] == "Pays de la Loire"


def test_indicators_of_a_theme(client, now):
    answer = client.get("/api/v1/indicateurs?theme=precarite_alimentaire").json()
    wanted = [
        code
        for code, one in now.catalogue.indicators.items()
        if one.theme == "precarite_alimentaire"
    ]
    assert [record["code"] for record in answer] == wanted


def test_one_indicator(client):
    assert client.get("/api/v1/indicateurs/TX_PAUV60").json()["sens"] == -1
    assert client.get("/api/v1/indicateurs/RIEN").status_code == 404


def test_the_description_names_every_address(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert sorted(paths) == [
        "/api/v1/calculs",
        "/api/v1/evolution",
        "/api/v1/indicateurs",
        "/api/v1/indicateurs/{code}",
        "/api/v1/observations",
        "/api/v1/rural-urbain",
        "/api/v1/territoires",
    ]


def test_it_answers_head_with_the_headers_of_get(client):
    told, whole = client.head(ADDRESS, ASKED), client.get(ADDRESS, ASKED)
    assert (told.status_code, told.content) == (200, b"")
    assert (told["ETag"], told["Content-Type"]) == (whole["ETag"], whole["Content-Type"])


def test_any_site_may_read_it(client):
    assert client.get(ADDRESS, ASKED)["Access-Control-Allow-Origin"] == "*"
    refused = client.post(ADDRESS)
    assert (refused.status_code, refused.has_header("Access-Control-Allow-Origin")) == (405, False)
    page = client.get("/indicateurs/TX_PAUV60/")
    assert page.has_header("Access-Control-Allow-Origin") is False


BOUND = {"indicateur": "SNE_DEM", "niveau": "region", "periode": "2025-01-01"}


def test_remarks_and_bounds_follow_the_contract_when_asked_for(client):
    (plain,) = client.get(ADDRESS, BOUND).json()["resultats"]
    (whole,) = client.get(ADDRESS, BOUND | {"colonnes": "toutes"}).json()["resultats"]
    assert list(whole) == [*COLUMNS, "edition", "note", "borne_basse", "borne_haute", "adresse"]
    assert {name: whole[name] for name in COLUMNS} == plain
    assert (whole["valeur"], whole["note"]) == (None, "«\u00a0plus de\u00a0»")
    assert (whole["borne_basse"], whole["borne_haute"]) == (126000.0, None)
    text = client.get(ADDRESS, BOUND | {"format": "csv", "colonnes": "toutes"}).content.decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (list(row)[:12], row["borne_basse"], row["valeur"]) == (COLUMNS, "126000", "")


def test_a_workbook_keeps_codes_as_texts_and_numbers_as_numbers(client):
    content = client.get(ADDRESS, ASKED | {"format": "xlsx"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    header, *rows = sheet.iter_rows(values_only=True)
    assert list(header) == COLUMNS
    assert {row[1]: row[5] for row in rows} == POVERTY_2020


def test_a_workbook_of_everything_is_refused(client):
    response = client.get(ADDRESS, {"format": "xlsx"})
    assert response.status_code == 422
    assert response.json()["erreur"].startswith("Un classeur se demande par indicateur")
