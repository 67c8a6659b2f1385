"""The verbs of mail."""

from observatoire.mail.actions.posting import Content, post, post_letter
from observatoire.mail.actions.preparing import Candidate, ListName, prepare_mailing
from observatoire.mail.actions.refusal import Refused

__all__ = [
    "Candidate",
    "Content",
    "ListName",
    "Refused",
    "post",
    "post_letter",
    "prepare_mailing",
]
