"""From a report to a conclusion: what each verb does, what it refuses, whom it tells."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from observatoire.alerts.actions import Refused, judging, reporting, waves
from observatoire.alerts.actions.demonstration import (
    load_demonstration_alerts,
    remove_demonstration_alerts,
)
from observatoire.alerts.feeds import cards, light, resolve_alert, todos
from observatoire.alerts.models import Alert, Jump, Voice, Wave, WaveReply
from observatoire.alerts.presenters import months_before
from observatoire.alerts.queries import personal
from observatoire.alerts.queries.register import Asked, like, listed
from observatoire.alerts.vocabulary import vocabulary
from observatoire.base.models import Territory
from observatoire.base.registry import Movement, Ref, registry
from observatoire.directory.models import AuditLine, Group
from observatoire.groups.actions.agenda import proposed_for
from observatoire.groups.models import Meeting
from observatoire.mail.models import Message

pytestmark = pytest.mark.django_db
SEEN = "Davantage de familles viennent pour la première fois."


def given(**more) -> reporting.Report:
    values = {
        "form_key": uuid4(),
        "public": "familles",
        "difficulty": "se_nourrir",
        "territory": None,
        "since": date(2026, 1, 1),
        "extent": "dizaine",
        "seen": SEEN,
    }
    return reporting.Report(**values | more)


def letters() -> list[tuple[str, str]]:
    """Whom each letter in the outbox is for, and its subject, sorted."""
    return sorted((one.mailbox, one.subject) for one in Message.objects.all())


@pytest.fixture
def alert(table) -> Alert:
    return reporting.report(by=table.member, given=given())


@pytest.fixture
def told(table, alert) -> Alert:
    return judging.sort(by=table.keeper, alert=alert, group=table.group)


def test_a_report_is_kept_with_its_institution_and_a_delay(table, alert):
    assert (alert.institution, alert.sender) == (table.insee, table.member)
    assert (alert.state, alert.answer_due) == ("recue", date(2026, 4, 1))
    assert [one.words for one in alert.steps.all()] == ["Alerte reçue"]
    verbs = AuditLine.objects.filter(kind="alerte").order_by("pk")
    assert [(one.verb, one.details) for one in verbs] == [("signaler_alerte", {"etat": "recue"})]
    title = "Alerte reçue\u00a0: Se nourrir\u00a0: familles avec enfants, toute la région"
    assert letters() == [(table.member.email, title)]


def test_the_same_form_sent_twice_is_one_alert(table):
    same = given()
    first = reporting.report(by=table.member, given=same)
    assert reporting.report(by=table.member, given=same) == first
    assert Alert.objects.count() == 1


def test_words_that_name_somebody_are_not_kept(table):
    for seen in ("Joindre Mme Essai", "La joindre au 02 40 00 00 00"):
        with pytest.raises(Refused):
            reporting.report(by=table.member, given=given(seen=seen))
    confirmed = given(seen="Née le 12/03/1980", names_nobody=True)
    with pytest.raises(Refused, match="une date de naissance"):
        reporting.report(by=table.member, given=confirmed)
    assert Alert.objects.count() == 0
    kept = reporting.report(
        by=table.member, given=given(seen="Madame Rétention a fermé", names_nobody=True)
    )
    assert kept.seen == "Madame Rétention a fermé"


def test_sorted_it_is_a_card_of_its_group_and_a_line_of_its_agenda(table, alert):
    day = timezone.localdate() - timedelta(days=1)
    assert cards(horizon=day) == []
    judging.sort(by=table.keeper, alert=alert, group=table.group)
    [card] = cards(horizon=day)
    assert (card.kind, card.group, card.title) == ("Alerte", table.group.slug, str(alert))
    assert SEEN not in f"{card}"
    meeting = Meeting.objects.create(group=table.group)
    other = Meeting.objects.create(group=table.other)
    mine = [one.title for one in proposed_for(meeting) if one.source.startswith("alerte:")]
    assert mine == [str(alert)]
    assert [one for one in proposed_for(other) if one.source.startswith("alerte:")] == []


def test_its_whole_life_is_told_to_its_sender(table, told):
    voice = judging.give_voice(by=table.pilot, alert=told, sees="oui", note="Ici aussi.")
    assert (voice.institution, Alert.objects.get().state) == (table.ars, "corroboree")
    judging.answer(by=table.keeper, alert=told, text="Nous demandons aux autres.")
    meeting = Meeting.objects.create(group=table.group, starts_at=timezone.now())
    ref = Ref("reunion", str(meeting.pk))
    judging.examine(by=table.pilot, alert=told, note="Deux voix.", meeting=ref)
    judging.conclude(by=table.pilot, alert=told, outcome="confirmee", note="Trois départements.")
    found = Alert.objects.get()
    assert (found.state, found.outcome, found.state_words) == (
        "conclue",
        "confirmee",
        "conclue\u00a0: confirmée",
    )
    assert found.steps.count() == 6
    assert found.steps.get(ref_kind="reunion").ref_key == str(meeting.pk)
    subjects = [subject for to, subject in letters() if to == table.member.email]
    assert [one.split("\u00a0:")[0] for one in subjects] == [
        "Alerte confirmée",
        "Alerte reçue",
        "Alerte à examiner",
        "Réponse à votre alerte",
    ]
    judging.reopen(by=table.pilot, alert=found)
    assert Alert.objects.get().state_words == "examinée en groupe"


def test_no_letter_carries_the_words_of_an_alert(table, told):
    judging.conclude(by=table.pilot, alert=told, outcome="veille", note="À suivre.")
    told_words = [one for one in Message.objects.all() if SEEN in str(vars(one))]
    assert (told_words, Message.objects.count()) == ([], 4)


def test_what_is_refused_says_why(table, alert):
    with pytest.raises(Refused, match="Confier d’abord"):
        judging.conclude(by=table.keeper, alert=alert, outcome="confirmee", note="Oui.")
    with pytest.raises(Refused, match="triée"):
        judging.examine(by=table.keeper, alert=alert, note="Vu.")
    with pytest.raises(Refused, match="Écrire la réponse"):
        judging.answer(by=table.keeper, alert=alert, text=" ")
    with pytest.raises(Refused, match="votre institution|Votre institution"):
        judging.give_voice(by=table.member, alert=alert, sees="oui")
    with pytest.raises(Refused, match="n’est pas conclue"):
        judging.reopen(by=table.keeper, alert=alert)
    judging.sort(by=table.keeper, alert=alert, group=table.group)
    with pytest.raises(Refused, match="Choisir confirmée"):
        judging.conclude(by=table.keeper, alert=alert, outcome="sûre", note="Oui.")


def test_joined_it_gives_its_voice_to_the_other(table, alert):
    other = reporting.report(by=table.pilot, given=given())
    judging.sort(by=table.keeper, alert=alert, group=table.group)
    assert like(other, table.keeper) == [alert]
    judging.join(by=table.keeper, alert=other, other=alert)
    assert [(one.institution, one.sees) for one in Voice.objects.all()] == [(table.ars, "oui")]
    assert Alert.objects.get(pk=alert.pk).state == "corroboree"
    assert list(Alert.objects.told()) == [alert]
    with pytest.raises(Refused, match="déjà réunie"):
        judging.join(by=table.keeper, alert=alert, other=other)


def test_who_reads_the_register(table, alert):
    everything = Asked()
    readers = (table.member, table.stranger, table.pilot, table.keeper)
    assert [listed(one, everything).count() for one in readers] == [1, 1, 0, 1]
    judging.sort(by=table.keeper, alert=alert, group=table.group)
    assert [listed(one, everything).count() for one in readers] == [1, 1, 1, 1]
    Group.objects.filter(pk=table.other.pk).update(is_public=False)
    table.other.refresh_from_db()
    judging.sort(by=table.keeper, alert=alert, group=table.other)
    assert [listed(one, everything).count() for one in readers] == [1, 1, 0, 1]


def test_the_register_is_searched_by_word_label_and_place(table):
    place = Territory.objects.create(level="departement", code="72", name="Sarthe", in_region=True)
    one = reporting.report(by=table.keeper, given=given(territory=place, difficulty="impayes"))
    two = reporting.report(by=table.keeper, given=given(seen="Autre chose ici."))
    found = {
        words: set(listed(table.keeper, Asked(words=words)))
        for words in ("sarthe", "LOYER", "autre chose", "rien")
    }
    assert found == {"sarthe": {one}, "LOYER": {one}, "autre chose": {two}, "rien": set()}
    assert list(listed(table.keeper, Asked(territory="72"))) == [one]
    assert list(listed(table.keeper, Asked(territory="region"))) == [two]


def test_the_delay_is_watched(table, alert, time_machine):
    assert light().state == "bon"
    assert [one.reason for one in todos(person=table.keeper)] == [
        "Alerte reçue\u00a0: à trier et à répondre."
    ]
    time_machine.move_to(datetime(2026, 4, 2, 9, tzinfo=timezone.get_current_timezone()))
    assert light().sentence == "1 alerte attend une réponse en retard."
    assert [one.weight for one in todos(person=table.keeper)] == [6]
    judging.answer(by=table.keeper, alert=alert, text="Merci.")
    assert light().state == "bon"


def test_a_wave_asks_once_reminds_once_and_takes_silence_for_no_answer(table, time_machine):
    opened = waves.open_wave(
        by=table.keeper, title="Printemps", opens_on=date(2026, 3, 17), closes_on=date(2026, 4, 15)
    )
    with pytest.raises(Refused, match="Une autre vague"):
        waves.open_wave(
            by=table.keeper, title="Été", opens_on=date(2026, 4, 1), closes_on=date(2026, 5, 1)
        )
    boxes = sorted(one.email for one in (table.pilot, table.member, table.stranger))
    assert (waves.send_due_waves(), waves.send_due_waves()) == (3, 0)
    assert [to for to, _ in letters()] == boxes
    reply = reporting.say_nothing(by=table.member, wave=opened)
    assert (reply.institution, reply.said_nothing) == (table.insee, True)
    time_machine.move_to(datetime(2026, 4, 9, 9, tzinfo=timezone.get_current_timezone()))
    assert (waves.send_due_waves(), waves.send_due_waves()) == (1, 0)
    assert letters()[-1][0] == table.pilot.email
    reporting.report(by=table.stranger, given=given())
    assert [(one.institution, one.said_nothing) for one in WaveReply.objects.all()] == [
        (table.insee, False)
    ]
    assert Alert.objects.get().wave == opened


def test_a_figure_that_jumps_asks_once(table, monkeypatch):
    movement = Movement(Ref("indicateur", "ESSAI"), "region:52", "2025", "Il augmente.", "/x/")
    monkeypatch.setattr(registry, "movements", {"essai": lambda: [movement]})
    assert (waves.notice_jumps(), waves.notice_jumps()) == (1, 0)
    jump = Jump.objects.get()
    assert [one.title for one in todos(person=table.member)] == ["Il augmente."]
    waves.answer_jump(by=table.member, jump=jump, sees="oui")
    waves.answer_jump(by=table.member, jump=jump, sees="non")
    assert [(one.institution, one.sees) for one in jump.replies.all()] == [(table.insee, "non")]
    assert todos(person=table.member) == []


def test_how_long_before_the_figures(table, told, time_machine):
    link = told.indicators.create(code="ESSAI", period="2025")
    time_machine.move_to(datetime(2026, 9, 16, 9, tzinfo=timezone.get_current_timezone()))
    judging.say_moved(by=table.pilot, link=link, moved="oui")
    assert months_before(link) == 5
    judging.say_moved(by=table.pilot, link=link, moved="attend")
    assert link.moved_on is None


def test_what_is_held_of_a_person_goes_with_them(table, told):
    email = table.member.email
    assert [row["ce qui est observé"] for row in personal.export_alerts(email)] == [SEEN]
    assert [one for one, _ in personal.held_in_alerts()] == [email]
    assert personal.erase_alerts(email) == 1
    assert Alert.objects.get().sender is None
    assert Alert.objects.get().institution == table.insee


def test_words_go_five_years_after_the_conclusion(table, told):
    judging.conclude(by=table.pilot, alert=told, outcome="infirmee", note="Rien.")
    assert personal.purge_alerts(timezone.now() + timedelta(days=1824)) == 0
    assert personal.purge_alerts(timezone.now() + timedelta(days=1826)) == 1
    found = Alert.objects.get()
    assert (found.seen, found.public, found.outcome) == ("", "familles", "infirmee")
    assert set(found.steps.values_list("note", flat=True)) == {""}


def test_the_demonstration_is_laid_once_and_taken_away(table):
    Group.objects.update(is_demonstration=True)
    assert (load_demonstration_alerts(), load_demonstration_alerts()) == (6, 0)
    states = Alert.objects.order_by("state", "outcome").values_list("state", "outcome")
    assert list(states) == [
        ("conclue", "confirmee"),
        ("conclue", "infirmee"),
        ("corroboree", ""),
        ("examinee", ""),
        ("recue", ""),
        ("triee", ""),
    ]
    assert remove_demonstration_alerts() == 6
    assert (Alert.objects.count(), Wave.objects.count()) == (0, 0)


def test_every_indicator_of_the_vocabulary_is_in_the_catalogue(settings):
    known = {path.stem for path in (settings.CATALOGUE / "indicateurs").glob("*.yaml")}
    named = {code for codes in vocabulary().indicators.values() for code in codes}
    assert sorted(named - known) == []


def test_what_is_not_sorted_is_nobodys_card(table, alert):
    assert resolve_alert(str(alert.pk)) is None
    judging.sort(by=table.keeper, alert=alert, group=table.group)
    assert resolve_alert(str(alert.pk)).group == table.group.slug
    assert mail.outbox == []
