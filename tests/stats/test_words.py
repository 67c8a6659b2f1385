import pytest

from stats.catalogue.model import Break, MinimumChange, Nature, Randomness
from stats.compute import grid_of
from stats.periods import parse_period
from stats.secrecy import protect
from stats.statuses import Mark, Status
from stats.territory.model import Level, Territory
from stats.words import (
    Change,
    at,
    between,
    describe_change,
    describe_range,
    find_comparator,
    format_observation,
    format_value,
    last_change,
    named,
    of,
    previous_known,
    series_alternative,
    text_alternative,
    typeset,
    where,
)
from tests.stats.examples import Names, indicator, observation, poverty

RSA = indicator(
    code="RSA_FOYERS",
    subject="le nombre de foyers allocataires du RSA",
    nature=Nature.COUNT,
    unit="foyers",
    decimals=0,
    minimum_change=MinimumChange(1, "pourcent"),
)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (1234.5, "%", 1, "1\u202f234,5\u00a0%"),
        (12.0, "%", 1, "12,0\u00a0%"),
        (22910.0, "€", 0, "22\u202f910\u00a0€"),
        (1_503_876.0, "habitants", 0, "1\u202f503\u202f876\u00a0habitants"),
        (-0.3, "%", 1, "\u22120,3\u00a0%"),
        (-0.04, "%", 1, "0,0\u00a0%"),
        (0.25, "%", 1, "0,3\u00a0%"),
        (2.675, "%", 2, "2,68\u00a0%"),
        (1.0, "foyers", 0, "1\u00a0foyer"),
        (0.0, "demandes en attente", 0, "0\u00a0demande en attente"),
        (2.0, "foyers", 0, "2\u00a0foyers"),
        (1.0, "repas", 0, "1\u00a0repas"),
        (12.3, "pour 1 000 habitants", 1, "12,3\u00a0pour\u00a01\u202f000 habitants"),
        (3.2, "rapport", 1, "3,2"),
        (0.28, "indice de 0 à 1", 2, "0,28"),
        (None, "%", 1, "–"),
    ],
)
def test_numbers(value, unit, decimals, written):
    assert format_value(value, unit, decimals) == written


def test_a_bound_is_said_as_a_bound():
    censored = {"status": Status.CENSORED, "indicator": "RSA_FOYERS"}
    more = observation(lower=126000.0, **censored)
    less = observation(upper=5.0, **censored)
    assert format_observation(RSA, more) == "plus de 126\u202f000\u00a0foyers"
    assert format_observation(RSA, less) == "moins de 5\u00a0foyers"
    assert format_observation(RSA, observation(**censored)) == "valeur bornée"
    secret = observation(status=Status.PRIMARY_SECRET)
    assert format_observation(indicator(), secret) == "secret statistique"


@pytest.mark.parametrize(
    ("level", "article", "name", "written"),
    [
        ("departement", "la", "Vendée", "en Vendée"),
        ("departement", "le", "Maine-et-Loire", "dans le Maine-et-Loire"),
        ("departement", "l’", "Aisne", "en Aisne"),
        ("departement", "les", "Deux-Sèvres", "dans les Deux-Sèvres"),
        ("departement", "", "Paris", "à Paris"),
        ("departement", "", "La Réunion", "à La Réunion"),
        ("region", "les", "Pays de la Loire", "dans les Pays de la Loire"),
        ("france", "", "France", "en France"),
        ("france_metro", "la", "France métropolitaine", "en France métropolitaine"),
        ("commune", "", "Nantes", "à Nantes"),
        ("commune", "", "Le Mans", "au Mans"),
        ("commune", "", "Les Sables-d'Olonne", "aux Sables-d'Olonne"),
        ("commune", "", "La Roche-sur-Yon", "à La Roche-sur-Yon"),
        ("epci", "", "Nantes Métropole", "à Nantes Métropole"),
        ("epci", "la", "CC de Nozay", "dans la CC de Nozay"),
        (
            "epci_dep",
            "",
            "Redon Agglomération",
            "dans la partie départementale de Redon Agglomération",
        ),
        ("zone_emploi", "", "Angers", "dans la zone d’emploi d’Angers"),
        ("bassin_vie", "", "Le Mans", "dans le bassin de vie du Mans"),
        ("qpv", "", "Bellevue", "dans le quartier Bellevue"),
    ],
)
def test_where(level, article, name, written):
    assert where(Territory(Level(level), "X", name, article)) == written


