"""The route of official files, on the real ones (read through OBS_SOURCES)."""

import os
import shutil
from datetime import date

import pytest

from stats.territory import Level
from tests.stats.territory.conftest import build
from tests.stats.territory.drawn import polygons

pytestmark = pytest.mark.skipif(
    "OBS_SOURCES" not in os.environ,
    reason="OBS_SOURCES ne donne pas le dossier des fichiers officiels réels",
)

FILES = (
    "cog/v_commune_2026.csv.gz",
    "cog/v_departement_2026.csv",
    "cog/v_region_2026.csv",
    "cog/v_mvt_commune_2026.csv.gz",
    "cog/pdl/EPCI_composition-communale_2021_PDL.csv",
    "cog/pdl/iris_2021_PDL.csv",
    "cog/pdl/cogugaison_table_supracom_2024_PDL.csv",
    "cog/pdl/cogugaison_libelles_supracom_2024_extrait.csv",
    "population/donnees_communes_2026.csv.gz",
    "qpv/pdl/DEMO_2017_PDL.csv",
)


@pytest.fixture(scope="module")
def official(tmp_path_factory, sources):
    """COG 2026, outlines of 2018, and every zoning there is a file for."""
    folder = tmp_path_factory.mktemp("cog")
    for name in FILES:
        shutil.copy(sources / name, folder)
    contours = sources / "geo" / "communes-pays-de-la-loire.geojson"
    store = tmp_path_factory.mktemp("magasin")
    return build(store, cog=folder, contours=contours, national=False)


@pytest.fixture
def territories(official):
    return official.territories


def test_the_region_has_the_same_communes(official):
    counts = official.report["effectifs_region"]
    assert counts["communes_par_departement"] == {
        "44": 207,
        "49": 176,
        "53": 240,
        "72": 352,
        "85": 253,
    }
    assert official.report["millesimes"] == {
        "communes": 2026,
        "intercommunalites": 2025,
        "populations": 2023,
        "contours": None,
        "densite": None,
    }


def test_the_outlines_of_2018_lack_the_two_communes_that_came_back(official):
    reason = (
        "commune rétablie\u00a0: son territoire est encore dans le contour de 85084 "
        "Essarts-en-Bocage"
    )
    assert official.report["non_resolus"] == [
        {"code": "85165", "nom": "L'Oie", "raison": reason},
        {"code": "85212", "nom": "Sainte-Florence", "raison": reason},
    ]
    drawn = polygons(official.territories.contour_path("commune", "52"))
    present = {c.code for c in official.territories.children(("region", "R52"), "commune")}
    assert present - drawn.keys() == {"85165", "85212"}


def test_the_vanished_outlines_go_to_the_communes_that_absorbed_them(official):
    rebuilt = {done["code"]: done["depuis"] for done in official.report["reconstruits"]}
    assert len(rebuilt) == 32
    assert rebuilt["49126"] == ["49069"]  # the seat changed, and with it the code
    assert rebuilt["72155"] == ["72155", "72287"]
    assert rebuilt["85146"] == ["85027", "85107", "85146", "85217", "85224"]
    assert (official.report["trous_attribues"], official.report["contours_ignores"]) == ([], [])


def test_a_true_enclave_is_left_open_though_the_file_does_not_hold_it(official):
    assert official.report["petits_trous_refermes"] == 0


def test_populations_are_those_of_the_file(territories):
    nantes, oie = territories.get("commune", "44109"), territories.get("commune", "85165")
    assert (nantes.population, nantes.population_year) == (327_734, 2023)
    assert (oie.population, oie.population_year) == (1_250, 2023)
    paris = territories.get("commune", "75056")  # the file gives its twenty arrondissements
    assert paris.population == territories.get("departement", "75").population == 2_103_778


def test_a_commune_is_dated_by_its_last_movement(territories):
    starts = {
        code: territories.get("commune", code).start
        for code in ("85165", "49126", "72155", "44109")
    }
    assert starts == {
        "85165": date(2024, 1, 1),
        "49126": date(2025, 1, 1),
        "72155": date(2025, 1, 1),
        "44109": None,
    }


def test_an_older_list_of_epci_does_not_replace_the_package_s(official):
    assert official.report["remarques"][0] == (
        "La composition des intercommunalités de EPCI_composition-communale_2021_PDL.csv est plus "
        "ancienne que celle du paquet (2025)\u00a0: celle du paquet est gardée."
    )


def test_the_zonings_join_the_model(official, territories):
    counts = {
        level: official.report["effectifs"][level]
        for level in ("zone_emploi", "bassin_vie", "iris", "qpv")
    }
    assert counts == {"zone_emploi": 23, "bassin_vie": 139, "iris": 1937, "qpv": 46}
    (absent,) = official.report["niveaux_absents"]
    assert absent == (
        "Niveau absent, faute de fichier\u00a0: grille de densité (grille_densite_7_niveaux, "
        "colonnes CODGEO, DENS)."
    )


def test_a_zone_d_emploi_across_the_border_is_not_whole(territories):
    alencon = territories.get(Level.EMPLOYMENT_ZONE, "0051")
    inside = territories.children(alencon.key, Level.COMMUNE)
    assert (alencon.name, alencon.vintage, len(inside)) == ("Alençon", 2024, 72)
    assert {b.parent: b.whole for b in territories.belongings(alencon.key)} == {
        ("departement", "53"): False,
        ("departement", "72"): False,
    }


def test_a_bassin_de_vie_takes_the_name_of_its_pole(territories):
    """Orée d'Anjou changed its code after the file: the pole is followed."""
    names = {code: territories.get("bassin_vie", code).name for code in ("44109", "49069")}
    assert names == {"44109": "Nantes", "49069": "Orée d'Anjou"}


def test_iris_follow_the_mergers_of_their_communes(territories):
    iris = territories.get("iris", "722870000")  # Saint-Gervais-en-Belin, merged in 2025
    assert [parent.code for parent in territories.parents(iris.key)[:1]] == ["72155"]
    assert len(territories.children(("commune", "44109"), "iris")) == 97


def test_a_priority_district_may_lie_in_two_communes(territories):
    bellevue = territories.get("qpv", "QP044005")
    assert bellevue.name == "Bellevue"
    assert {b.parent: b.whole for b in territories.belongings(bellevue.key)} == {
        ("commune", "44109"): False,
        ("commune", "44162"): False,
        ("departement", "44"): True,
    }


def test_outlines_alone_lay_over_the_package(tmp_path, sources):
    """Without the movements, what the package does not know of the old codes is named."""
    contours = sources / "geo" / "communes-pays-de-la-loire.geojson"
    report = build(tmp_path, contours=contours, national=False).report
    assert [lost["code"] for lost in report["non_resolus"]] == ["85165", "85212"]
    assert report["contours_ignores"] == ["44160", "72033", "72116", "85060", "85166"]
    weak = {hole["code"] for hole in report["trous_attribues"] if hole["faible"]}
    assert weak == {"44003", "72189", "72219"}
