"""Who was there: files taken whole and undone, the pile to confirm, arrivals."""

from __future__ import annotations

import pytest

from observatoire.base.registry import registry
from observatoire.events.actions import attendance
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import (
    Attendance,
    AttendanceImport,
    Event,
    Registration,
    RoomReport,
)
from observatoire.events.queries.links import token_of
from observatoire.events.queries.presence import present_at, rows_of, to_confirm
from tests.observatoire.directory.signing import texts
from tests.observatoire.events.past import (
    CSV,
    file,
    registrant,
)

pytestmark = pytest.mark.django_db


class TestAttendance:
    def test_a_file_is_taken_whole(self, past, keeper):
        """Ada by her address, Blaise by his name, C. Trois to be confirmed, one from outside."""
        taken = attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        assert (taken.form, taken.sittings, taken.people) == ("Tableau", 4, 4)
        rows = taken.rows.order_by("full_name")
        assert [(one.full_name, one.certainty, str(one.registration)) for one in rows] == [
            ("Ada Un", "adresse", "Ada Un"),
            ("Blaise DEUX", "nom", "Blaise Deux"),
            ("C. Trois", "doute", "None"),
            ("Visiteuse Inconnue", "aucun", "None"),
        ]
        present = present_at(past)
        assert (len(present.registered), present.outside, present.waiting) == (2, 1, 1)

    def test_the_pile_is_confirmed_by_a_person(self, past, keeper, browser):
        attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        ((row, candidates),) = to_confirm(past, rows_of(past))
        assert [str(one) for one in candidates] == ["Chloé Trois"]
        address = f"/gestion/evenements/presences/{row.pk}/confirmer/"
        browser.post(address, {"inscription": str(candidates[0].pk)})
        row.refresh_from_db()
        assert (row.certainty, str(row.registration)) == ("main", "Chloé Trois")
        assert to_confirm(past, rows_of(past)) == []

    def test_a_line_that_cannot_be_read_keeps_everything_out(self, past, keeper):
        with pytest.raises(Refused, match="Rien n’a été pris. Ligne 3"):
            content = CSV.replace(";;60", ";;longtemps").encode()
            attendance.take_attendance(by=keeper, event=past, content=content)
        assert AttendanceImport.objects.count() == Attendance.objects.count() == 0

    def test_the_same_file_is_taken_once_and_again_once_undone(self, past, keeper):
        taken = attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        with pytest.raises(Refused, match="déjà été pris"):
            attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        attendance.undo_attendance(by=keeper, taken=taken)
        assert (Attendance.objects.count(), present_at(past).is_known) == (0, False)
        with pytest.raises(Refused, match="déjà annulé"):
            attendance.undo_attendance(by=keeper, taken=taken)
        attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        assert Attendance.objects.count() == 4

    def test_two_files_count_a_registrant_once(self, past, keeper):
        for content in (CSV, "Nom;Courriel;Durée\nAda Un;ada@example.org;12\n"):
            attendance.take_attendance(by=keeper, event=past, content=content.encode())
        assert len(present_at(past).registered) == 2

    def test_the_room_names_registrants_by_their_key(self, past, keeper):
        one = {"ext_user_id": str(registrant(past, "Denis").pk), "name": "D", "joins": []}
        content = {"data": {"attendees": [one | {"duration": 600}]}}
        report = RoomReport.objects.create(event=past, content=content, digest="x")
        attendance.take_room_report(by=keeper, report=report)
        assert present_at(past).registered == {registrant(past, "Denis").pk}

    def test_it_is_seen_before_it_is_taken(self, past, browser):
        address = f"/gestion/evenements/{past.pk}/presences/prendre/"
        seen = browser.post(address, {"file": file()})
        assert texts(seen, ".obs-tally dd") == ["2", "1", "1"]
        assert Attendance.objects.count() == 0
        browser.post(address, {"file": file(), "prendre": "oui"})
        assert Attendance.objects.count() == 4
        page = browser.get(f"/gestion/evenements/{past.pk}/presences/")
        assert texts(page, ".obs-tally dd") == ["2", "1", "1"]

    def test_a_file_that_is_none_says_what_to_do(self, past, browser):
        address = f"/gestion/evenements/{past.pk}/presences/prendre/"
        page = browser.post(address, {"file": file("bonjour")})
        assert texts(page, ".error-message")[0].startswith("Aucune colonne de nom")

    def test_arrivals_on_site(self, past, browser):
        Event.objects.update(mode="deux")
        Registration.objects.update(presence="place")
        sheet = browser.get(f"/gestion/evenements/{past.pk}/presences/emargement/")
        assert texts(sheet, "tbody th") == ["Blaise Deux", "Denis Quatre", "Chloé Trois", "Ada Un"]
        one = registrant(past, "Ada")
        browser.post(f"/gestion/evenements/inscrits/{one.pk}/arrivee/")
        assert present_at(past).registered == {one.pk}
        browser.post(f"/gestion/evenements/inscrits/{one.pk}/arrivee/", {"absent": "oui"})
        assert present_at(past).is_known is False

    def test_the_code_of_a_registrant_is_read_at_the_door(self, past, browser, client):
        token = token_of(registrant(past, "Ada"))
        drawn = client.get(f"/evenements/inscription/{token}/code.svg")
        assert (drawn["Content-Type"], drawn.content[:4]) == ("image/svg+xml", b"<svg")
        browser.post(f"/gestion/evenements/arrivee/{token}/")
        assert present_at(past).registered == {registrant(past, "Ada").pk}
        assert client.get("/evenements/inscription/faux/code.svg").status_code == 404

    def test_a_person_is_shown_and_erased(self, past, keeper):
        attendance.take_attendance(by=keeper, event=past, content=CSV.encode())
        entry = registry.personal["presences"]
        assert entry.export("Blaise@example.org")[0]["minutes"] == 60
        assert entry.erase("blaise@example.org") == 1
        assert len(present_at(past).registered) == 2
        assert Attendance.objects.filter(full_name="Blaise DEUX").count() == 0
