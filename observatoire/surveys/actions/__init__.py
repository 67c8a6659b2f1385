"""The verbs of surveys; features call these, and send what must be sent."""

from observatoire.surveys.actions.answering import (
    Submitted,
    correct_anonymous,
    save_draft,
    submit,
)
from observatoire.surveys.actions.publishing import load_catalogue, publish_version, template
from observatoire.surveys.actions.refusal import Refused
from observatoire.surveys.actions.running import (
    close_due_surveys,
    close_survey,
    discard_surveys,
    extend_survey,
    forget,
    invite,
    open_survey,
    prepare_survey,
    purge_surveys,
)

__all__ = [
    "Refused",
    "Submitted",
    "close_due_surveys",
    "close_survey",
    "correct_anonymous",
    "discard_surveys",
    "extend_survey",
    "forget",
    "invite",
    "load_catalogue",
    "open_survey",
    "prepare_survey",
    "publish_version",
    "purge_surveys",
    "save_draft",
    "submit",
    "template",
]
