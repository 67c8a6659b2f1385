"""Minutes written by several, circulated, amended, adopted, published; actions that come back."""

from __future__ import annotations

import random
import threading
from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from observatoire.base.models import Revision
from observatoire.directory.models import AuditLine
from observatoire.groups.actions import agenda, meetings, minutes, passages, reminders, themes
from observatoire.groups.actions.refusal import Refused
from observatoire.groups.models import Amendment, Conflict, Meeting, Minutes, Passage, Theme
from observatoire.mail.models import Mailing, Message

pytestmark = pytest.mark.django_db


def meeting_of(table, *, days: int = -3, **given) -> Meeting:
    start = timezone.now() + timedelta(days=days)
    made = Meeting(group=table.group, starts_at=start, ends_at=start + timedelta(hours=2), **given)
    return meetings.save_meeting(by=table.pilot, meeting=made)


def written(table, text: str, **given) -> Minutes:
    found = minutes.open_minutes(by=table.pilot, meeting=meeting_of(table, **given))
    found.passages.all().delete()
    passages.add_passages(by=table.pilot, minutes=found, text=text)
    return found


def shown(found: Minutes) -> list[tuple[str, str]]:
    rows = found.passages.filter(is_removed=False).order_by("order", "pk")
    return list(rows.values_list("kind", "text"))


def test_they_begin_with_the_titles_of_the_agenda(table):
    meeting = meeting_of(table)
    found = minutes.open_minutes(by=table.pilot, meeting=meeting)
    assert minutes.open_minutes(by=table.member, meeting=meeting) == found
    assert shown(found) == [
        ("titre", "Point de conjoncture\u00a0: ce que chaque partenaire observe"),
        ("titre", "Une étude\u00a0: Présentation d’une étude récente par un partenaire"),
        ("titre", "Un thème\u00a0: Échange sur un thème\u00a0: à choisir"),
    ]
    assert Meeting.objects.get(pk=meeting.pk).state == Meeting.State.HELD


def test_lines_go_where_they_are_written(table):
    found = written(table, "# Un\n# Trois")
    first = found.passages.order_by("order").first()
    passages.add_passages(
        by=table.pilot, minutes=found, after=first, text="Action : deux @ARS avant le 1/4/2026"
    )
    assert shown(found) == [
        ("titre", "Un"),
        ("action", "deux @ARS avant le 1/4/2026"),
        ("titre", "Trois"),
    ]
    action = found.passages.get(kind="action")
    assert (action.owner, action.due) == (table.ars, date(2026, 4, 1))


def test_two_writers_of_one_passage(table):
    found = written(table, "La note paraît en mars et parle de logement.")
    passage = found.passages.get()
    first = passages.save_passage(
        by=table.pilot, pk=passage.pk, version=1, text="La note paraît en mai et parle de logement."
    )
    second = passages.save_passage(
        by=table.member,
        pk=passage.pk,
        version=1,
        text="La note paraît en mars et parle de logement, de jeunesse.",
    )
    assert (first.was_merged, second.was_merged) == (False, True)
    text = "La note paraît en mai et parle de logement, de jeunesse."
    assert (second.passage.text, second.passage.version) == (text, 3)
    june = "La note paraît en juin et parle de logement."
    third = passages.save_passage(by=table.member, pk=passage.pk, version=1, text=june)
    assert third.passage.text == text
    assert third.conflict.text == june
    settled = passages.settle_conflict(
        by=table.pilot, conflict=third.conflict, version=3, text="La note paraît en mai ou en juin."
    )
    assert settled.passage.text == "La note paraît en mai ou en juin."
    assert Conflict.objects.filter(settled_at=None).count() == 0


