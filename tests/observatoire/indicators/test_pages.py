"""The pages of figures say what the engine says, and refuse what does not exist."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from observatoire.base.french import normalise
from observatoire.indicators.queries.places import homonyms
from stats.export import COLUMNS, MORE
from stats.periods import parse_period
from stats.statuses import Mark, Status
from stats.territory import Level

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]
MAX_QUERIES = 12


def text_of(response) -> str:
    """What a reader sees, on one line, entities read; pictures left out."""
    page = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " "))


def tiles_of(response) -> dict[str, list[str]]:
    """Title → texts of each tile of a dashboard."""
    articles = re.findall(r"<article.*?</article>", response.content.decode(), flags=re.S)
    found = {}
    for article in articles:
        bare = re.sub(r"<svg.*?</svg>", "", article, flags=re.S)
        parts = (html.unescape(part).replace("\u00a0", " ") for part in re.split(r"<[^>]+>", bare))
        texts = [part.strip() for part in parts if part.strip()]
        found[texts[0]] = texts[1:]
    return found


class TestDashboard:
    def test_it_works(self, client):
        response = client.get("/tableaux-de-bord/pauvrete/?territoire=departement:44")
        poverty = tiles_of(response)["Taux de pauvreté"]
        assert poverty == [
            "10,5",
            "%",
            "2021",
            "Vendée 9,1 – Sarthe 13,5",
            "France métropolitaine : 14,9 % ; ici plus bas, plus favorable",
            "↗",
            "En hausse, +0,5 point depuis 2020",
            "Citer ce chiffre",
            ": Taux de pauvreté",
        ]

    def test_the_four_themes_are_in_their_order(self, client):
        response = client.get("/tableaux-de-bord/pauvrete/")
        headings = re.findall(r'<h2 id="titre-[a-z_]+">([^<]+)', response.content.decode())
        assert headings == [
            "Précarité",
            "Logement et hébergement",
            "Précarité alimentaire",
            "Fragilité des jeunes",
        ]

    def test_what_is_being_collected_is_said(self, client):
        tiles = tiles_of(client.get("/tableaux-de-bord/pauvrete/"))
        waiting = [title for title, texts in tiles.items() if "En cours de collecte" in texts]
        assert waiting == [
            "Incidents de paiement",
            "Mesures d’accompagnement",
            "Situations en CCAPEX",
        ]

    def test_a_comparison_of_another_date_is_refused(self, client):
        address = "/tableaux-de-bord/pauvrete/?territoire=departement:44&comparaison=region:R52"
        unemployment = tiles_of(client.get(address))["Taux de chômage"]
        assert "Pays de la Loire : pas de valeur à la même date" in unemployment

    def test_only_territories_with_figures_are_offered(self, client):
        page = client.get("/tableaux-de-bord/pauvrete/").content.decode()
        groups = re.findall(r'<optgroup label="([^"]+)"', page)
        departements = re.findall(r'<option value="departement:(\d+)"', page)
        assert groups == ["Régions", "Départements", "Intercommunalités", "Communes"]
        assert departements == ["44", "49", "53", "72", "85"]

    def test_an_unknown_territory_is_the_region(self, client):
        response = client.get("/tableaux-de-bord/pauvrete/?territoire=departement:99")
        assert response.context["territory"] == "region:R52"

    def test_an_unknown_dashboard_is_missing(self, client):
        assert client.get("/tableaux-de-bord/rien/").status_code == 404

    def test_it_asks_the_database_little(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(MAX_QUERIES):
            client.get("/tableaux-de-bord/pauvrete/")

    def test_dashboards_are_listed(self, client, now):
        page = client.get("/tableaux-de-bord/").content.decode()
        addresses = re.findall(r'<h2[^>]*><a href="([^"]+)"', page)
        assert addresses == [f"/tableaux-de-bord/{slug}/" for slug in now.catalogue.dashboards]
        assert "/tableaux-de-bord/protection-juridique/" in addresses

    def test_a_dashboard_without_indicators_says_what_will_be_there(self, client):
        response = client.get("/tableaux-de-bord/protection-juridique/")
        assert tiles_of(response) == {}
        assert "Ce tableau de bord est en préparation." in text_of(response)

    def test_each_level_says_how_far_it_goes_and_what_would_bring_the_rest(self, client):
        reach = client.get("/tableaux-de-bord/pauvrete/").context["reach"]
        assert [(one.label, one.held, one.total) for one in reach] == [
            ("Régions", 1, 1),
            ("Départements", 5, 5),
            ("Intercommunalités", 10, 71),
            ("Communes", 16, 1228),
        ]
        assert [bool(one.files) for one in reach] == [False, False, True, True]
        named = {file.name for file in reach[3].files}
        assert {"cc_filosofi_AAAA_COM.csv", "data_CAF_AAAA_IRIS.csv"} & named == {
            "cc_filosofi_AAAA_COM.csv"
        }

    def test_its_address_is_the_public_one(self, client, settings):
        settings.SITE_ADDRESS = "https://observatoire.example.org"
        response = client.get("/tableaux-de-bord/pauvrete/?territoire=departement:44")
        assert response.context["address"] == (
            "https://observatoire.example.org/tableaux-de-bord/pauvrete/?territoire=departement:44"
        )

    def test_every_label_is_explained(self, client):
        response = client.get("/tableaux-de-bord/pauvrete/?territoire=departement:44")
        shown = re.findall(r'class="obs-tag obs-tag--[a-z_0-9]+" title=', response.content.decode())
        explained = {tag.label for tag in response.context["legend"]}
        assert (bool(shown), explained) == (True, {"Rupture de série"})


class TestIndicator:
    def test_it_works(self, client):
        response = client.get("/indicateurs/TX_PAUV60/?periode=2020")
        title = re.search(r"<h1[^>]*>([^<]+)", response.content.decode())[1].replace("\u00a0", " ")
        assert title == "Le taux de pauvreté va de 8,9 % en Vendée à 12,9 % en Sarthe, en 2020"

    def test_the_list_holds_the_published_figures(self, client):
        ranking = client.get("/indicateurs/TX_PAUV60/?periode=2020").context["ranking"]
        assert ranking.caption == "Du plus élevé au plus faible"
        shown = [(one.place, one.name, one.value.replace("\u00a0", " ")) for one in ranking.lines]
        assert shown == [
            ("1", "Sarthe", "12,9 %"),
            ("2", "Maine-et-Loire", "11,1 %"),
            ("3", "Mayenne", "11,0 %"),
            ("4", "Loire-Atlantique", "10,0 %"),
            ("5", "Vendée", "8,9 %"),
        ]

    def test_every_cell_of_the_table_is_the_engines(self, client, now):
        table = client.get("/indicateurs/TX_PAUV60/").context["table"]
        shown = {
            (name, level, column): cell.text
            for name, level, cells in table["lines"]
            for column, cell in zip(table["columns"], cells, strict=True)
            if cell.text != "–"
        }
        named = homonyms(now)
        stored = {
            (named.get(row.key[1:3], row.label), Level(row.level).label, row.period): (
                f"{row.value:.0f}"
                if Mark.ROUNDED_1 in row.marks
                else f"{row.value:.1f}".replace(".", ",")
            )
            for row in now.store.observations(indicator="TX_PAUV60")
        }
        assert shown == stored

    def test_rounded_communes_are_listed_without_rank(self, client):
        ranking = client.get("/indicateurs/TX_PAUV60/?niveau=commune").context["ranking"]
        assert ranking.caption == "Par ordre alphabétique, sans rang"
        assert ranking.reason.startswith("Valeurs arrondies, souvent secrètes")
        names = [one.name for one in ranking.lines]
        assert (len(names), names) == (16, sorted(names, key=normalise))
        assert {one.place for one in ranking.lines} == {""}
        assert [(one.label, len(one.names)) for one in ranking.without] == [
            ("Non disponible", 1228 - 16)
        ]

    def test_whoever_has_no_figure_is_counted(self, client):
        context = client.get("/indicateurs/SNE_DEM/").context
        assert context["period"] == "2025-01-01"
        told = context["map"]["words"].replace("\u00a0", " ")
        assert told.endswith("au 1er janvier 2025. 4 territoires sans valeur publiée.")
        assert [one.value for one in context["ranking"].lines[1:]] == ["Non disponible"] * 4

    def test_a_figure_of_another_date_than_the_map_says_so(self, client):
        context = client.get("/indicateurs/TX_CHOM/").context
        assert context["headline"].endswith(", au 3e trimestre\u00a02025")
        assert context["figure"]["period"] == "T4\u00a02024"
        assert context["figure"]["apart"] == (
            "Dernière valeur connue ici\u00a0; la carte et la liste sont de\u00a0T3\u00a02025."
        )

    def test_the_period_asked_for_is_that_of_the_figure_too(self, client):
        address = "/indicateurs/TX_PAUV60/?territoire=departement:44&periode=2019"
        context = client.get(address).context
        figure = context["figure"]
        assert (figure["value"].replace("\u00a0", " "), figure["period"]) == ("10,1 %", "2019")
        assert figure["apart"] == ""
        assert context["lecture"].replace("\u00a0", " ") == (
            "En 2019, le taux de pauvreté est de 10,1 % en Loire-Atlantique."
        )

    def test_an_indicator_of_france_alone_offers_no_territory(self, client):
        response = client.get("/indicateurs/JDC_ILLETTRISME/")
        assert response.context["groups"] == []
        assert 'name="territoire"' not in response.content.decode()
        assert response.context["figure"]["place"] == "France"

    def test_the_table_begins_with_the_region(self, client):
        lines = client.get("/indicateurs/TX_PAUV60/").context["table"]["lines"]
        assert [name for name, _, _ in lines][:3] == [
            "Pays de la Loire",
            "France métropolitaine",
            "Loire-Atlantique",
        ]

    @pytest.mark.parametrize(
        ("code", "caption"),
        [
            ("TX_CHOM", "Taux de chômage localisé, en %"),
            ("SUREND_TX", "Dossiers de surendettement déposés pour 100\u202f000 habitants"),
        ],
    )
    def test_a_caption_names_its_unit(self, client, code, caption):
        said = client.get(f"/indicateurs/{code}/").context["table"]["caption"]
        assert said.split(",")[0] == caption.split(",")[0]
        assert "en pour" not in said

    def test_what_is_near_a_number_is_said_once(self, client):
        figure = client.get("/indicateurs/SNE_TENSION/").context["figure"]
        assert figure["value"].replace("\u00a0", " ") == "près de 6 demandes par attribution"
        assert "près de" not in figure["remark"]

    def test_it_is_quoted_at_the_public_address(self, client, settings):
        settings.SITE_ADDRESS = "https://observatoire.example.org"
        context = client.get("/indicateurs/TX_PAUV60/?periode=2020&autre=1").context
        assert context["cite"].endswith(
            ", 2020, Plateforme d’observation des solidarités, "
            "https://observatoire.example.org/indicateurs/TX_PAUV60/?periode=2020"
        )

    def test_its_rules_are_told(self, client):
        rules = client.get("/indicateurs/SUREND_DOSSIERS/").context["rules"]
        assert rules[0].replace("\u00a0", " ") == (
            "Une hausse peut être une bonne ou une mauvaise nouvelle : aucune couleur de jugement. "
            "Une hausse peut dire plus de difficultés, ou le rattrapage de dépôts retardés."
        )
        assert client.get("/indicateurs/SUREND_DOSSIERS/").context["figure"]["change"].tone in (
            "neutre",
        )

    def test_fixed_classes_are_in_the_address_of_the_map(self, client):
        figures = client.get("/indicateurs/TX_PAUV60/?classes=fixes").context["map"]["figures"]
        assert figures.endswith("?niveau=departement&periode=2021&classes=fixes")
        legend = [one["texte"] for one in client.get(figures).json()["legende"]]
        assert legend[-1] == "moins de 9\u00a0%"
        assert len(legend) == 6

    @pytest.mark.parametrize("kind", ["carte", "courbe"])
    def test_a_picture_to_take_away_carries_what_makes_it_citable(self, client, settings, kind):
        settings.SITE_ADDRESS = "https://observatoire.example.org"
        address = f"/indicateurs/TX_PAUV60/image/{kind}"
        response = client.get(f"{address}.svg?territoire=departement:44")
        assert response["Content-Disposition"] == f'attachment; filename="TX_PAUV60-{kind}.svg"'
        told = re.sub(r"<[^>]+>|\s+", "", response.content.decode())
        said = ("auxdepauvreté", "Source:", "Statut:", "Contours:")
        assert [one for one in said if one not in told] == []
        assert "https://observatoire.example.org/indicateurs/TX_PAUV60/?territoire=" in told
        assert client.get(f"{address}.png").content[:4] == b"\x89PNG"

    @pytest.mark.parametrize(
        "address", ["RIEN/image/carte.svg", "TX_PAUV60/image/carte.exe", "TX_PAUV60/image/x.svg"]
    )
    def test_a_picture_that_is_not_is_missing(self, client, address):
        assert client.get(f"/indicateurs/{address}").status_code == 404

    def test_the_map_of_communes_is_a_file_of_its_own(self, client):
        response = client.get("/indicateurs/TX_PAUV60/?niveau=commune")
        assert response.context["map"]["image"] == (
            "/indicateurs/TX_PAUV60/carte.svg?niveau=commune&periode=2021"
        )

    def test_the_picture_of_the_map(self, client):
        response = client.get("/indicateurs/TX_PAUV60/carte.svg?periode=2020")
        assert response["Content-Type"] == "image/svg+xml"
        assert response.content.count(b"<a ") == 5
        assert b"style=" not in response.content

    def test_a_map_without_figures_is_missing(self, client):
        assert client.get("/indicateurs/CCAPEX_SIT/carte.svg").status_code == 404

    def test_an_indicator_being_collected_says_so(self, client):
        response = client.get("/indicateurs/CCAPEX_SIT/")
        assert response.context["has_figures"] is False
        assert response.context["state"][0].startswith("En cours de collecte par ")

    def test_an_unknown_indicator_is_missing(self, client):
        assert client.get("/indicateurs/RIEN/").status_code == 404

    def test_it_asks_the_database_little(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(MAX_QUERIES):
            client.get("/indicateurs/TX_PAUV60/")


class TestIndex:
    def test_it_works(self, client, now):
        response = client.get("/indicateurs/")
        assert response.context["page"].paginator.count == len(now.catalogue.indicators)
        assert len(response.context["lines"]) == 30

    def test_every_page_of_the_list_holds_others(self, client, now):
        last = client.get("/indicateurs/").context["page"].paginator.num_pages
        seen = [
            line.address
            for number in range(1, last + 1)
            for line in client.get(f"/indicateurs/?page={number}").context["lines"]
        ]
        assert sorted(seen) == sorted(f"/indicateurs/{code}/" for code in now.catalogue.indicators)

    def test_a_page_too_far_is_the_last(self, client):
        page = client.get("/indicateurs/?page=9999").context["page"]
        assert page.number == page.paginator.num_pages

    def test_a_level_keeps_those_that_have_figures_there(self, client, now):
        page = client.get("/indicateurs/?niveau=commune").context["page"]
        held = {row.indicator for row in now.store.observations(level="commune")}
        assert page.paginator.count == len(held)

    def test_levels_and_states_without_any_indicator_are_not_offered(self, client, now):
        context = client.get("/indicateurs/").context
        held = {row[0] for row in now.store.holders(list(now.catalogue.indicators))}
        assert {value for value, _ in context["levels"]} == held
        assert {value for value, _ in context["cycles"]} == {
            str(one.cycle) for one in now.catalogue.indicators.values()
        }

    @pytest.mark.parametrize(
        ("order", "key"),
        [("titre", lambda line: line.title), ("producteur", lambda line: line.producer)],
    )
    def test_it_is_sorted_as_asked(self, client, order, key):
        lines = client.get(f"/indicateurs/?tri={order}&niveau=commune").context["lines"]
        assert [key(line) for line in lines] == sorted(map(key, lines), key=normalise)

    def test_the_most_recent_comes_first(self, client, now):
        lines = client.get("/indicateurs/?tri=recent&theme=precarite").context["lines"]
        ends = [
            max(
                parse_period(row.period)
                for row in now.store.observations(
                    indicator=line.address.split("/")[2], territories=[("region", "R52")]
                )
                if row.known or row.status == "censure"
            ).end
            for line in lines
            if line.value
        ]
        assert ends == sorted(ends, reverse=True)

    def test_filters_add_up(self, client):
        response = client.get("/indicateurs/?q=pauvrete&theme=fragilite_jeunes&cle=oui")
        assert [line.address for line in response.context["lines"]] == [
            "/indicateurs/TX_PAUV60_M30/"
        ]

    def test_accents_and_endings_are_forgiven(self, client):
        lines = client.get("/indicateurs/?q=CHOMAGES+localises").context["lines"]
        assert [line.address for line in lines] == ["/indicateurs/TX_CHOM/"]

    def test_nothing_found_is_said(self, client):
        assert "Aucun indicateur ne correspond" in text_of(client.get("/indicateurs/?q=zzz"))

    @pytest.mark.parametrize("query", ["q=CCAPEX", "theme=precarite_alimentaire"])
    def test_more_lines_ask_no_more_of_the_database(self, client, django_assert_num_queries, query):
        with django_assert_num_queries(1):  # the sections of the menu
            client.get(f"/indicateurs/?{query}")


def test_open_data_counts_what_is_published(client, now):
    response = client.get(reverse("open_data"))
    assert response.context["figures"].replace("\u202f", "") == str(now.store.count())
    assert len(response.context["credits"]) == 1


def test_open_data_names_every_column_status_and_licence(client, now):
    context = client.get(reverse("open_data")).context
    columns = (*context["columns"], *context["more_columns"])
    assert [name for name, _ in columns] == [*COLUMNS, *MORE]
    assert [word for word, _, _ in context["statuses"]] == list(map(str, Status))
    assert len(context["sources"]) == len(now.catalogue.sources)
    known = {"Licence Ouverte", "Convention", "À préciser"}
    assert {one.licence for one in context["sources"]} == known
