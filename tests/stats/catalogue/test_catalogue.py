"""The real catalogue: nothing lost, nothing invented, the decisions of the working group kept."""

from __future__ import annotations

from collections import Counter

from stats.catalogue import Theme, check_catalogue
from stats.catalogue.lecture import indicators_read, reading_of
from stats.catalogue.model import Cycle
from stats.territory.model import Level
from tests.stats.catalogue.conftest import REAL

# The 61 of the working group's list, in its order.
RETAINED = """
TX_PAUV60 TX_PAUV60_M30 TX_PAUV60_MONOPAR NIV_VIE_MED RD_D9D1 INT_PAUV RSA_FOYERS RSA_POP_COUV
TX_RSA_POP_COUV TX_RSA_ALLOC PPA_FOYERS AAH_ALLOC TX_AAH_20_64 MV_ALLOC CAF_DEP50 CAF_DEP100
TX_CHOM DEFM_A DEFM_ABC PART_DELD SUREND_DOSSIERS SUREND_TX MASP_MAJ C2S_BENEF CHEQUE_ENERGIE IFN
PART_MONOPAR LS_PARC LS_DENSITE SNE_DEM SNE_ATTR SNE_TENSION EXP_ASSIGNATIONS EXP_CQL
EXP_CFP_DEMANDES EXP_CFP_ACCORDES EXP_CFP_INTERVENTIONS CCAPEX_SIT IMPAYES_LOC FSL_AIDES
HEB_115_DEM HEB_115_DNP HEB_PLACES AL_FOYERS_CAF DALO_RECOURS AA_INSCRITS AA_VOLUME AA_RESTOS_PERS
AA_LIEUX AA_LIEUX_1000P AA_POP_COUV NEET_15_29 NEET_16_25 TX_NON_DIPL_20_24 JDC_DIFF_LECTURE
JDC_ILLETTRISME DEFM_ABC_M25 CEJ_STOCK ASE_ACCUEILLIS TX_ASE ASE_ACTIONS_EDUC
""".split()
ADDED = {
    "INCIDENTS_PAIEMENT",
    "MASP_MESURES",
    "MAJ_MESURES",
    "MJAGBF_MESURES",
    "AESF_MESURES",
    "SC_PERSONNES",
}
EVICTION_STEPS = [code for code in RETAINED if code.startswith("EXP_")]


def test_no_problem():
    assert check_catalogue(REAL) == []


def test_the_sixty_one_and_what_was_added(catalogue):
    assert len(RETAINED) == 61
    not_context = {c for c, i in catalogue.indicators.items() if i.theme is not Theme.CONTEXTE}
    assert not_context == set(RETAINED) | ADDED


def test_context_is_complete(catalogue, rows):
    context = {c for c, i in catalogue.indicators.items() if i.theme is Theme.CONTEXTE}
    readings = [reading_of(source.reading) for source in catalogue.sources.values()]
    read = {code for reading in readings if reading for code in indicators_read(reading)}
    assert context - {row["indicateur"] for row in rows} - read == set()
    assert {c for c in context if catalogue.indicators[c].cycle is not Cycle.PUBLISHED} == set()


def test_codes_that_are_the_same_series(catalogue):
    merged = {"TX_RSA_ALLOC_15_69", "POP_TOT_PROV", "TX_CHOM_PUB"}
    assert merged & set(catalogue.indicators) == set()


def test_key_indicators_are_balanced(catalogue):
    themes = Counter(i.theme for i in catalogue.indicators.values() if i.key)
    assert themes == {
        Theme.PRECARITE: 4,
        Theme.LOGEMENT: 4,
        Theme.ALIMENTATION: 3,
        Theme.JEUNES: 4,
    }
    assert themes.total() == 15


def test_three_collections_are_under_way(catalogue):
    collected = [i for i in catalogue.indicators.values() if i.cycle is Cycle.IN_COLLECTION]
    by = {i.collection.by: set() for i in collected}
    for indicator in collected:
        by[indicator.collection.by].add(indicator.code)
    family = {"MASP_MAJ", "MASP_MESURES", "MAJ_MESURES", "MJAGBF_MESURES", "AESF_MESURES"}
    assert by == {
        "la Banque de France": {"INCIDENTS_PAIEMENT"},
        "l’URAF": family,
        "les conseils départementaux": {"CCAPEX_SIT"},
    }


