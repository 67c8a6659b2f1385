"""Minutes that are carried away, those of a steering committee, and figures on an agenda."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.utils import timezone

from observatoire.base.registry import Card, Ref, registry
from observatoire.directory.models import Group
from observatoire.groups.actions import meetings, minutes
from observatoire.groups.models import Meeting
from tests.observatoire.directory.signing import signed
from tests.observatoire.groups.test_minutes import meeting_of, shown, written

pytestmark = pytest.mark.django_db


def words_of(response) -> list[str]:
    return [one.text for one in docx.Document(BytesIO(response.content)).paragraphs]


def test_a_word_document_holds_what_its_reader_sees(table):
    found = written(table, "# Bilan\nEntre nous\nAction : une action @ARS")
    meetings.note_presences(by=table.pilot, meeting=found.meeting, states={table.ars: "present"})
    minutes.circulate(by=table.pilot, minutes=found)
    minutes.adopt(by=table.pilot, minutes=found)
    found.passages.filter(kind="action").update(visibility="public")
    minutes.publish(by=table.pilot, minutes=found)
    address = f"{found.get_absolute_url()}compte-rendu.docx"
    own, public = signed(table.member).get(address), Client().get(address)
    head = ["Compte rendu du 14 mars 2026", "Groupe Pauvreté", "Publié"]
    action = "Action\u00a0: une action @ARS (ARS)"
    roll = f"Présents\u00a0: {table.ars}"
    assert words_of(own) == [*head, roll, "Bilan", "Entre nous", action]
    assert words_of(public) == [*head, roll, action]
    name = 'attachment; filename="compte-rendu-2026-03-14.docx"'
    assert own["Content-Disposition"] == name
    assert signed(table.stranger).get(address).status_code == 200


def test_a_word_document_that_is_not_public_is_not_there(table):
    found = written(table, "Entre nous")
    address = f"{found.get_absolute_url()}compte-rendu.docx"
    assert signed(table.stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_steering_committee_has_a_plan_of_its_own(table):
    Group.objects.filter(pk=table.group.pk).update(kind=Group.Kind.STEERING)
    table.group.refresh_from_db()
    meeting_of(table, days=60)
    held = meeting_of(table)
    for item in held.items.all():
        item.is_removed = item.source != "gabarit:conjoncture"
        item.save()
    kept = held.items.get(is_removed=False)
    kept.title = "Alerte : à lire"
    kept.save()
    assert shown(minutes.open_minutes(by=table.pilot, meeting=held)) == [
        ("titre", "Ordre du jour"),
        ("texte", "1. Alerte : à lire"),
        ("titre", "Bilan"),
        ("titre", "Perspectives"),
        ("titre", "Prochain comité"),
        ("date", "Prochain comité le samedi 16 mai 2026."),
    ]


def test_minutes_of_an_empty_agenda_begin_empty(table):
    held = meeting_of(table)
    held.items.update(is_removed=True)
    assert shown(minutes.open_minutes(by=table.pilot, meeting=held)) == []


def test_figures_published_since_are_on_the_agenda(table, monkeypatch):
    """Those of before the last meeting, and of after this one, are not of this one."""
    now = timezone.now()

    def give(*, horizon):
        return [
            Card(
                ref=Ref("chiffres", str(days)),
                title=f"Source : {days}",
                address="/donnees/journal/",
                kind="Chiffres",
                summary="Taux (Provisoire).",
                published_at=now + timedelta(days=days),
            )
            for days in (-90, -5, 40)
        ]

    monkeypatch.setitem(registry.cards, "essai", give)
    start = now - timedelta(days=30)
    before = Meeting(group=table.group, starts_at=start, ends_at=start + timedelta(hours=2))
    meetings.save_meeting(by=table.pilot, meeting=before)
    coming = meeting_of(table, days=30)
    lines = coming.items.filter(source__startswith="chiffres:").order_by("order")
    assert [(one.title, one.note, one.reason, one.part) for one in lines] == [
        (
            "Source : -5",
            "Taux (Provisoire).",
            "Nouveaux chiffres depuis la dernière réunion.",
            "conjoncture",
        )
    ]
