"""Raw counts of a source: masked before they reach the store, refused when something leaks."""

from dataclasses import replace
from pathlib import Path

import pytest

from stats.catalogue import load_catalogue
from stats.observation import Observation
from stats.secrecy.publication import publish_secured, secure
from stats.statuses import Status
from stats.store import Store
from stats.store.table import RefusedError
from stats.territory.model import Level, Territory

CATALOGUE = load_catalogue(Path(__file__).resolve().parents[3] / "catalogue")
SOURCE = CATALOGUE.sources["partenaires"]
COMMUNES = {"44001": "44", "44002": "44", "44003": "44", "49001": "49", "49002": "49"}
DATE = "2024-12-31"


class Places:
    """Two départements of a region, and an EPCI that crosses them."""

    EPCI = ("44003", "49001")

    def children(self, key, level, *, whole_only=False):
        communes = {
            ("departement", "44"): [c for c, d in COMMUNES.items() if d == "44"],
            ("departement", "49"): [c for c, d in COMMUNES.items() if d == "49"],
            ("region", "R52"): list(COMMUNES),
            ("epci", "200000001"): list(self.EPCI),
        }
        if level == "commune":
            return tuple(Territory(Level.COMMUNE, c, c) for c in communes.get(tuple(key), ()))
        if level == "departement" and tuple(key) == ("region", "R52"):
            return tuple(Territory(Level.DEPARTEMENT, c, c) for c in ("44", "49"))
        return ()


def figure(level, code, value, indicator="RSA_FOYERS", period=DATE, **more):
    return Observation(
        indicator=indicator,
        level=level,
        territory=code,
        period=period,
        value=value,
        unit="foyers",
        source="Partenaire",
        **more,
    )


def counts(**values):
    rows = [figure("commune", code, float(values.get(f"c{code}", 20))) for code in COMMUNES]
    totals = {row.territory: row.value for row in rows}
    for code in ("44", "49"):
        inside = sum(v for c, v in totals.items() if COMMUNES[c] == code)
        rows.append(figure("departement", code, inside))
    rows.append(figure("region", "R52", sum(totals.values())))
    rows.append(figure("epci", "200000001", sum(totals[c] for c in Places.EPCI)))
    return rows


def statuses(secured):
    columns = secured.table.to_pydict()
    keys = zip(columns["niveau"], columns["territoire"], strict=True)
    return {
        key: status
        for key, status in zip(keys, columns["statut"], strict=True)
        if status != "valeur"
    }


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "magasin")


def test_a_small_count_and_what_would_give_it_back_are_hidden(store):
    secured = secure(counts(c44001=2), SOURCE, CATALOGUE, Places(), store)
    assert statuses(secured)[("commune", "44001")] == "secret_primaire"
    assert sorted(statuses(secured).values()).count("secret_secondaire") == len(secured.masks) - 1
    assert secured.count(Status.SECONDARY_SECRET) >= 1
    values = dict(
        zip(
            secured.table.column("territoire").to_pylist(),
            secured.table.column("valeur").to_pylist(),
            strict=True,
        )
    )
    assert values["44001"] is None
    masked = {(one.level, one.territory): (one.before, one.reason) for one in secured.masks}
    assert masked[("commune", "44001")] == (2.0, "seuil")


def test_a_producer_keeps_its_own_secrecy(store):
    rows = [
        figure("commune", "44001", None, status=Status.PRIMARY_SECRET),
        figure("commune", "44002", 1.0),
    ]
    secured = secure(rows, CATALOGUE.sources["insee_filosofi"], CATALOGUE, Places(), store)
    assert (secured.rule, secured.masks) == (None, ())
    assert secured.table.column("valeur").to_pylist() == [None, 1.0]


def test_what_is_published_already_is_an_earlier_release(store):
    """The départements first, then the communes: the only mask left to choose is a commune."""
    totals = [figure("departement", "44", 42.0), figure("departement", "49", 40.0)]
    publish_secured(store, totals, CATALOGUE, Places(), source="partenaires")
    rows = [row for row in counts(c44001=2) if row.level == "commune"]
    secured = secure(rows, SOURCE, CATALOGUE, Places(), store)
    hidden = statuses(secured)
    assert hidden[("commune", "44001")] == "secret_primaire"
    assert sorted(key for key in hidden if key[1].startswith("44")) == sorted(hidden)
    assert len(hidden) == 2


def test_a_leak_that_no_mask_can_stop_is_refused_and_nothing_is_published(store):
    """All the communes but one are out, with their total: the last one is known."""
    first = [row for row in counts(c44001=2) if row.territory in ("44", "44002", "44003")]
    publish_secured(store, first, CATALOGUE, Places(), source="partenaires")
    before = store.fingerprint
    rest = [figure("commune", "44001", 2.0)]
    with pytest.raises(RefusedError, match="commune:44001"):
        publish_secured(store, rest, CATALOGUE, Places(), source="partenaires")
    assert store.fingerprint == before


def test_masks_of_the_partner_that_a_subtraction_undoes_are_refused(store):
    rows = [row for row in counts() if row.territory in ("44", "44002", "44003")]
    rows.append(figure("commune", "44001", None, status=Status.PRIMARY_SECRET))
    with pytest.raises(RefusedError, match="on trouve exactement 20"):
        secure(rows, SOURCE, CATALOGUE, Places(), store)