def test_a_removed_passage_and_an_old_version_come_back(table):
    found = written(table, "Un premier jet")
    passage = found.passages.get()
    passages.save_passage(by=table.pilot, pk=passage.pk, version=1, text="Un second jet")
    passages.remove_passage(by=table.pilot, passage=passage)
    assert shown(found) == []
    passages.bring_back(by=table.pilot, passage=passage, version=1)
    assert shown(found) == [("texte", "Un premier jet")]
    kept = Revision.objects.filter(kind="passage", key=str(passage.pk)).order_by("pk")
    assert sorted((one.content["version"], one.content["text"]) for one in kept) == [
        (1, "Un premier jet"),
        (2, "Un second jet"),
        (3, "Un premier jet"),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_hundred_interleaved_saves_by_two_writers_lose_nothing(table):
    """Each types its own words after its own mark, from whatever version it last saw."""
    found = written(table, "pilote:\n\nmembre:")
    passage = found.passages.get()
    seeds = {"pilote": random.Random(1), "membre": random.Random(2)}
    failures: list[BaseException] = []

    def write(name: str, by) -> None:
        try:
            seen_version, seen_text = 1, "pilote:\n\nmembre:"
            for number in range(100):
                text = seen_text.replace(f"{name}:", f"{name}: {name[0]}{number}", 1)
                saved = passages.save_passage(by=by, pk=passage.pk, version=seen_version, text=text)
                assert saved.conflict is None
                if seeds[name].random() < 0.5 or saved.was_merged:
                    seen_version, seen_text = saved.passage.version, saved.passage.text
                else:
                    row = Passage.objects.get(pk=passage.pk)
                    seen_version, seen_text = row.version, row.text
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    writers = [
        threading.Thread(target=write, args=("pilote", table.pilot)),
        threading.Thread(target=write, args=("membre", table.member)),
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert failures == []
    words = set(Passage.objects.get(pk=passage.pk).text.split())
    expected = {f"{letter}{number}" for letter in "pm" for number in range(100)}
    assert words - {"pilote:", "membre:"} == expected


def test_the_road_to_the_public_archive(table):
    found = written(table, "# Bilan\nLe groupe a travaillé.\nDécision : trois temps")
    presences = {table.ars: "present", table.insee: "excuse"}
    meetings.note_presences(by=table.pilot, meeting=found.meeting, states=presences)
    minutes.circulate(by=table.pilot, minutes=found)
    mailing = Mailing.objects.get()
    assert sorted(mailing.messages.values_list("mailbox", flat=True)) == [
        "membre.essai@example.org",
        "pilote.essai@example.org",
    ]
    decision = found.passages.get(kind="decision")
    decision.minutes.refresh_from_db()
    amendment = minutes.amend(by=table.pilot, passage=decision, text="trois temps, deux heures")
    with pytest.raises(Refused, match="présentes"):
        minutes.amend(by=table.keeper, passage=decision, text="x")
    with pytest.raises(Refused, match="attendent une réponse"):
        minutes.adopt(by=table.pilot, minutes=found)
    minutes.answer_amendment(by=table.pilot, amendment=amendment, takes=True)
    minutes.adopt(by=table.pilot, minutes=found)
    with pytest.raises(Refused, match="adopté"):
        passages.save_passage(by=table.pilot, pk=decision.pk, version=2, text="autre chose")
    with pytest.raises(Refused, match="rien à lire"):
        minutes.publish(by=table.pilot, minutes=found)
    found.passages.filter(kind="decision").update(visibility="public")
    minutes.publish(by=table.pilot, minutes=found)
    assert shown(found)[-1] == ("decision", "trois temps, deux heures")
    lines = AuditLine.objects.filter(kind="compte_rendu").order_by("pk")
    expected = ["adopter", "mettre_en_relecture", "ouvrir_compte_rendu", "publier"]
    assert sorted(one.verb for one in lines) == expected


def test_a_window_that_closes_adopts_by_itself(table, fixed_clock):
    found = written(table, "Le groupe a travaillé.")
    minutes.circulate(by=table.pilot, minutes=found)
    assert minutes.adopt_those_whose_window_closed() == 0
    fixed_clock.shift(15 * 86_400)
    assert minutes.adopt_those_whose_window_closed() == 1
    assert Minutes.objects.get().state == Minutes.State.ADOPTED


def test_an_amendment_left_without_answer_holds_the_adoption(table, fixed_clock):
    found = written(table, "Le groupe a travaillé.")
    meetings.note_presences(by=table.pilot, meeting=found.meeting, states={table.ars: "present"})
    minutes.circulate(by=table.pilot, minutes=found)
    passage = found.passages.get()
    minutes.amend(by=table.pilot, passage=passage, text="Le groupe a bien travaillé.")
    fixed_clock.shift(15 * 86_400)
    with pytest.raises(Refused, match="close"):
        minutes.amend(by=table.pilot, passage=passage, text="Trop tard.")
    assert minutes.adopt_those_whose_window_closed() == 0
    assert Amendment.objects.get().state == Amendment.State.ASKED


def test_actions_come_back_on_the_next_agenda_until_they_are_done(table):
    found = written(
        table,
        "Action : demander les chiffres @ARS avant le 1/3/2026\n"
        "Piste : une enquête ailleurs\n"
        "Décision : trois temps",
    )
    coming = meeting_of(table, days=30)
    day = timezone.localtime(found.meeting.starts_at)
    lines = [(one.part, one.title, one.reason) for one in coming.items.all()]
    assert lines[:3] == [
        (
            "approbation",
            f"Approbation du compte rendu du {day:%d/%m/%Y}",
            "Il n’est pas encore adopté.",
        ),
        (
            "suivi",
            "demander les chiffres @ARS avant le 1/3/2026 (ARS)",
            f"Action du {day:%d/%m/%Y}, à faire, en retard.",
        ),
        ("suivi", "une enquête ailleurs", f"Piste de données du {day:%d/%m/%Y}, à faire."),
    ]
    passages.follow(
        by=table.member, passage=found.passages.get(kind="action"), state="fait", note="reçus"
    )
    after = meeting_of(table, days=60)
    assert [one.title for one in after.items.filter(part="suivi")] == ["une enquête ailleurs"]


def test_giving_up_says_why(table):
    found = written(table, "Action : demander")
    action = found.passages.get()
    with pytest.raises(Refused, match="pourquoi"):
        passages.follow(by=table.pilot, passage=action, state="abandonne")
    assert Passage.objects.get().state == "ouvert"


def test_a_line_taken_off_the_agenda_is_not_proposed_again(table):
    coming = meeting_of(table, days=30)
    line = coming.items.get(source="gabarit:theme")
    agenda.take_off(by=table.pilot, item=line)
    theme = themes.propose_theme(by=table.member, group=table.group, title="La ruralité")
    themes.choose_theme(by=table.pilot, theme=theme, meeting=coming)
    shown_titles = [one.title for one in agenda.write_agenda(by=table.pilot, meeting=coming)]
    assert shown_titles[-1] == "La ruralité"
    assert coming.items.get(source="gabarit:theme").is_removed is True
    assert Theme.objects.get().state == Theme.State.CHOSEN


def test_lines_move_one_by_one(table):
    coming = meeting_of(table, days=30)
    before = [one.title for one in coming.items.all()]
    agenda.move_item(by=table.pilot, item=coming.items.all()[0], up=False)
    assert [one.title for one in coming.items.all()] == [before[1], before[0], before[2]]


def test_dates_are_found_together(table):
    meeting = meetings.save_meeting(by=table.pilot, meeting=Meeting(group=table.group))
    start = timezone.now() + timedelta(days=20)
    spans = [(start + timedelta(days=n), start + timedelta(days=n, hours=2)) for n in range(2)]
    first, second = meetings.offer_dates(by=table.pilot, meeting=meeting, dates=spans)
    answers = {str(first.pk): "non", str(second.pk): "oui", "autre": "oui"}
    meetings.answer_dates(by=table.member, meeting=meeting, answers=answers)
    meetings.answer_dates(by=table.member, meeting=meeting, answers={str(first.pk): "aubesoin"})
    assert sorted(row.answer for row in first.answers.all()) == ["aubesoin"]
    chosen = meetings.choose_date(by=table.pilot, option=second)
    assert chosen.starts_at == second.starts_at
    with pytest.raises(Refused, match="clos"):
        meetings.answer_dates(by=table.member, meeting=chosen, answers=answers)


def test_the_convocation_waits_for_a_confirmation(table):
    coming = meeting_of(table, days=30)
    mailing = meetings.convene(by=table.pilot, meeting=coming)
    assert (mailing.is_restricted, mailing.messages.count()) == (True, 2)
    assert meetings.convene(by=table.pilot, meeting=coming) == mailing
    assert Meeting.objects.get(pk=coming.pk).state == Meeting.State.CONVENED


def test_who_owes_is_reminded_once_a_week(table, fixed_clock):
    written(table, "Action : demander @ARS avant le 20/3/2026\nAction : sans jour @ARS")
    assert reminders.remind() == 1
    assert reminders.remind() == 0
    fixed_clock.shift(8 * 86_400)
    assert reminders.remind() == 1
    message = Message.objects.order_by("due").first()
    assert message.mailbox == "pilote.essai@example.org"
    assert message.subject == "Groupe Pauvreté\u00a0: une action attend votre institution"
