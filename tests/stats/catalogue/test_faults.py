"""Each kind of fault of a file is said with its line and its remedy, word for word."""

from __future__ import annotations

import pytest

from tests.stats.catalogue.conftest import change, said

INDICATOR = "indicateurs/TX_X.yaml"
SOURCE = "sources/insee.yaml"
DASHBOARD = "tableaux/demo.yaml"
FIGURES = "chiffres/x.csv"
LEVELS = (
    "commune, epci, epci_dep, departement, region, zone_emploi, bassin_vie, iris, qpv, "
    "france_metro ou france"
)
STATUSES = (
    "valeur, secret_primaire, secret_secondaire, non_disponible, non_concerne, non_demande, "
    "non_reponse, censure ou incomplet"
)
MARKS = "provisoire, estime, revise, rupture, arrondi_1, arrondi_5, arrondi_10 ou fictif"


def test_sound_catalogue_has_no_problem(folder):
    assert said(folder) == []


FAULTS = {
    "direction": (
        INDICATOR,
        "sens: -1",
        "sens: mauvais",
        "ligne 17 : « sens » vaut « mauvais » ; écrire -1, 0 ou 1.",
    ),
    "direction_is_not_a_boolean": (
        INDICATOR,
        "sens: -1",
        "sens: true",
        "ligne 17 : « sens » vaut « true » ; écrire -1, 0 ou 1.",
    ),
    "unknown_key": (
        INDICATOR,
        "theme: precarite",
        "theme: precarite\nteme_lie: precarite",
        "ligne 7 : la clé « teme_lie » est inconnue ; écrire « theme_lie ».",
    ),
    "unknown_key_like_nothing": (
        INDICATOR,
        "panorama_insee: false",
        "panorama_insee: false\nzzzz: 1",
        "ligne 28 : la clé « zzzz » est inconnue ; la retirer (voir catalogue/README.md).",
    ),
    "missing_key": (
        INDICATOR,
        "pluriel: false\n",
        "",
        "ligne 1 : la clé « pluriel » manque ; l’ajouter.",
    ),
    "duplicate_key": (
        INDICATOR,
        "panorama_insee: false",
        "panorama_insee: false\ntitre: Encore",
        "ligne 28 : la clé « titre » est écrite deux fois (déjà ligne 2) ; n’en garder qu’une.",
    ),
    "number_as_text": (
        INDICATOR,
        "decimales: 1",
        'decimales: "1"',
        "ligne 9 : « decimales » vaut « 1 » ; écrire un nombre entier de 0 à 4.",
    ),
    "number_as_text_in_a_group": (
        INDICATOR,
        "valeur: 0.5",
        'valeur: "0,5"',
        "ligne 21 : « valeur » vaut « 0,5 » ; écrire un nombre positif ou nul, avec un point "
        "décimal.",
    ),
    "text_as_number": (
        INDICATOR,
        "titre: Part des ménages concernés",
        "titre: 12",
        "ligne 2 : « titre » vaut « 12 » ; écrire un texte, entre guillemets si c’est un nombre.",
    ),
    "boolean_in_words": (
        INDICATOR,
        "panorama_insee: false",
        "panorama_insee: non",
        "ligne 27 : « panorama_insee » vaut « non » ; écrire true ou false, sans guillemets.",
    ),
    "sentence_without_full_stop": (
        INDICATOR,
        "pourquoi: Une raison.",
        "pourquoi: Une raison",
        "ligne 25 : « pourquoi » n’a pas de point final (après « Une raison ») ; l’ajouter.",
    ),
    "sentence_of_a_list": (
        INDICATOR,
        "- Une autre phrase.",
        "- Une autre phrase",
        "ligne 24 : « mises_en_garde » n’a pas de point final (après « Une autre phrase ») ; "
        "l’ajouter.",
    ),
    "long_short_title": (
        INDICATOR,
        "titre_court: Ménages concernés",
        "titre_court: " + "a" * 46,
        "ligne 3 : « titre_court » compte 46 signes ; en garder 45 au plus.",
    ),
    "unknown_theme": (
        INDICATOR,
        "theme: precarite",
        "theme: logement",
        "ligne 6 : « theme » vaut « logement » ; écrire precarite, logement_hebergement, "
        "precarite_alimentaire, fragilite_jeunes ou contexte.",
    ),
    "unknown_level": (
        INDICATOR,
        "niveaux: [departement, region]",
        "niveaux:\n  - departement\n  - canton",
        f"ligne 18 : « niveaux » vaut « canton » ; écrire {LEVELS}.",
    ),
    "no_level": (
        INDICATOR,
        "niveaux: [departement, region]",
        "niveaux: []",
        "ligne 16 : « niveaux » est vide ; écrire au moins un élément.",
    ),
    "levels_are_a_list": (
        INDICATOR,
        "niveaux: [departement, region]",
        "niveaux: departement",
        "ligne 16 : « niveaux » vaut « departement » ; écrire une liste (une ligne « - … » par "
        "élément).",
    ),
    "group_without_its_keys": (
        INDICATOR,
        "variation_minimale: {valeur: 0.5, en: points}",
        "variation_minimale: 0.5",
        "ligne 21 : « variation_minimale » vaut « 0.5 » ; écrire les sous-clés valeur et en.",
    ),
    "floor_where_it_is_not": (
        INDICATOR,
        "variation_minimale: {valeur: 0.5, en: points}",
        "variation_minimale: {valeur: 0.5, en: points}\nplancher: {valeur: 5, niveaux: [iris]}",
        "ligne 22 : « niveaux » vaut « iris », que l’indicateur n’a pas ; le retirer, ou l’ajouter "
        "aux « niveaux » de l’indicateur.",
    ),
    "key_of_a_group": (
        INDICATOR,
        "{valeur: 0.5, en: points}",
        "{valeur: 0.5, valeurs: 1, en: points}",
        "ligne 21 : la clé « valeurs » est inconnue ; écrire « valeur ».",
    ),
    "period_of_a_break": (
        INDICATOR,
        "panorama_insee: false",
        "panorama_insee: false\nruptures:\n  - periode: T1 2020\n    raison: Une raison.",
        "ligne 29 : « periode » est mal écrite. « T1 2020 » n’est pas une période : écrire 2025, "
        "2025-S1, 2025-T3, 2025-09, 2025-12-31 ou 2022-2023.",
    ),
    "code_is_the_file_name": (
        INDICATOR,
        "code: TX_X",
        "code: TX_Y",
        "ligne 1 : « code » vaut « TX_Y » mais le fichier s’appelle « TX_X.yaml » ; donner le "
        "même nom aux deux.",
    ),
    "unknown_source": (
        INDICATOR,
        "source: insee",
        "source: inse",
        "ligne 13 : « source » vaut « inse », absent de catalogue/sources ; écrire « insee ».",
    ),
    "unknown_source_like_nothing": (
        INDICATOR,
        "source: insee",
        "source: ofce",
        "ligne 13 : « source » vaut « ofce », absent de catalogue/sources ; créer "
        "catalogue/sources/ofce.yaml.",
    ),
    "in_collection_by_whom": (
        INDICATOR,
        "cycle: publie",
        "cycle: en_collecte",
        "ligne 19 : « cycle » vaut « en_collecte » ; dire par qui dans « collecte ».",
    ),
    "proposed_by_whom": (
        INDICATOR,
        "cycle: publie",
        "cycle: propose",
        "ligne 19 : « cycle » vaut « propose » ; dire qui porte la piste dans « piste ».",
    ),
    "a_rate_is_not_summed": (
        INDICATOR,
        "panorama_insee: false",
        "panorama_insee: false\nadditif: true",
        "ligne 28 : « additif » vaut « true » pour un taux ; écrire false.",
    ),
    "a_count_does_not_move_by_points": (
        INDICATOR,
        "nature: taux",
        "nature: effectif",
        "ligne 21 : « en » vaut « points » pour un effectif ; écrire pourcent ou unites.",
    ),
    "related_theme_is_for_context": (
        INDICATOR,
        "theme: precarite",
        "theme: precarite\ntheme_lie: precarite",
        "ligne 7 : « theme_lie » ne sert qu’au thème contexte ; retirer la ligne.",
    ),
    "unknown_component": (
        INDICATOR,
        "panorama_insee: false",
        "panorama_insee: false\ncomposantes: [AUTRE]",
        "ligne 28 : « composantes » vaut « AUTRE », absent de catalogue/indicateurs ; créer "
        "catalogue/indicateurs/AUTRE.yaml.",
    ),
    "yaml_syntax": (
        INDICATOR,
        "definition: Part des ménages concernés.",
        "definition: Part : des ménages: concernés.",
        "ligne 10 : la syntaxe YAML est fausse (mapping values are not allowed in this context) ; "
        "vérifier l’alignement, les deux-points suivis d’une espace et les guillemets.",
    ),
    "not_a_mapping": (
        DASHBOARD,
        "code: demo\ntitre: Tableau\nchapo: Un tableau.\nsections:\n  - theme: precarite\n"
        "    indicateurs:\n      - TX_X\n",
        "- TX_X\n",
        "ligne 1 : le fichier doit tenir des lignes « clé : valeur » ; le récrire ainsi.",
    ),
    "key_of_a_source": (
        SOURCE,
        "licence: Licence Ouverte",
        "license: Licence Ouverte",
        "ligne 4 : la clé « license » est inconnue ; écrire « licence ».",
    ),
    "dashboard_code": (
        DASHBOARD,
        "- TX_X",
        "- TX_Z",
        "ligne 7 : « indicateurs » vaut « TX_Z », absent de catalogue/indicateurs ; écrire "
        "« TX_X ».",
    ),
    "dashboard_theme": (
        DASHBOARD,
        "theme: precarite",
        "theme: fragilite_jeunes",
        "ligne 7 : « TX_X » est du thème « precarite » ; le mettre dans cette section.",
    ),
    "dashboard_twice": (
        DASHBOARD,
        "- TX_X",
        "- TX_X\n      - TX_X",
        "ligne 8 : « TX_X » est écrit deux fois ; n’en garder qu’un.",
    ),
    "figure_indicator": (
        FIGURES,
        "TX_X,departement",
        "TX_Y,departement",
        "ligne 2 : « indicateur » vaut « TX_Y », inconnu du catalogue ; écrire « TX_X ».",
    ),
    "figure_origin": (
        FIGURES,
        ",%,insee,",
        ",%,ofce,",
        "ligne 2 : « origine » vaut « ofce », inconnu du catalogue ; l’ajouter au catalogue.",
    ),
    "figure_unit": (
        FIGURES,
        ",%,",
        ",pourcent,",
        "ligne 2 : « unite » vaut « pourcent » mais TX_X se compte en « % » ; écrire cette unité.",
    ),
    "figure_level": (
        FIGURES,
        "departement,44",
        "commune,44109",
        "ligne 2 : « niveau » vaut « commune », que TX_X ne déclare pas ; écrire departement ou "
        "region, ou l’ajouter à ses niveaux.",
    ),
    "figure_period": (
        FIGURES,
        "44,2020,",
        "44,20,",
        "ligne 2 : « periode » est mal écrite. « 20 » n’est pas une période : écrire 2025, "
        "2025-S1, 2025-T3, 2025-09, 2025-12-31 ou 2022-2023.",
    ),
    "figure_status": (
        FIGURES,
        ",valeur,,%",
        ",valeurs,,%",
        f"ligne 2 : « statut » vaut « valeurs » ; écrire {STATUSES}.",
    ),
    "figure_mark": (
        FIGURES,
        ",valeur,,%",
        ",valeur,arrondi,%",
        f"ligne 2 : « marques » contient « arrondi » ; écrire {MARKS}.",
    ),
    "figure_value_missing": (
        FIGURES,
        "2020,10.0,",
        "2020,,",
        "ligne 2 : « valeur » est vide mais « statut » vaut « valeur » ; l’écrire.",
    ),
    "figure_value_of_a_secret": (
        FIGURES,
        "10.0,valeur",
        "10.0,secret_primaire",
        "ligne 2 : « valeur » est écrite mais « statut » vaut « secret_primaire » ; la retirer.",
    ),
    "figure_value_is_a_number": (
        FIGURES,
        "2020,10.0,",
        "2020,1 437,",
        "ligne 2 : « valeur » vaut « 1 437 », qui n’est pas un nombre ; écrire des chiffres avec "
        "un point décimal, sans espace ni unité.",
    ),
    "figure_vintage": (
        FIGURES,
        ",2020,1,Insee",
        ",20,1,Insee",
        "ligne 2 : « millesime » vaut « 20 » ; écrire une année (2024).",
    ),
    "figure_revision": (
        FIGURES,
        ",2020,1,Insee",
        ",2020,0,Insee",
        "ligne 2 : « revision » vaut « 0 » ; écrire un entier à partir de 1.",
    ),
    "figure_citation": (
        FIGURES,
        ",1,Insee,",
        ",1,,",
        "ligne 2 : « source » est vide ; l’écrire.",
    ),
    "figure_edition": (
        FIGURES,
        ",E 2020,",
        ",,",
        "ligne 2 : « edition » est vide ; l’écrire.",
    ),
    "figure_too_many_columns": (
        FIGURES,
        ",1,Insee,",
        ",1,Insee,a,b,",
        "ligne 2 : la ligne a trop de colonnes ; mettre entre guillemets le texte à virgule.",
    ),
    "figure_columns": (
        FIGURES,
        "indicateur,niveau",
        "niveau,indicateur",
        "ligne 1 : les colonnes ne sont pas celles attendues ; écrire indicateur, niveau, "
        "territoire, periode, valeur, statut, marques, unite, origine, edition, millesime, "
        "revision, source, note.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(folder, name):
    file, old, new, sentence = FAULTS[name]
    change(folder, file, old, new)
    assert said(folder) == [f"catalogue/{file}, {sentence}"]
