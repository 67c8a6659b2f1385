"""Country and town on the pages and in the interface: sums, shares covered, and why not."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stats.observation import Observation
from stats.rural import NO_GRID
from stats.statuses import Status
from stats.store import Store
from stats.words import typeset
from tests.observatoire.indicators.deposits import parsed, texts

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/rural-urbain"
VENDEE = {"indicateur": "NB_PERS_FISC", "niveau": "departement", "territoire": "85"}
# Made for the test: the degrees are not Insee’s, nor the figures.
DEGREES = {"85191": 2, "85084": 6, "85289": 7}
FIGURES = {"85191": 50_000, "85084": None, "85289": 2_000}


def figure(code: str, value: int | None) -> Observation:
    return Observation(
        indicator="NB_PERS_FISC",
        territory=code,
        level="commune",
        period="2031",
        value=value,
        status=Status.PRIMARY_SECRET if value is None else Status.VALUE,
        unit="personnes",
        source="Une source d’essai",
        edition="2031",
        vintage=2025,
    )


@pytest.fixture
def figures(store):
    Store(store).publish([figure(*one) for one in FIGURES.items()], source="long")
    return store


@pytest.fixture
def grid(figures):
    """The same store, its communes graded."""
    path = figures / "territoires" / "territoires.parquet"
    table = pq.read_table(path)
    keys = zip(table["niveau"].to_pylist(), table["code"].to_pylist(), strict=True)
    graded = [DEGREES.get(code) if level == "commune" else None for level, code in keys]
    place = table.column_names.index("densite")
    pq.write_table(table.set_column(place, "densite", pa.array(graded, pa.int8())), path)
    return figures


@pytest.mark.usefixtures("grid")
class TestWithTheGrid:
    def test_the_interface_adds_up_what_is_published(self, client):
        answer = client.get(ADDRESS, VENDEE).json()
        rural, urban = answer["resultats"]
        assert (answer["periode"], answer["grille"]) == ("2031", None)
        assert (rural["sol"], rural["valeur"], rural["communes_sous_secret"]) == ("rural", 2000, 1)
        assert (rural["communes"], rural["communes_comptees"]) == (2, 1)
        assert rural["part_couverte"] == pytest.approx(
            100 * rural["habitants_couverts"] / rural["habitants"]
        )
        assert (urban["valeur"], urban["part_couverte"]) == (50_000, 100.0)
        assert answer["communes_sans_degre"] == 250

    def test_the_page_of_the_indicator(self, client):
        page = client.get("/indicateurs/NB_PERS_FISC/", {"territoire": "departement:85"})
        (section,) = parsed(page).select("section[aria-labelledby=rural-urbain]")
        assert texts(section, "caption") == ["Vendée, 2031"]
        assert texts(section, "tbody th .obs-quiet") == [
            "1 commune sur 2 (1 sous secret)",
            "1 commune sur 1",
        ]
        assert texts(section, "tbody td")[0] == "2 000 personnes"
        assert texts(section, "tbody td")[2:] == ["50 000 personnes", "100 %"]

    def test_the_profile_of_a_departement(self, client):
        context = client.get("/territoires/departement/85/").context["rural"]
        assert [label for label, _ in context["people"]] == [
            "Communes rurales",
            "Communes urbaines",
        ]
        rows = {row["address"]: [line.value for line in row["lines"]] for row in context["rows"]}
        assert rows["/indicateurs/NB_PERS_FISC/"] == [
            "2\u202f000\u00a0personnes",
            "50\u202f000\u00a0personnes",
        ]

    def test_the_profile_of_another_departement_has_none(self, client):
        assert client.get("/territoires/departement/53/").context["rural"] is None

    def test_a_rate_is_refused(self, client):
        response = client.get(ADDRESS, VENDEE | {"indicateur": "TX_PAUV60"})
        assert response.status_code == 422
        assert response.json()["erreur"].startswith("Un taux ne s’additionne pas")


@pytest.mark.usefixtures("figures")
class TestWithoutIt:
    def test_the_interface_says_what_is_missing(self, client):
        response = client.get(ADDRESS, VENDEE)
        assert (response.status_code, response.json()) == (422, {"erreur": NO_GRID})

    def test_so_does_the_page(self, client):
        context = client.get("/indicateurs/NB_PERS_FISC/").context["rural"]
        assert context["place"] == "Pays de la Loire"
        assert context["reason"].startswith(typeset(NO_GRID))

    def test_a_profile_says_nothing(self, client):
        assert client.get("/territoires/departement/85/").context["rural"] is None


@pytest.mark.parametrize("changed", [{"indicateur": "RIEN"}, {"territoire": "99"}])
def test_what_does_not_exist(client, published, changed):
    assert client.get(ADDRESS, VENDEE | changed).status_code == 404


def test_an_indicator_without_communal_figures_says_nothing(client, published):
    assert client.get("/indicateurs/TX_CHOM/").context["rural"] is None
