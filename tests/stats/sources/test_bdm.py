"""Insee's BDM: answers in SDMX-ML 2.1, of the form of yesterday and of that of today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stats.sources import read
from stats.sources.opening import FileFault, open_file
from tests.stats.sources.official import FOLDER, Reading, needed

ANSWER = "sdmx_bdm/bug-series-freq-data.xml"
SERIES = {"001572432": "DEFM_A_BRUT", "001572433": "DEFM_B_BRUT", "001572434": "DEFM_C_BRUT"}
# Names of the exchange format, not variables of the environment, which begin alike.
VALUE, STATUS = (f"OBS_{word}" for word in ("VALUE", "STATUS"))
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><message:StructureSpecificData '
    'xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific" '
    'xmlns:ns1="urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=FR1:SERIES_BDM(1.0)" '
    'xmlns:message="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" '
    'xmlns:common="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><message:Header><message:ID>x'
    "</message:ID><message:Test>false</message:Test><message:Prepared>2021-10-13T14:02:19"
    '</message:Prepared><message:Sender id="FR1"/><message:Structure structureID="BDM" '
    'namespace="urn:x" dimensionAtObservation="TIME_PERIOD"><common:Structure><Ref '
    'id="SERIES_BDM" version="1.0" agencyID="FR1"/></common:Structure></message:Structure>'
    '</message:Header><message:DataSet ss:dataScope="DataStructure" '
    'xsi:type="ns1:DataSetType" ss:structureRef="BDM">'
)
TAIL = "</message:DataSet></message:StructureSpecificData>"


@pytest.fixture(scope="module")
def official():
    return Reading("insee_bdm", ANSWER)


def written():
    """{(indicator, period): thousands}, found in the text by hand."""
    text = (Path(FOLDER) / ANSWER).read_text(encoding="utf-8")
    found = {}
    for part in text.split('<generic:Value id="IDBANK" value="')[1:]:
        pairs = re.findall(r'ObsDimension value="([^"]+)".*?ObsValue value="([^"]+)"', part)
        found.update({(SERIES[part[:9]], period): float(value) for period, value in pairs})
    return found


@needed
def test_job_seekers_of_november_2016_are_counted_not_in_thousands(official):
    assert official.values(
        ("DEFM_A_BRUT", "FM", "2016-11"),
        ("DEFM_B_BRUT", "FM", "2016-11"),
        ("DEFM_C_BRUT", "FM", "2016-11"),
        ("DEFM_A_BRUT", "FM", "1995-12"),
        ("DEFM_C_BRUT", "FM", "1995-12"),
    ) == [3548500, 731700, 1274700, 3188100, 334500]


@needed
def test_every_observation_is_read(official):
    expected = {key: round(value * 1000) for key, value in written().items()}
    rows = official.table.to_pylist()
    assert {(row["indicateur"], row["periode"]): row["valeur"] for row in rows} == expected
    assert len(rows) == official.report.accepted == 3 * 252
    assert {(row["niveau"], row["territoire"], row["edition"]) for row in rows} == {
        ("france_metro", "FM", "BDM, novembre 2016")
    }


@needed
def test_a_description_of_data_is_left_with_its_reason():
    reading = Reading("insee_bdm", ANSWER, "sdmx_bdm/dataflow.xml", "sdmx_bdm/gh-205.xml")
    assert reading.report.refused == ()
    assert [place for place, _ in reading.report.aside] == ["dataflow.xml", "gh-205.xml"]


def answer(folder, *observations, name="bdm_defm.xml"):
    series = (
        '<Series IDBANK="001572432" FREQ="M" TITLE="t" LAST_UPDATE="2021-07-27" '
        f'UNIT_MEASURE="IND" UNIT_MULT="3" REF_AREA="FM" DECIMALS="1">{"".join(observations)}'
    )
    path = folder / name
    path.write_text(f"{HEAD}{series}</Series>{TAIL}", encoding="utf-8")
    return path


def observation(period, value, status):
    return f'<Obs TIME_PERIOD="{period}" {VALUE}="{value}" {STATUS}="{status}"/>'


def test_the_status_of_an_observation_gives_its_marks(tmp_path, catalogue):
    path = answer(
        tmp_path,
        observation("2021-08", "3200.5", "P"),
        observation("2021-07", "NaN", "O"),
        observation("2021-06", "3100.4", "A"),
    )
    table, report = read("insee_bdm", [path], catalogue)
    assert report.refused == ()
    names = ["periode", "valeur", "statut", "marques"]
    assert [tuple(row.values()) for row in table.select(names).to_pylist()] == [
        ("2021-06", 3100400, "valeur", ""),
        ("2021-07", None, "non_disponible", ""),
        ("2021-08", 3200500, "valeur", "provisoire"),
    ]


def test_a_status_that_nobody_explains_is_refused(tmp_path, catalogue):
    path = answer(tmp_path, observation("2021-08", "3200.5", "ZZ"))
    _, report = read("insee_bdm", [path], catalogue)
    assert [one.sentence for one in report.refused] == [
        f"bdm_defm.xml, ligne 2, colonne «\u00a0{STATUS}\u00a0»\u00a0: le statut «\u00a0ZZ\u00a0» "
        "n’est pas connu de cette source. Lire la notice du producteur, et l’ajouter à "
        "«\u00a0statut\u00a0» dans la source."
    ]


def test_a_truncated_answer_is_refused(tmp_path):
    path = answer(tmp_path, observation("2021-08", "3200.5", "A"))
    path.write_text(path.read_text(encoding="utf-8")[:-60], encoding="utf-8")
    with pytest.raises(FileFault, match="incomplète ou mal formée"):
        list(open_file(path))


def test_an_answer_that_names_another_file_is_refused(tmp_path):
    path = answer(tmp_path, observation("2021-08", "&x;", "A"))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("?><", '?><!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]><', 1),
        encoding="utf-8",
    )
    with pytest.raises(FileFault, match="d’une autre sorte"):
        list(open_file(path))
