"""The verbs of contributions: what features use."""

from observatoire.contributions.actions.answers import answer, become, group_same, set_apart
from observatoire.contributions.actions.calls import (
    close_call,
    delete_call,
    publish_call,
    save_call,
)
from observatoire.contributions.actions.proposals import propose, revise, take_back
from observatoire.contributions.actions.reviews import save_review, say, say_back, support
from observatoire.contributions.actions.speakers import (
    answer_invitation,
    confirm_for,
    invite,
    lay_slides,
    remind,
    think_of,
)

__all__ = [
    "answer",
    "answer_invitation",
    "become",
    "close_call",
    "confirm_for",
    "delete_call",
    "group_same",
    "invite",
    "lay_slides",
    "propose",
    "publish_call",
    "remind",
    "revise",
    "save_call",
    "save_review",
    "say",
    "say_back",
    "set_apart",
    "support",
    "take_back",
    "think_of",
]
