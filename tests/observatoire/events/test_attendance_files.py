"""Attendance files: each expectation below was counted by hand on its lines."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from observatoire.events.attendance import (
    Certainty,
    Known,
    Person,
    Unreadable,
    join_sessions,
    match_people,
    read_attendance,
)

SOURCES = Path(os.environ.get("OBS_SOURCES", "absent")) / "visio"
official = pytest.mark.skipif(not SOURCES.exists(), reason="OBS_SOURCES ne nomme aucun dossier")

BBB_HEADER = (
    "Name,Moderator,Activity Score,Talk Time,Webcam Time,Messages,Reactions,Poll Votes,Raise Hands,"
    "Join,Left,Duration,Q, un choix ?"
)
AT = "10/05/2026"


def bbb(name: str, joined: str, left: str, duration: str) -> str:
    cells = [name, "FALSE", "0", "-", "-", "0", "0", "0", "0", joined, left, duration, "A"]
    return ",".join(f'"{cell}"' for cell in cells)


BBB = "\r\n".join(
    [
        BBB_HEADER,
        bbb("Ada Essai", f"{AT}, 09:25:00", f"{AT}, 11:25:00", "02:00:00"),
        bbb('Blaise "le Petit" Essai, DDETS', f"{AT}, 09:40:00", f"{AT}, 10:10:00", "00:30:00"),
        bbb("Chloé Essai", "-", "-", "-"),
        bbb("Anonymous", "", "", ""),
    ]
)
BBB_FRENCH = BBB.replace("Talk Time", "Temps de parole").replace("Name,", "Nom,")
ZOOM_SHORT = """Nom (nom d’origine),Adresse e-mail,Durée totale (minutes),Invité
Ada Essai (DDETS 44),ada@example.org,118,Non
"Essai, Blaise",,30,Oui
"""
TEAMS_FRENCH = f"""1. Résumé
Titre de la réunion\tMatinale
Nombre de participants\t2

2. Participants
Nom\tPremière connexion\tDernière déconnexion\tDurée de la réunion\tE-mail\tRôle
Ada Essai\t{AT}, 09:25:00\t{AT}, 11:25:00\t1 h 40 min 0 s\tada@example.org\tOrganisateur
Blaise Essai (Invité)\t{AT}, 10:00:00\t{AT}, 10:30:00\t30 min\t\tPrésentateur

