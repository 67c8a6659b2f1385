"""What is published when, as a visitor sees it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from observatoire.indicators.models import Erratum, Release
from tests.observatoire.indicators.test_pages import text_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def figures(published):
    """The real published figures."""


def release(**changes):
    described = {"title": "Filosofi 2022", "due_at": timezone.now() + timedelta(days=3)}
    return Release.objects.create(**(described | changes))


class TestJournal:
    def test_publications_are_told(self, client):
        (line,) = client.get("/donnees/journal/").context["page"].object_list
        assert line.title == "Chiffres publiés, relevés à la main"
        assert line.revised.endswith("valeurs corrigées")

    def test_an_erratum_takes_its_place(self, client):
        Erratum.objects.create(title="Une unité", body="En euros.", indicator="TX_CHOM")
        titles = {line.title for line in client.get("/donnees/journal/").context["page"]}
        assert titles == {"Chiffres publiés, relevés à la main", "Erratum\u00a0: Une unité"}

    def test_the_feed_says_the_same(self, client):
        Erratum.objects.create(title="Une unité", body="En euros", indicator="TX_CHOM")
        response = client.get("/donnees/journal.atom")
        feed = ElementTree.fromstring(response.content)
        lines = client.get("/donnees/journal/").context["page"].object_list
        entries = [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")]
        assert entries == [line.title for line in lines]
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_asks_the_database_little(self, client, django_assert_num_queries, count):
        for number in range(count):
            Erratum.objects.create(title=f"{number}", body="…", indicator="TX_CHOM")
        client.get("/donnees/journal/")
        with django_assert_num_queries(2):  # the sections of the menu, the errata
            client.get("/donnees/journal/")


class TestCalendar:
    def test_sources_are_expected(self, client):
        lines = client.get("/donnees/calendrier/").context["lines"]
        (line,) = [one for one in lines if one.title == "Taux de chômage localisés"]
        assert (line.last, line.next) == ("T3\u00a02025", "T4\u00a02025")
        assert (line.day, line.late) == ("22\u00a0mars\u00a02026", "")

    def test_a_late_source_says_so(self, client, fixed_clock):
        fixed_clock.shift(timedelta(days=60))
        lines = client.get("/donnees/calendrier/").context["lines"]
        (line,) = [one for one in lines if one.title == "Taux de chômage localisés"]
        assert line.late == "en retard de 55\u00a0jours"

    def test_an_announced_batch_is_there_before_its_hour(self, client):
        release()
        release(title="Secrète", is_announced=False)
        release(title="Parue", state="publiee", released_at=timezone.now())
        response = client.get("/donnees/calendrier/")
        batches = [line.title for line in response.context["lines"] if line.is_batch]
        assert batches == ["Filosofi 2022"]
        assert [one.title for one in response.context["past"]] == ["Parue"]
        assert "sous embargo" in text_of(response)

    def test_its_file_is_a_calendar(self, client):
        release()
        response = client.get("/donnees/calendrier.ics")
        text = response.content.decode().replace("\r\n ", "")
        lines = client.get("/donnees/calendrier/").context["lines"]
        assert text.count("BEGIN:VEVENT") == len(lines)
        assert "SUMMARY:Filosofi 2022" in text
        assert response["Content-Type"] == "text/calendar; charset=utf-8"

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_asks_the_database_little(self, client, django_assert_num_queries, count):
        for number in range(count):
            release(title=f"{number}")
        client.get("/donnees/calendrier/")
        with django_assert_num_queries(3):  # the menu, what is coming, what is past
            client.get("/donnees/calendrier/")


class TestErrata:
    def test_they_are_listed_the_latest_first(self, client, fixed_clock):
        for title in ("Premier", "Second"):
            Erratum.objects.create(title=title, body="…", indicator="TX_CHOM")
            fixed_clock.shift(60)
        errata = client.get("/donnees/errata/").context["errata"]
        assert [one.title for one in errata] == ["Second", "Premier"]

    def test_none_is_said(self, client):
        assert "Aucun erratum à ce jour" in text_of(client.get("/donnees/errata/"))

    def test_what_a_producer_revised_is_listed_with_both_values(self, client):
        corrections = client.get("/donnees/errata/").context["corrections"]
        (line,) = [
            one
            for one in corrections
            if one.address == "/donnees/n/TX_CHOM/departement/85/2024-T4/"
        ]
        assert line.title == "Taux de chômage, Vendée, T4\u00a02024"
        assert line.sentence == "5,3\u00a0% (édition T4 2024) devient 5,4\u00a0% (édition T3 2025)."
