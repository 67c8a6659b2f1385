"""The life of the maps: the same figures as the page, and outlines asked for once."""

from __future__ import annotations

import gzip
import json

import brotli
import pytest

from observatoire.indicators.queries import places
from observatoire.indicators.queries.outlines import address_of, stamp_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]
FIGURES = "/indicateurs/TX_PAUV60/carte.json?niveau=departement&periode=2020"
OUTLINES = "/territoires/contours/departement.json"


@pytest.fixture
def contours(now):
    return places.contours(now, "departement")


class TestFigures:
    def test_it_works(self, client):
        told = client.get(FIGURES).json()
        said = {code: row[0].replace("\u00a0", " ") for code, row in told["territoires"].items()}
        assert said == {
            "44": "Loire-Atlantique : 10,0 %",
            "49": "Maine-et-Loire : 11,1 %",
            "53": "Mayenne : 11,0 %",
            "72": "Sarthe : 12,9 %",
            "85": "Vendée : 8,9 %",
        }
        assert told["territoires"]["85"][2] == "/territoires/departement/85/"

    def test_they_are_those_of_the_ranked_list(self, client):
        page = client.get("/indicateurs/TX_PAUV60/?niveau=commune").context
        listed = {
            rank.address: f"{rank.name}\u00a0: {rank.value}" for rank in page["ranking"].lines
        }
        told = client.get(page["map"]["figures"]).json()["territoires"].values()
        shown = {address: sentence for sentence, _, address in told}
        assert {one: shown[one] for one in listed if one in shown} == {
            one: said for one, said in listed.items() if one in shown
        }
        assert len(shown) >= len(listed) > 0

    def test_every_outline_leads_to_its_page(self, client, contours):
        drawn = json.loads(contours.read_text())["objects"]["territoires"]["geometries"]
        told = client.get(FIGURES).json()["territoires"]
        assert set(told) == {one["id"] for one in drawn}

    @pytest.mark.parametrize("address", ["RIEN/carte.json", "CCAPEX_SIT/carte.json"])
    def test_without_a_map_there_is_nothing(self, client, address):
        assert client.get(f"/indicateurs/{address}").status_code == 404


class TestOutlines:
    def test_it_works(self, client, contours):
        response = client.get(OUTLINES)
        assert response.content == contours.read_bytes()
        assert (response["Content-Type"], response["Cache-Control"]) == (
            "application/json",
            "no-cache",
        )

    def test_an_address_that_names_the_content_is_kept_for_a_year(self, client, contours):
        response = client.get(address_of(contours, "departement"))
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        former = client.get(f"{OUTLINES}?v=autre")
        assert former["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize(
        ("accepted", "encoding", "read"),
        [
            ("gzip, deflate, br", "br", brotli.decompress),
            ("gzip", "gzip", gzip.decompress),
            ("identity", None, bytes),
        ],
    )
    def test_it_travels_compressed(self, client, contours, accepted, encoding, read):
        response = client.get(OUTLINES, headers={"Accept-Encoding": accepted})
        assert response.get("Content-Encoding") == encoding
        assert read(response.content) == contours.read_bytes()
        assert "Accept-Encoding" in response["Vary"]

    def test_who_holds_it_is_sent_nothing(self, client, contours):
        response = client.get(OUTLINES, headers={"If-None-Match": f'"{stamp_of(contours)}"'})
        assert (response.status_code, response.content) == (304, b"")

    def test_an_unknown_level_is_missing(self, client):
        assert client.get("/territoires/contours/planete.json").status_code == 404

    def test_what_was_made_for_one_browser_is_not_kept_for_another(self, client, settings):
        settings.PAGE_CACHE = True
        client.get(OUTLINES, headers={"Accept-Encoding": "br"})
        plain = client.get(OUTLINES)
        assert (plain.get("Content-Encoding"), plain.get("X-Page-Gardee")) == (None, None)


def test_the_levels_lead_to_the_same_question(client):
    page = client.get(
        "/indicateurs/TX_PAUV60/?territoire=departement:44&niveau=commune&periode=2021"
    )
    links = [(one["label"], one["address"]) for one in page.context["level_links"]]
    assert links[0] == ("Départements", "?territoire=departement%3A44&niveau=departement")
    assert [one["is_current"] for one in page.context["level_links"]][:2] == [False, True]