3. Activités en réunion
Nom\tHeure d’arrivée\tHeure de départ\tDurée\tE-mail\tRôle
Ada Essai\t{AT}, 09:25:00\t{AT}, 10:25:00\t1 h\tada@example.org\tOrganisateur
Ada Essai\t{AT}, 10:45:00\t{AT}, 11:25:00\t40 min\tada@example.org\tOrganisateur
Blaise Essai (Invité)\t{AT}, 10:00:00\t{AT}, 10:30:00\t30 min\t\tPrésentateur
"""
SHEET = """Prénom;Nom;Courriel;Arrivée;Départ
Ada;Essai;ada@example.org;10/05/2026 09:30;10/05/2026 11:00
Blaise;Essai;;10/05/2026 09h45;10/05/2026 10h45
"""


def people(content: bytes | str, **given) -> list[tuple]:
    data = content if isinstance(content, bytes) else content.encode()
    report = read_attendance(data, **given)
    assert report.faults == ()
    return [
        (one.name, one.email, one.minutes, one.sittings) for one in join_sessions(report.sittings)
    ]


def form(content: str) -> str:
    return read_attendance(content.encode()).form


class TestOfficialForms:
    @official
    def test_teams(self):
        found = people((SOURCES / "teams_attendance_en_utf16le.csv").read_bytes())
        assert found == [("Jan Nowak", "j.nowak@example.com", 1.2, 1)]

    @official
    def test_zoom_with_its_meeting_above(self):
        """Ana comes twice: half an hour, then eighteen minutes."""
        assert people((SOURCES / "zoom_participants_en.csv").read_bytes()) == [
            ("Diego Gomez (TA)", "dgomez230@ivy.edu", 65.0, 1),
            ("Ana Maria Lopez", "", 48.0, 2),
        ]


class TestOwnForms:
    @pytest.mark.parametrize("text", [BBB, BBB_FRENCH])
    def test_bigbluebutton_does_not_double_its_quotes(self, text):
        """Three people; « Anonymous » gathers the votes of nobody."""
        assert people(text) == [
            ("Ada Essai", "", 120.0, 1),
            ('Blaise "le Petit" Essai, DDETS', "", 30.0, 1),
            ("Chloé Essai", "", None, 1),
        ]

    def test_bigbluebutton_dashboard(self):
        start = 1_778_396_400_000  # 10 May 2026, 9:00 in Paris
        minute = 60_000
        session = {"registeredOn": start, "leftOn": start + 30 * minute}
        back = {"registeredOn": start + 40 * minute, "leftOn": 0}
        users = {
            "u1": {
                "name": "Ada Essai",
                "extId": "k1",
                "intIds": {
                    "w1": {"sessions": [session]},
                    "w2": {"sessions": [back]},
                },
            },
            "u2": {"name": "Blaise Essai", "extId": "k2", "intIds": {"w3": session}},
        }
        content = json.dumps({"users": users, "endedOn": start + 100 * minute})
        report = read_attendance(content.encode())
        found = join_sessions(report.sittings)
        assert [(one.name, one.minutes, one.sittings, one.key) for one in found] == [
            ("Ada Essai", 90.0, 2, "k1"),
            ("Blaise Essai", 30.0, 1, "k2"),
        ]
        assert report.sittings[0].joined == datetime(2026, 5, 10, 7, tzinfo=UTC)

    def test_bigbluebutton_report(self):
        attendees = [
            {
                "ext_user_id": "k1",
                "name": "Ada Essai",
                "joins": ["2026-05-10T09:00:00.000+02:00", "2026-05-10T10:00:00.000+02:00"],
                "leaves": ["2026-05-10T09:30:00.000+02:00", "2026-05-10T10:15:00.000+02:00"],
                "duration": 2700,
            },
            {"ext_user_id": "k2", "name": "Blaise Essai", "joins": [], "duration": 600},
        ]
        assert people(json.dumps({"data": {"attendees": attendees}})) == [
            ("Ada Essai", "", 45.0, 2),
            ("Blaise Essai", "", 10.0, 1),
        ]

    def test_zoom_short(self):
        assert (form(ZOOM_SHORT), people(ZOOM_SHORT)) == (
            "Zoom",
            [
                ("Ada Essai (DDETS 44)", "ada@example.org", 118.0, 1),
                ("Essai, Blaise", "", 30.0, 1),
            ],
        )

    def test_teams_third_block_says_each_coming_and_going(self):
        assert (form(TEAMS_FRENCH), people(TEAMS_FRENCH)) == (
            "Teams",
            [("Ada Essai", "ada@example.org", 100.0, 2), ("Blaise Essai (Invité)", "", 30.0, 1)],
        )

    def test_teams_without_hours_keeps_the_durations_of_its_second_block(self):
        """« Only who attended »: the tenant hides the third block."""
        text = TEAMS_FRENCH.split("3. Activités")[0]
        assert [one[2] for one in people(text)] == [120.0, 30.0]  # from first join to last leave
        hidden = text.replace("10/05/2026, ", "").replace("09:25:00", "-").replace("11:25:00", "-")
        hidden = hidden.replace("10:00:00", "-").replace("10:30:00", "-")
        assert [one[2] for one in people(hidden)] == [100.0, 30.0]

    def test_any_table(self):
        assert (form(SHEET), people(SHEET)) == (
            "Tableau",
            [("Ada Essai", "ada@example.org", 90.0, 1), ("Blaise Essai", "", 60.0, 1)],
        )

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
    )
    def test_every_encoding_reads_alike(self, encoding):
        text = SHEET.replace("Ada", "Élodie")
        assert people(text.encode(encoding))[0][0] == "Élodie Essai"

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_end_of_line_reads_alike(self, end):
        assert len(people(SHEET.replace("\n", end))) == 2


class TestDates:
    def row(self, text: str) -> str:
        return f"Name,Email,Join Time,Leave Time\nAda,a@example.org,{text},{text}\n"

    @pytest.mark.parametrize(
        ("text", "around", "day"),
        [
            ("10/05/2026 09:00", date(2026, 5, 10), (2026, 5, 10)),
            ("10/05/2026 09:00", date(2026, 10, 5), (2026, 10, 5)),
            ("10/05/2026 09:00", None, (2026, 5, 10)),
            ("10/05/2026 09:00:00 AM", None, (2026, 10, 5)),
            ("10/25/2026 09:00", None, (2026, 10, 25)),
            ("2026-05-10T09:00:00Z", None, (2026, 5, 10)),
            ("2026/05/10 09:00", None, (2026, 5, 10)),
            ("10.05.26 09:00", None, (2026, 5, 10)),
        ],
    )
    def test_the_day_and_the_month_are_told_apart(self, text, around, day):
        (found,) = read_attendance(self.row(text).encode(), around=around).sittings
        assert (found.joined.year, found.joined.month, found.joined.day) == day

    def test_noon_and_midnight_of_the_american_clock(self):
        text = "Name,Join,Left\nAda,5/10/26 12:05 AM,5/10/26 12:05 PM\n"
        assert [one[2] for one in people(text, around=date(2026, 5, 10))] == [720.0]


class TestFaults:
    def test_a_line_that_cannot_be_read_is_told_with_its_number(self):
        text = "Nom;Durée (minutes)\nAda;65\nBlaise;longtemps\nChloé;12\n"
        report = read_attendance(text.encode())
        assert [(one.line, one.sentence) for one in report.faults] == [
            (3, "la durée «\u00a0longtemps\u00a0» ne se lit pas.")
        ]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"bonjour",
            b"a;b;c\n1;2;3\n",
            b"Nom;Courriel\n",
            b"{}",
            b'{"users": 3}',
            b"PK\x03\x04",
        ],
    )
    def test_what_is_not_attendance_is_refused(self, content):
        with pytest.raises(Unreadable) as raised:
            read_attendance(content)
        assert str(raised.value).endswith((".", "»."))

    def test_leaving_before_coming(self):
        text = "Nom;Arrivée;Départ\nAda;10/05/2026 11:00;10/05/2026 09:00\n"
        assert [one.sentence for one in read_attendance(text.encode()).faults] == [
            "le départ est avant l’arrivée."
        ]


class TestJoining:
    def test_two_devices_at_once_do_not_count_twice(self):
        text = "Nom;Courriel;Arrivée;Départ\n" + "\n".join(
            f"Ada;a@example.org;10/05/2026 {start};10/05/2026 {stop}"
            for start, stop in (("09:00", "10:00"), ("09:30", "10:30"), ("11:00", "11:10"))
        )
        assert people(text) == [("Ada", "a@example.org", 100.0, 3)]

    def test_a_line_without_address_joins_the_only_one_of_its_name(self):
        text = "Nom;Courriel;Durée\nESSAI Ada;ada@example.org;10\nAda Essai (Invitée);;5\n"
        assert people(text) == [("ESSAI Ada", "ada@example.org", 15.0, 2)]

    def test_two_addresses_under_one_name_stay_two_people(self):
        lines = ["Nom;Courriel;Durée", "Ada Essai;a@example.org;10", "Ada Essai;b@example.org;5"]
        text = "\n".join([*lines, "Ada Essai;;1"])
        assert len(people(text)) == 3


class TestMatching:
    KNOWN = [
        Known("1", "Élodie Essai", "elodie@example.org"),
        Known("2", "Blaise Essai", "blaise@example.org"),
        Known("3", "Chloé Exemple", "chloe@example.org"),
        Known("4", "Denis Double", "d1@example.org"),
        Known("5", "Denis Double", "d2@example.org"),
    ]

    def match(self, *given: tuple[str, str]) -> list[tuple]:
        people = [Person(name, email, 10.0, 1) for name, email in given]
        found = match_people(people, self.KNOWN)
        return [(one.certainty, one.candidates) for one in found]

    @pytest.mark.parametrize(
        ("name", "email", "expected"),
        [
            ("peu importe", "Elodie@example.org", (Certainty.EMAIL, ("1",))),
            ("ESSAI Elodie", "", (Certainty.NAME, ("1",))),
            ("Elodie Essai (DDETS 44)", "autre@example.org", (Certainty.NAME, ("1",))),
            ("E. Essai", "", (Certainty.DOUBT, ("1",))),
            ("Exemple", "", (Certainty.DOUBT, ("3",))),
            ("Chloe Exempel", "", (Certainty.DOUBT, ("3",))),
            ("Denis Double", "", (Certainty.DOUBT, ("4", "5"))),
            ("Inconnue Visiteuse", "", (Certainty.NONE, ())),
        ],
    )
    def test_each_certainty(self, name, email, expected):
        assert self.match((name, email)) == [expected]

    def test_who_is_found_surely_is_no_candidate_for_another(self):
        assert self.match(("x", "chloe@example.org"), ("Exemple", "")) == [
            (Certainty.EMAIL, ("3",)),
            (Certainty.NONE, ()),
        ]

    def test_two_people_of_one_name_wait_for_a_person(self):
        assert [
            one for one, _ in self.match(("Blaise Essai", "a@x.fr"), ("Blaise Essai", "b@x.fr"))
        ] == [
            Certainty.DOUBT,
            Certainty.DOUBT,
        ]

    def test_the_key_we_gave_is_surest(self):
        (found,) = match_people([Person("?", "", 1.0, 1, key="2")], self.KNOWN)
        assert (found.certainty, found.candidates) == (Certainty.KEY, ("2",))