def test_dashboard_announces_the_three_collections(catalogue):
    codes = [c for s in catalogue.dashboards["pauvrete"].sections for c in s.codes]
    collected = [c for c in codes if catalogue.indicators[c].cycle is Cycle.IN_COLLECTION]
    assert collected == ["INCIDENTS_PAIEMENT", "MASP_MAJ", "CCAPEX_SIT"]


def test_dashboard_themes_are_in_order(catalogue):
    themes = [section.theme for section in catalogue.dashboards["pauvrete"].sections]
    assert themes == [Theme.PRECARITE, Theme.LOGEMENT, Theme.ALIMENTATION, Theme.JEUNES]


def test_dashboard_holds_every_key_indicator(catalogue):
    codes = {c for s in catalogue.dashboards["pauvrete"].sections for c in s.codes}
    assert {c for c, i in catalogue.indicators.items() if i.key} - codes == set()


def test_leads_are_held_by_an_institution(catalogue):
    leads = {c: i.lead for c, i in catalogue.indicators.items() if i.cycle is Cycle.PROPOSED}
    assert leads == {
        "JDC_DIFF_LECTURE": "Éducation nationale",
        "JDC_ILLETTRISME": "Éducation nationale",
        "SC_PERSONNES": "ARS",
    }


def test_four_measures_are_never_summed(catalogue, rows):
    group = catalogue.indicators["MASP_MAJ"]
    assert group.components == ("MASP_MESURES", "MAJ_MESURES", "MJAGBF_MESURES", "AESF_MESURES")
    assert group.additive is False
    assert [row for row in rows if row["indicateur"] == "MASP_MAJ"] == []


def test_eviction_steps_say_they_are_not_a_cohort(catalogue):
    silent = [
        code
        for code in EVICTION_STEPS
        if not any("cohorte" in caveat for caveat in catalogue.indicators[code].caveats)
    ]
    assert silent == []


def test_payment_incidents_are_not_rent_arrears(catalogue):
    assert catalogue.indicators["INCIDENTS_PAIEMENT"].producer == "Banque de France"
    assert catalogue.indicators["IMPAYES_LOC"].source != "banque_de_france_incidents"


def test_household_benefits_warn_against_persons(catalogue):
    for code in ("RSA_FOYERS", "PPA_FOYERS"):
        assert catalogue.indicators[code].unit == "foyers"
        assert (
            catalogue.indicators[code]
            .caveats[3 if code == "PPA_FOYERS" else 0]
            .startswith("On compte des foyers, pas des personnes")
        )


def test_breaks(catalogue):
    first = {c: i.breaks[0].period for c, i in catalogue.indicators.items() if i.breaks}
    for code, period in {
        "RSA_FOYERS": "2016-12-31",
        "PPA_FOYERS": "2019-01",
        "DEFM_A": "2025-T1",
        "JDC_DIFF_LECTURE": "2020",
        "CEJ_STOCK": "2022-03",
    }.items():
        assert first[code] == period


def test_ambiguous_directions_are_never_coloured(catalogue):
    ambiguous = {c for c in RETAINED if catalogue.indicators[c].direction == 0}
    assert ambiguous == set(
        """PPA_FOYERS AAH_ALLOC TX_AAH_20_64 MASP_MAJ PART_MONOPAR AL_FOYERS_CAF AA_VOLUME CEJ_STOCK
        ASE_ACCUEILLIS TX_ASE ASE_ACTIONS_EDUC SUREND_DOSSIERS C2S_BENEF CCAPEX_SIT""".split()
    )


def test_ratios_and_medians_are_not_summed(catalogue):
    assert {str(i.nature) for i in catalogue.indicators.values() if i.additive} == {"effectif"}


def test_levels_are_known(catalogue):
    assert {level for i in catalogue.indicators.values() for level in i.levels} <= set(Level)


def test_licences_are_not_invented(catalogue):
    assert {s.licence for s in catalogue.sources.values()} == {
        "Licence Ouverte",
        "convention",
        "à préciser",
    }


def test_sources_the_command_line_names(catalogue):
    named = """insee_filosofi insee_chomage insee_population insee_recensement insee_bdm cnaf_iris
    qpv drees_minima_sociaux drees_mensuel drees_aide_sociale long""".split()
    assert [name for name in named if name not in catalogue.sources] == []