def test_names_with_their_article():
    assert named(Territory(Level.DEPARTEMENT, "02", "Aisne", "l’")) == "l’Aisne"
    assert (
        named(Territory(Level.REGION, "R52", "Pays de la Loire", "les")) == "les Pays de la Loire"
    )
    assert named(Territory(Level.FRANCE, "FR", "France")) == "la France"
    assert named(Territory(Level.COMMUNE, "44109", "Nantes")) == "Nantes"
    assert of("Les Herbiers") == "des Herbiers"


@pytest.mark.parametrize(
    ("earlier", "later", "written"),
    [
        ("2019", "2020", "entre 2019 et 2020"),
        (
            "2018-12-31",
            "2019-12-31",
            "entre le 31\u00a0décembre\u00a02018 et le 31\u00a0décembre\u00a02019",
        ),
        ("2025-T2", "2025-T3", "entre le 2e trimestre\u00a02025 et le 3e trimestre\u00a02025"),
        ("2024-S1", "2024-S2", "entre le 1er semestre\u00a02024 et le 2e semestre\u00a02024"),
        ("2024-08", "2024-09", "entre août\u00a02024 et septembre\u00a02024"),
        (
            "2021-2022",
            "2022-2023",
            "entre la campagne\u00a02021-2022 et la campagne\u00a02022-2023",
        ),
    ],
)  # fmt: skip
def test_dates(earlier, later, written):
    assert between(earlier, later) == written


def test_at_a_date():
    codes = ["2020", "2025-T3", "2019-12-31", "2024-09", "2022-2023"]
    assert [at(parse_period(code)) for code in codes] == [
        "en 2020",
        "au 3e trimestre\u00a02025",
        "au 31\u00a0décembre\u00a02019",
        "en septembre\u00a02024",
        "pour la campagne\u00a02022-2023",
    ]


def test_a_fall_of_poverty_is_good_news():
    change = describe_change(
        indicator(), observation("72", "2019", 13.2), observation("72", "2020", 12.9)
    )
    assert change == Change(
        kind="baisse",
        text="le taux de pauvreté baisse de 0,3\u00a0point entre 2019 et 2020",
        short="\u22120,3\u00a0point",
        arrow="↘",
        tone="bonne",
        since="2019",
    )


@pytest.mark.parametrize(
    ("before", "after", "kind", "short", "tone"),
    [
        (10.0, 10.1, "stable", "stable", "neutre"),
        (10.0, 10.2, "hausse", "+0,2\u00a0point", "mauvaise"),
        (10.0, 11.9, "hausse", "+1,9\u00a0point", "mauvaise"),
        (10.0, 12.0, "hausse", "+2,0\u00a0points", "mauvaise"),
        (10.0, 10.0, "stable", "stable", "neutre"),
    ],
)
def test_the_minimum_change_and_the_agreement_of_points(before, after, kind, short, tone):
    change = describe_change(
        indicator(),
        observation(period="2019", value=before),
        observation(period="2020", value=after),
    )
    assert (change.kind, change.short, change.tone) == (kind, short, tone)


def test_a_count_changes_by_percent_and_its_verb_agrees():
    plural = indicator(
        subject="les allocataires", plural=True, minimum_change=MinimumChange(1, "pourcent")
    )
    before = observation(period="2018-12-31", value=29000.0)
    after = observation(period="2019-12-31", value=29997.0)
    assert describe_change(plural, before, after).text == (
        "les allocataires augmentent de 3,4\u00a0% "
        "entre le 31\u00a0décembre\u00a02018 et le 31\u00a0décembre\u00a02019"
    )
    assert describe_change(plural, after, after).text.startswith("les allocataires sont stables ")


def test_from_zero_a_change_is_in_units():
    change = describe_change(
        RSA, observation(period="2019", value=0.0), observation(period="2020", value=3.0)
    )
    assert change.short == "+3\u00a0foyers"


@pytest.mark.parametrize("direction", [-1, 0, 1])
@pytest.mark.parametrize("after", [8.0, 12.0])
def test_an_ambiguous_direction_is_never_good_nor_bad(direction, after):
    change = describe_change(
        indicator(direction=direction),
        observation(period="2019", value=10.0),
        observation(period="2020", value=after),
    )
    expected = {-1: ["bonne", "mauvaise"], 0: ["neutre"] * 2, 1: ["mauvaise", "bonne"]}
    assert change.tone == expected[direction][after > 10]


