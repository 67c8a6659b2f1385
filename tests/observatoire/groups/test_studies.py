"""A deposit on a theme of a group is its next study, wherever the deposit came from."""

from __future__ import annotations

import pytest

from observatoire.groups.actions.agenda import proposed_for, write_agenda
from observatoire.groups.actions.themes import propose_theme
from observatoire.groups.models import AgendaItem
from observatoire.groups.queries.studies import next_studies
from observatoire.library.actions.deposits import accept_deposit
from observatoire.library.models import Deposit
from tests.observatoire.directory.signing import texts
from tests.observatoire.groups.test_minutes import meeting_of
from tests.observatoire.library.studies import study

pytestmark = pytest.mark.django_db
THEME = "Les impayés d’énergie"
REASON = f"Déposée par un partenaire\u00a0: répond à «\u00a0{THEME}\u00a0»."


def deposited(table, title: str, **fields):
    """Through the coordination, as a partner's deposit goes."""
    notice = study(title, status="relecture", origin="depot", **fields)
    deposit = Deposit.objects.create(notice=notice, title=title, by=table.member, state="attend")
    accept_deposit(by=table.keeper, deposit=deposit)
    return notice


def titles(group) -> list[str]:
    return sorted(one.card.title for one in next_studies(group))


def test_it_is_proposed_to_the_group_whose_theme_it_fits(table, client):
    propose_theme(by=table.member, group=table.group, title=THEME)
    deposited(table, "Énergie : les impayés des ménages")
    deposited(table, "Les énergies du littoral")
    study("Impayés et énergie, vus par la presse")
    assert (titles(table.group), titles(table.other)) == (["Énergie : les impayés des ménages"], [])
    client.force_login(table.member)
    page = client.get(f"/groupes/{table.group.slug}/")
    assert texts(page, "[aria-labelledby=etudes] a") == ["Énergie : les impayés des ménages"]
    client.force_login(table.stranger)
    page = client.get(f"/groupes/{table.group.slug}/")
    assert texts(page, "[aria-labelledby=etudes] a") == []


def test_the_agenda_puts_it_first_until_it_was_met_on(table, fixed_clock):
    meeting = meeting_of(table, days=3)
    propose_theme(by=table.member, group=table.group, title=THEME)
    notice = deposited(table, "Les impayés d’énergie en hausse")
    fixed_clock.shift(60)
    study("Une autre étude")
    lines = [(one.title, one.reason) for one in proposed_for(meeting) if one.part == "etude"]
    assert lines == [
        (notice.title, REASON),
        ("Une autre étude", "Étude entrée dans la base depuis la dernière réunion."),
    ]
    write_agenda(by=table.pilot, meeting=meeting)
    assert AgendaItem.objects.get(meeting=meeting, source=f"notice:{notice.pk}").reason == REASON
    assert titles(table.group) == [notice.title]
    fixed_clock.shift(5 * 24 * 3600)
    assert titles(table.group) == []


def test_what_is_for_one_group_is_for_no_other(table):
    for group in (table.group, table.other):
        propose_theme(by=table.keeper, group=group, title=THEME)
    deposited(table, "Impayés d’énergie", visibility="groupe", group=table.other)
    deposited(table, "Impayés d’énergie des partenaires", visibility="partenaires")
    assert (titles(table.group), titles(table.other)) == ([], ["Impayés d’énergie"])
