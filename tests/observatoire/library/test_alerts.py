"""Saved searches: kept, confirmed, told at their rhythm, never empty, never of what is hidden."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from observatoire.directory.models import Group
from observatoire.library.actions.alerts import due_after, send_alerts
from observatoire.library.actions.notices import Links, save_notice
from observatoire.library.models import SavedSearch
from observatoire.mail.models import Message
from tests.observatoire.directory.signing import texts
from tests.observatoire.library.studies import member, study

pytestmark = pytest.mark.django_db
ROOT = "/base-documentaire/alertes/"
DAY = 24 * 3600


@pytest.fixture
def group():
    return Group.objects.create(slug="essai", name="Essai")


@pytest.fixture
def reader(group):
    return member(group)


def keep(owner, question="q=logement", rhythm="jour") -> SavedSearch:
    from django.utils import timezone  # noqa: PLC0415 the fixed clock comes first

    return SavedSearch.objects.create(
        owner=owner, name="Logement", question=question, rhythm=rhythm, confirmed_at=timezone.now()
    )


def subjects() -> list[str]:
    return list(Message.objects.order_by("created_at", "id").values_list("subject", flat=True))


def test_one_letter_for_what_is_new_and_none_when_nothing_is(reader, fixed_clock):
    study("Le logement d’avant")
    fixed_clock.shift(60)
    keep(reader)
    fixed_clock.shift(DAY)
    assert (send_alerts(), subjects()) == (0, [])
    study("Le logement d’après")
    study("La santé")
    fixed_clock.shift(DAY)
    assert (send_alerts(), subjects()) == (1, ["Une nouvelle étude\u00a0: Logement"])
    assert send_alerts() == 0
    fixed_clock.shift(DAY)
    assert (send_alerts(), len(subjects())) == (0, 1)


def test_rights_are_asked_at_sending(reader, group, fixed_clock):
    keep(reader)
    fixed_clock.shift(60)
    study("Le logement du groupe", visibility="groupe", group=group)
    group.memberships.update(until="2026-03-01")
    fixed_clock.shift(DAY)
    assert (send_alerts(), subjects()) == (0, [])
    # Back in the group: what was kept from them is told.
    group.memberships.update(until=None)
    fixed_clock.shift(DAY)
    assert send_alerts() == 1


def test_a_closed_account_is_told_nothing(reader, fixed_clock):
    keep(reader)
    fixed_clock.shift(60)
    study("Le logement de tous")
    reader.is_active = False
    reader.save()
    fixed_clock.shift(DAY)
    assert (send_alerts(), subjects()) == (0, [])


def test_what_was_withdrawn_is_not_told(reader, fixed_clock):
    keep(reader)
    fixed_clock.shift(60)
    notice = study("Le logement de tous")
    notice.status = "brouillon"
    save_notice(by=None, notice=notice, links=Links())
    fixed_clock.shift(DAY)
    assert (send_alerts(), subjects()) == (0, [])


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [("jour", "2026-03-18T07"), ("semaine", "2026-03-23T07"), ("mois", "2026-04-01T07")],
)
def test_rhythms(rhythm, expected):
    from django.utils import timezone  # noqa: PLC0415 the fixed clock comes first

    tuesday = datetime(2026, 3, 17, 9, tzinfo=UTC)
    due = timezone.localtime(due_after(tuesday, rhythm))
    assert due.isoformat()[:13] == expected
    assert due_after(tuesday, "jamais") is None
    assert due_after(tuesday, rhythm) > tuesday + timedelta(hours=1)


def test_an_address_confirms_by_a_post(client, fixed_clock):
    page = client.post(
        f"{ROOT}nouvelle/?q=logement&page=2",
        {"name": "Logement", "rhythm": "semaine", "email": "visiteur@example.org"},
    )
    search = SavedSearch.objects.get()
    assert (texts(page, "h1"), search.question) == (["Vérifier votre messagerie"], "q=logement")
    assert search.confirmed_at is None
    assert subjects() == ["À confirmer\u00a0: être averti des nouvelles études (Logement)"]
    study("Le logement de tous")
    fixed_clock.shift(8 * DAY)
    assert send_alerts() == 0
    address = f"{ROOT}{search.token}/"
    client.get(address)
    search.refresh_from_db()
    assert search.confirmed_at is None
    client.post(address, {"verbe": "confirmer"})
    fixed_clock.shift(60)
    study("Le logement social")
    fixed_clock.shift(8 * DAY)
    assert (send_alerts(), subjects()[-1]) == (1, "Une nouvelle étude\u00a0: Logement")
    client.post(address, {"verbe": "arreter"})
    assert SavedSearch.objects.count() == 0


def test_an_account_keeps_it_at_once(client, reader):
    client.force_login(reader)
    done = client.post(f"{ROOT}nouvelle/?theme=sante", {"name": "Santé", "rhythm": "mois"})
    assert done["Location"] == ROOT
    assert texts(client.get(ROOT), "main strong") == ["Santé"]
    search = SavedSearch.objects.get()
    client.post(f"{ROOT}{search.token}/", {"rythme": "jamais"})
    assert SavedSearch.objects.get().rhythm == "jamais"
    client.post(f"{ROOT}{search.token}/", {"rythme": "faux"})
    assert SavedSearch.objects.get().rhythm == "jamais"


def test_an_unknown_link_leads_nowhere(client):
    assert client.get(f"{ROOT}inconnu/").status_code == 404