def test_no_comparison_across_a_declared_break():
    broken = indicator(breaks=(Break("2020", "La source a changé."),))
    before, after = observation(period="2019", value=10.0), observation(period="2020", value=20.0)
    change = describe_change(broken, before, after)
    assert change.kind == "rupture"
    assert change.text == (
        "le taux de pauvreté ne se compare pas entre 2019 et 2020\u00a0: la source a changé"
    )
    assert (change.arrow, change.tone) == ("", "neutre")
    later = observation(period="2021", value=21.0)
    assert describe_change(broken, after, later).kind == "hausse"


def test_no_comparison_across_a_break_marked_in_between():
    broken = observation(period="2020", status=Status.NOT_AVAILABLE, marks=frozenset({Mark.BREAK}))
    series = [observation(period="2019", value=1.0), broken, observation(period="2021", value=9.0)]
    assert last_change(indicator(), series).kind == "rupture"


def test_an_estimation_is_compared_within_one_edition():
    estimated = indicator(randomness=Randomness.ESTIMATION)
    before = observation(period="2024-T4", value=5.3, edition="T4 2024")
    after = observation(period="2025-T1", value=5.9, edition="T3 2025")
    change = describe_change(estimated, before, after)
    assert change.kind == "incomparable"
    assert change.text.endswith("deux éditions (T4 2024, T3 2025)")
    assert describe_change(indicator(), before, after).kind == "incomparable"
    same = observation(period="2024-T4", value=5.4, edition="T3 2025")
    assert describe_change(estimated, same, after).kind == "hausse"


def test_a_fictitious_number_is_not_compared_with_a_real_one():
    fictitious = observation(period="2020", value=1.0, marks=frozenset({Mark.FICTITIOUS}))
    change = describe_change(indicator(), observation(period="2019", value=2.0), fictitious)
    assert change.kind == "incomparable"


def test_without_a_number_nothing_is_said_of_a_change():
    secret = observation(period="2020", status=Status.PRIMARY_SECRET)
    change = describe_change(indicator(), observation(period="2019", value=2.0), secret)
    assert change.kind == "inconnu"
    assert change.text.startswith("le taux de pauvreté, 2020\u00a0: trop peu de personnes")
    assert last_change(indicator(), [secret]).kind == "inconnu"
    alone = last_change(indicator(), [observation(value=2.0)])
    assert alone.text == "le taux de pauvreté n’a pas de valeur antérieure comparable"


def test_the_previous_number_is_of_the_same_rhythm_and_season():
    codes = ["2018-12-31", "2019-09", "2019-12-31", "2020", "2020-06-30", "2021-12-31"]
    series = [observation(period=code, value=1.0) for code in codes]
    found = {one.period: previous_known(series, one) for one in series}
    assert {code: one and one.period for code, one in found.items()} == {
        "2018-12-31": None,
        "2019-09": None,
        "2019-12-31": "2018-12-31",
        "2020": None,
        "2020-06-30": None,
        "2021-12-31": "2019-12-31",
    }


def test_the_range_of_a_map():
    written = describe_range(indicator(), poverty(), Names())
    assert written == "Le taux de pauvreté va de 8,9\u00a0% en Vendée à 12,9\u00a0% en Sarthe"


def grid(described, values):
    rows = [
        observation(code, value=v) if isinstance(v, float) else observation(code, status=v)
        for code, v in values.items()
    ]
    return protect(grid_of(described, rows), described)


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ({"44": 8.0, "85": 8.0, "72": 9.0},
         "va de 8,0\u00a0% en Loire-Atlantique et en Vendée à 9,0\u00a0% en Sarthe"),
        ({"44": 8.0, "49": 8.0, "53": 8.0, "72": 9.0},
         "va de 8,0\u00a0% dans 3 départements à 9,0\u00a0% en Sarthe"),
        ({"44": 8.0, "85": 8.0}, "est partout de 8,0\u00a0%"),
        ({"49": 8.0, "85": Status.PRIMARY_SECRET}, "est de 8,0\u00a0% dans le Maine-et-Loire"),
        ({"99": 8.0, "85": 9.0}, "va de 8,0\u00a0% (99) à 9,0\u00a0% en Vendée"),
    ],
)  # fmt: skip
def test_ranges(values, written):
    found = describe_range(indicator(), grid(indicator(), values), Names())
    assert found == f"Le taux de pauvreté {written}"