def test_parts_that_do_not_make_the_whole_are_refused(store):
    rows = [*counts(), figure("departement", "44", 999.0, period="2023-12-31")]
    rows += [figure("commune", c, 5.0, period="2023-12-31") for c in COMMUNES if c < "45"]
    with pytest.raises(RefusedError, match="ses parties font 15"):
        secure(rows, SOURCE, CATALOGUE, Places(), store)


def test_what_nobody_speaks_of_protects(store):
    """One commune of the département is not in the file: its total tells nothing of the others."""
    rows = [row for row in counts(c44001=2) if row.territory in ("44", "44001", "44002")]
    secured = secure(rows, SOURCE, CATALOGUE, Places(), store)
    assert statuses(secured) == {("commune", "44001"): "secret_primaire"}


def test_a_rate_goes_with_its_numerator(store):
    code = "TX_RSA_POP_COUV"
    rows = counts(c44001=2)
    rows = [replace(row, indicator="RSA_POP_COUV") for row in rows]
    rows += [figure("commune", c, 3.0, indicator=code, note="") for c in ("44001", "49002")]
    secured = secure(rows, SOURCE, CATALOGUE, Places(), store)
    rates = {one.territory: one.reason for one in secured.masks if one.indicator == code}
    assert rates == {"44001": "taux"} | ({"49002": "taux"} if "49002" in rates else {})


def test_places_are_no_people(store):
    rows = [figure("commune", "44001", 2.0, indicator="AA_LIEUX")]
    assert secure(rows, SOURCE, CATALOGUE, Places(), store).masks == ()


def test_a_count_that_does_not_add_up_is_hidden_when_small(store):
    rows = [figure("departement", code, v, indicator="AA_INSCRITS") for code, v in
            (("44", 3.0), ("49", 300.0))]  # fmt: skip
    secured = secure(rows, SOURCE, CATALOGUE, Places(), store)
    assert statuses(secured) == {("departement", "44"): "secret_primaire"}


def test_without_territories_raw_counts_are_not_published(store):
    with pytest.raises(RefusedError, match="les construire d’abord"):
        secure(counts(), SOURCE, CATALOGUE, None, store)


def published(store, rows, **more):
    return publish_secured(store, rows, CATALOGUE, Places(), source="partenaires", **more)


def in_44(**values):
    return [row for row in counts(**values) if row.territory in COMMUNES and row.territory < "45"]


def test_an_edition_that_was_replaced_came_out_all_the_same(store):
    """The total was in the first edition only: the second one, without it, must reckon with it."""
    total = [figure("departement", "44", 42.0)]
    published(store, total)
    published(store, [figure("departement", "49", 40.0)], replace=True)
    secured = secure(in_44(c44001=2), SOURCE, CATALOGUE, Places(), store)
    assert len(statuses(secured)) == 2


def test_what_was_undone_was_read(store):
    gone = published(store, [figure("departement", "44", 42.0)])
    store.undo(gone.id)
    secured = secure(in_44(c44001=2), SOURCE, CATALOGUE, Places(), store)
    assert len(statuses(secured)) == 2


def test_what_an_undone_deposit_told_beyond_repair_stops_nothing(store):
    """All but one, with the total: the last one is known, and undoing cannot make it unknown."""
    first = [row for row in counts(c44001=2) if row.territory in ("44", "44002", "44003")]
    store.undo(published(store, first).id)
    secured = secure(in_44(c44001=2), SOURCE, CATALOGUE, Places(), store)
    assert statuses(secured) == {("commune", "44001"): "secret_primaire"}


def test_a_total_that_another_source_publishes_counts(store):
    """The communes come from the partner, the département from elsewhere: one subtraction."""
    store.publish([figure("departement", "44", 42.0)], source="drees_minima_sociaux")
    secured = secure(in_44(c44001=2), SOURCE, CATALOGUE, Places(), store)
    assert len(statuses(secured)) == 2


def test_a_total_of_another_source_that_does_not_agree_tells_nothing(store):
    store.publish([figure("departement", "44", 45.0)], source="drees_minima_sociaux")
    secured = secure(in_44(c44001=2), SOURCE, CATALOGUE, Places(), store)
    assert statuses(secured) == {("commune", "44001"): "secret_primaire"}


def test_a_figure_that_another_source_publishes_hides_nothing(store):
    """Of the two that could be hidden with the secret, one is out already."""
    store.publish([figure("commune", "44002", 20.0)], source="drees_minima_sociaux")
    rows = [*in_44(c44001=2), figure("departement", "44", 42.0)]
    secured = secure(rows, SOURCE, CATALOGUE, Places(), store)
    assert ("commune", "44002") not in statuses(secured)
    assert len(statuses(secured)) == 2


def test_what_became_small_is_published_hidden(store):
    """A correction makes twenty into two, and the totals with it."""
    published(store, counts())
    secured = secure(counts(c44001=2), SOURCE, CATALOGUE, Places(), store)
    hidden = statuses(secured)
    assert hidden[("commune", "44001")] == "secret_primaire"
    assert len(hidden) > 1
