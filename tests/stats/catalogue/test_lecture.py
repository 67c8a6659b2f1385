"""The key `lecture` of a source: checked with file, line and remedy like the rest."""

from __future__ import annotations

import pytest

from stats.catalogue import check_catalogue, load_catalogue
from stats.catalogue.lecture import indicators_read, reading_of
from stats.catalogue.patterns import Pattern, fill
from stats.statuses import Mark, Status

SOUND = """\
lecture:
  citation: Insee, {fichier}
  edition: Édition {aaaa}
  marques: {s: secret_primaire}
  formes:
    - nom: Une forme
      fichiers: ["essai_{aaaa}_{zone}*.csv"]
      entete: {repere: CODE}
      territoires:
        colonne: CODE
        selon: zone
        niveaux: {DEP: departement}
      periode: "{aaaa}"
      colonnes:
        TAUX{aa}: {indicateur: TX_X, arrondi: {departement: arrondi_1}}
"""


def problems(folder, text):
    path = folder / "sources" / "insee.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return [str(one).replace("\u00a0", " ") for one in check_catalogue(folder)]


def test_a_sound_reading_is_kept_as_data_and_given_as_values(folder):
    assert problems(folder, SOUND) == []
    source = load_catalogue(folder).sources["insee"]
    assert source.reading["marques"] == {"s": "secret_primaire"}
    reading = reading_of(source.reading)
    assert reading.marks == {"s": Status.PRIMARY_SECRET}
    (shape,) = reading.shapes
    (rule,) = shape.columns
    assert (rule.header, rule.indicator, rule.rounded) == (
        ("TAUX{aa}",),
        "TX_X",
        {"departement": Mark.ROUNDED_1},
    )
    assert indicators_read(reading) == {"TX_X"}
    assert reading_of(None) is None


@pytest.mark.parametrize(
    ("before", "after", "line", "sentence"),
    [
        (
            "indicateur: TX_X",
            "indicateur: TX_Y",
            21,
            "« TX_Y » n’est pas dans catalogue/indicateurs ; écrire « TX_X ».",
        ),
        (
            "marques: {s: secret_primaire}",
            "marques: {s: secret}",
            10,
            "« marques » vaut « secret » ; écrire valeur, secret_primaire, secret_secondaire, "
            "non_disponible, non_concerne, non_demande, non_reponse, censure ou incomplet.",
        ),
        (
            "      entete: {repere: CODE}\n",
            "      entete: {lignes: 2}\n",
            12,
            "la forme « Une forme » ne dit pas où est l’entête ; écrire entete: {repere: …} ou "
            "{ligne: …}.",
        ),
        (
            'periode: "{aaaa}"',
            'periode: "{aaaa}-T{t}"',
            12,
            "la forme « Une forme » emploie {t} dans « {aaaa}-T{t} » sans l’avoir lu ; l’écrire "
            "dans « fichiers », « feuilles » ou l’entête.",
        ),
        (
            "selon: zone",
            "selon: niveau",
            12,
            "la forme « Une forme » choisit le niveau selon « niveau », que le nom des fichiers ne "
            "donne pas ; écrire {niveau} dans « fichiers ».",
        ),
        (
            "niveaux: {DEP: departement}",
            "niveaux: {DEP: departements}",
            18,
            "« niveaux » vaut « departements » ; écrire commune, epci, epci_dep, departement, "
            "region, zone_emploi, bassin_vie, iris, qpv, france_metro ou france.",
        ),
        (
            "      periode:",
            "      periodes:",
            19,
            "la clé « periodes » est inconnue ; écrire « periode ».",
        ),
        (
            "arrondi: {departement: arrondi_1}",
            "arrondi: {departement: arrondi}",
            21,
            "« arrondi » vaut « arrondi » ; écrire provisoire, estime, revise, rupture, arrondi_1, "
            "arrondi_5, arrondi_10 ou fictif.",
        ),
    ],
)
def test_a_fault_is_said_where_it_is(folder, before, after, line, sentence):
    assert SOUND.count(before) == 1
    assert problems(folder, SOUND.replace(before, after)) == [
        f"catalogue/sources/insee.yaml, ligne {line} : {sentence}"
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "captured"),
    [
        ("TP60{aa}", "TP6021", {"aa": "21", "aaaa": "2021"}),
        ("TP60{aa}", "TP60AGE121", None),
        ("T{t}_{aaaa}", "T3_1982", {"t": "3", "aaaa": "1982"}),
        ("{mois}-{aa}", "oct-20", {"mois": "oct", "aa": "20", "aaaa": "2020", "mm": "10"}),
        ("{mois} {aaaa}", "Février 1996", {"mois": "Février", "aaaa": "1996", "mm": "02"}),
        ("{mois} {aaaa}", "Brumaire 1996", None),
        ("cc_filosofi_{aaaa}_{zone}*.csv", "cc_filosofi_2021_COM_PDL.csv",
         {"aaaa": "2021", "zone": "COM"}),
        ("Code département", "Code\n Département", {}),
        ("*l'ASE*", "Enfants confiés à l’ASE, fin 2020", {}),
        ("Num?ro", "Numéro", {}),
        ("{aa}", "70", {"aa": "70", "aaaa": "1970"}),
    ],
)  # fmt: skip
def test_patterns_capture_what_varies(pattern, text, captured):
    assert Pattern(pattern).match(text) == captured


def test_templates_are_filled():
    assert fill("{aaaa}-T{t}", {"aaaa": "2025", "t": "3"}) == "2025-T3"
    assert fill("RP {aaaa-3}", {"aaaa": "2026"}) == "RP 2023"
