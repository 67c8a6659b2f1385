"""The events of the demonstration are laid down once, and leave nothing behind."""

from __future__ import annotations

import pytest

from observatoire.events.actions.demonstration import (
    load_demonstration_events,
    remove_demonstration_events,
)
from observatoire.events.actions.satisfaction import followup_of
from observatoire.events.models import Event, Followup
from observatoire.events.queries.bilan import bilan_of
from observatoire.surveys.models import Survey

pytestmark = pytest.mark.django_db


def test_the_first_survey_was_left_for_the_next_one():
    assert [load_demonstration_events(), load_demonstration_events()] == [4, 0]
    (followup,) = Followup.objects.exclude(joined_to=None)
    assert (followup.event.reported_registered, followup.event.reported_present) == (94, 70)
    assert str(followup.joined_to.around) == "2023-12-05"
    assert bilan_of(followup.event).survey_note == (
        "Non envoyée, à envoyer avec «\u00a0La mobilité solidaire et l’accès aux services "
        "publics\u00a0»."
    )


def test_surveys_leave_with_their_events(make_event):
    ours = followup_of(make_event()).survey
    load_demonstration_events()
    for event in Event.objects.filter(is_demonstration=True):
        followup_of(event)
    assert Survey.objects.filter(is_demonstration=True).count() == 4
    assert remove_demonstration_events() == 4
    assert list(Survey.objects.all()) == [ours]
