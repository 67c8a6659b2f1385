"""Official files are recognised by their columns, and refused in French."""

import gzip
import json

import pytest
from openpyxl import Workbook

from stats.territory import Level, TerritoryError, build_territories, load_territories
from stats.territory.contours import read_contours
from stats.territory.official import read_official
from stats.territory.tables import find_tables

COMMUNES = (
    "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n"
    "COM,53130,52,53,53D,531,0,LAVAL,Laval,Laval,5399,\n"
    "COM,53147,52,53,53D,533,0,MAYENNE,Mayenne,Mayenne,5316,\n"
)


def test_a_file_is_known_by_its_columns_under_any_name(tmp_path):
    (tmp_path / "a_2025.csv").write_text("CODE_IRIS;LIB_IRIS;DEPCOM\n", encoding="utf-8-sig")
    (tmp_path / "b.csv").write_text("une,autre,table\n", encoding="utf-8")
    (tmp_path / "dessous").mkdir()
    packed = gzip.compress(COMMUNES.encode())
    (tmp_path / "dessous" / "communes_2024.csv.gz").write_bytes(packed)
    found = {
        kind: (table.path.name, table.vintage) for kind, table in find_tables(tmp_path).items()
    }
    assert found == {"iris": ("a_2025.csv", 2025), "communes": ("communes_2024.csv.gz", 2024)}


def test_the_latest_vintage_is_chosen(tmp_path):
    for year in (2024, 2026, 2025):
        (tmp_path / f"v_commune_{year}.csv").write_text(COMMUNES, encoding="utf-8")
    assert find_tables(tmp_path)["communes"].vintage == 2026


def test_a_workbook_is_read_under_its_titles(tmp_path):
    book = Workbook()
    for line in (["Grille de densité"], [], ["CODGEO", "DENS", "PMUN17"], ["53130", 2.0, 49000]):
        book.active.append(line)
    book.save(tmp_path / "grille_densite_7_niveaux_2025.xlsx")
    table = find_tables(tmp_path)["densite"]
    assert list(table.rows()) == [{"CODGEO": "53130", "DENS": "2", "PMUN17": "49000"}]


def test_the_files_replace_the_departements_they_cover(tmp_path, package):
    (tmp_path / "v_commune_2026.csv").write_text(COMMUNES, encoding="utf-8")
    (tmp_path / "grille_densite_2025.csv").write_text(
        "CODGEO;DENS\n53130;2\n53147;5\n99999;7\n", encoding="utf-8"
    )
    official = read_official(tmp_path, package.register)
    mayenne = [c.code for c in official.register.communes.values() if c.departement == "53"]
    others = {c.departement for c in official.register.communes.values()}
    assert (mayenne, len(others)) == (["53130", "53147"], 101)
    assert official.zonings.density == {"53130": 2, "53147": 5}
    assert official.zonings.density_vintage == 2025
    assert official.register.remarks[-1] == (
        "grille_densite_2025.csv\u00a0: lignes sans commune ou sans degré "
        "reconnus\u00a0: 1 (99999)."
    )


GRIDS = {
    "grille_densite_7_niveaux_2024.xlsx": (
        ["La grille communale de densité à 7 niveaux"],
        ["Insee"],
        [],
        ["Code géographique", "Niveau de densité", "Population municipale"],
        ["CODGEO", "DENS", "PMUN21"],
        ["53130", 2, 49000],
        ["53147", 5, 13000],
    ),
    "grille_densite_7_niveaux_detaille_2023.xlsx": (
        ["Grille communale de densité"],
        ["depcom", "libcom", "libdens", "pmun20"],
        ["53130", "Laval", "Centres urbains intermédiaires", 49000],
        ["53147", "Mayenne", "Bourgs ruraux", 13000],
    ),
    "grille_densite_7_niveaux_detaille_2022.xlsx": (
        ["Code commune", "Libellé degré densité", "Population \nmunicipale \n2019"],
        ["53130", "Centres urbains  intermédiaires", 49000],
        ["53147", "Bourgs ruraux", 13000],
    ),
    "fichier_diffusion_2025.xlsx": (
        ["La grille communale de densité 2025"],
        [],
        [],
        ["Code", "Libellé", "3 niveaux", "7 niveaux", "Population"],
        ["CODGEO", "LIBGEO", "DENS", "DENS7", "PMUN22"],
        ["53130", "Laval", 2, 2, 49000],
        ["53147", "Mayenne", 3, 5, 13000],
    ),
}


@pytest.mark.parametrize("name", GRIDS)
def test_each_edition_of_the_density_grid_is_read(name, tmp_path, package):
    """Alone in its folder: the communes stay those of the package."""
    book = Workbook()
    for line in GRIDS[name]:
        book.active.append(line)
    book.save(tmp_path / name)
    official = read_official(tmp_path, package.register)
    assert official.register.communes == package.register.communes
    assert official.zonings.density == {"53130": 2, "53147": 5}
    assert official.zonings.density_vintage == int(name[-9:-5])