def test_a_range_without_any_number_or_of_two_editions():
    empty = grid(indicator(), {"44": Status.PRIMARY_SECRET}).latest()
    assert describe_range(indicator(), empty, Names()) == (
        "Le taux de pauvreté\u00a0: aucune valeur publiée"
    )
    rows = [observation("44", value=1.0, edition="a"), observation("85", value=2.0, edition="b")]
    mixed = protect(grid_of(indicator(), rows), indicator())
    assert describe_range(indicator(), mixed, Names()).endswith("ne se comparent pas")


def test_words_take_a_protected_grid_only():
    bare = grid_of(indicator(), [observation(value=1.0)])
    with pytest.raises(ValueError, match="protect"):
        describe_range(indicator(), bare, Names())


def test_the_alternative_of_a_map_counts_what_is_not_seen():
    values = {"44": 8.0, "85": 9.0, "72": Status.PRIMARY_SECRET, "53": Status.NOT_AVAILABLE}
    assert text_alternative(indicator(), grid(indicator(), values), Names()) == (
        "Le taux de pauvreté va de 8,0\u00a0% en Loire-Atlantique à 9,0\u00a0% en Vendée, en 2020. "
        "1 territoire sous secret statistique. 1 territoire sans valeur publiée."
    )


def test_the_alternative_of_a_line():
    series = [
        observation(period=code, value=value)
        for code, value in [("2013", 10.0), ("2014", 9.5), ("2020", 10.2)]
    ]
    broken = indicator(breaks=(Break("2017", "Autre champ."),))
    assert series_alternative(broken, "Loire-Atlantique", series) == (
        "Le taux de pauvreté, Loire-Atlantique\u00a0: 10,2\u00a0% (2020). Rupture de série en 2017."
    )
    assert series_alternative(indicator(), "Loire-Atlantique", series) == (
        "Le taux de pauvreté, Loire-Atlantique\u00a0: 10,2\u00a0% (2020), "
        "après 10,0\u00a0% (2013). "
        "Au plus bas\u00a0: 9,5\u00a0% (2014)\u00a0; au plus haut\u00a0: 10,2\u00a0% (2020)."
    )


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ({"origin": "a"}, {"origin": "b"}, "les deux valeurs viennent de deux sources"),
        (
            {"edition": "a", "note": "hors Mayotte"},
            {"edition": "b", "note": "arrondi"},
            "les deux publications ne comptent pas la même chose",
        ),
    ],
)
def test_two_works_are_not_compared(before, after, reason):
    change = describe_change(
        indicator(),
        observation("44", "2019", 10.0, **before),
        observation("44", "2020", 12.0, **after),
    )
    assert (change.kind, change.text.split("\u00a0: ")[1]) == ("incomparable", reason)


def test_two_distant_editions_are_not_compared():
    first = observation("44", "2014", 10.0, edition="a")
    change = describe_change(indicator(), first, observation("44", "2020", 12.0, edition="b"))
    assert change.kind == "incomparable"


def test_a_comparator_is_of_the_same_series_period_and_edition():
    current = observation("44", "2020", 10.0)
    region = {"level": "region"}
    fit = observation("R52", "2020", 10.5, **region)
    assert (
        find_comparator(current, [observation("R52", "2019", 10.7, **region), fit]).observation
        == fit
    )
    other = find_comparator(current, [observation("R52", "2020", 10.5, edition="b", **region)])
    assert other.observation is None
    assert other.text == (
        "La valeur de comparaison (2020) vient d’une autre édition\u00a0: "
        "elle n’est pas comparable."
    )
    absent = find_comparator(current, [observation("R52", "2019", 10.7, **region)])
    assert absent.text == "Aucune valeur de comparaison n’est publiée pour la même période (2020)."
    secret = find_comparator(current, [observation("R52", status=Status.NOT_AVAILABLE, **region)])
    assert secret.text == "Le producteur ne publie pas cette valeur."


def test_typography():
    assert typeset("« a » : 3 % !") == "«\u00a0a\u00a0»\u00a0: 3\u00a0%\u00a0!"