def test_a_grid_of_three_degrees_is_set_aside(tmp_path, package):
    codes = sorted(package.register.communes)[:120]
    lines = "".join(f"{code};{number % 3 + 1}\n" for number, code in enumerate(codes))
    (tmp_path / "grille_densite_2025.csv").write_text(f"CODGEO;DENS\n{lines}", encoding="utf-8")
    official = read_official(tmp_path, package.register)
    assert official.zonings.density == {}
    assert "grille qui n’est pas à sept degrés, non lue\u00a0: 120" in official.register.remarks[-1]


def test_a_commune_made_of_two_degrees_has_none(tmp_path, package):
    """A grid of an older geography: what merged since has no degree, unless all its parts agree."""
    merged = dict(sorted((old, heir) for old, heir in package.register.former.items()))
    old, heir = next((old, heir) for old, heir in merged.items() if heir != old)
    communes = package.register.communes[heir]
    (tmp_path / "v_commune_2026.csv").write_text(
        COMMUNES + f"COM,{heir},52,{communes.departement},,,,0,A,A,{communes.name},,\n",
        encoding="utf-8",
    )
    grid = tmp_path / "grille_densite_2018.csv"
    grid.write_text(f"CODGEO;DENS\n{old};5\n{heir};6\n", encoding="utf-8")
    assert read_official(tmp_path, package.register).zonings.density == {}
    grid.write_text(f"CODGEO;DENS\n{old};6\n{heir};6\n", encoding="utf-8")
    assert read_official(tmp_path, package.register).zonings.density == {heir: 6}


def test_codes_that_lost_their_zero_are_mended(tmp_path, package):
    (tmp_path / "v_commune_2026.csv").write_text(
        COMMUNES.replace("53130,52,53", "1001,84,01"), encoding="utf-8"
    )
    register = read_official(tmp_path, package.register).register
    assert [c.name for c in register.communes.values() if c.departement == "01"] == ["Laval"]


def test_without_the_commune_file_the_folder_is_refused(tmp_path):
    with pytest.raises(TerritoryError) as refusal:
        build_territories(tmp_path / "magasin", cog=tmp_path)
    assert str(refusal.value) == (
        f"Le dossier {tmp_path} ne contient pas le fichier des communes de l’Insee "
        "(v_commune_AAAA.csv, colonnes TYPECOM, COM, REG, DEP, TNCC, LIBELLE, COMPARENT)\u00a0: le "
        "télécharger sur insee.fr, rubrique «\u00a0Code officiel géographique\u00a0»."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(TerritoryError, match="n’existe pas") as refusal:
        build_territories(tmp_path, cog=tmp_path / "absent")
    assert str(refusal.value).endswith(
        "donner à --cog le dossier où sont les fichiers du Code officiel géographique."
    )


def test_an_unknown_region_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(TerritoryError) as refusal:
        build_territories(tmp_path, region="99")
    assert str(refusal.value).startswith(
        "«\u00a099\u00a0» n’est pas le code d’une région. Codes connus\u00a0: 01 Guadeloupe, "
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("pas du JSON", "Le fichier c.geojson n’est pas du GeoJSON lisible"),
        ("{}", "Le fichier c.geojson ne contient aucun contour"),
        (
            {"properties": {}, "geometry": None},
            "c.geojson, contour 1\u00a0: aucune propriété ne donne le code de la commune",
        ),
        (
            {"properties": {"code": "44109"}, "geometry": {"type": "Point", "coordinates": [0, 1]}},
            "c.geojson, commune 44109\u00a0: le contour est un Point, il faut un polygone",
        ),
        (
            {
                "properties": {"code": "44109"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [
                        [[355000, 6689000], [356000, 6689000], [356000, 6690000], [355000, 6689000]]
                    ],
                },
            },
            "c.geojson\u00a0: les coordonnées ne sont pas des degrés",
        ),
    ],
)
def test_a_wrong_outline_file_is_refused(tmp_path, content, sentence):
    if isinstance(content, dict):
        content = json.dumps({"type": "FeatureCollection", "features": [content]})
    path = tmp_path / "c.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TerritoryError) as refusal:
        read_contours(path)
    assert str(refusal.value).startswith(sentence)


def test_a_failed_build_leaves_the_territories_as_they_were(tmp_path):
    place = tmp_path / "territoires"
    place.mkdir()
    (place / "rapport.json").write_text("{}", encoding="utf-8")
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    feature = {"type": "Feature", "properties": {"code": "75056"}, "geometry": square}
    path = tmp_path / "c.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(TerritoryError, match="Aucun contour ne porte le code"):
        build_territories(tmp_path, contours=path, national=False)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["c.geojson", "territoires"]
    assert (place / "rapport.json").read_text(encoding="utf-8") == "{}"


def test_territories_that_are_not_built_say_how_to_build_them(tmp_path):
    with pytest.raises(TerritoryError) as refusal:
        load_territories(tmp_path)
    assert str(refusal.value) == (
        f"Les territoires ne sont pas construits dans {tmp_path}\u00a0: lancer «\u00a0python -m "
        f"stats territoires --store {tmp_path}\u00a0»."
    )


def test_every_level_has_a_french_label():
    assert {str(level): level.label for level in (Level.EPCI, Level.QPV)} == {
        "epci": "Intercommunalité",
        "qpv": "Quartier prioritaire",
    }
