"""The tables of contributions."""

from observatoire.contributions.models.call import Call, Criterion
from observatoire.contributions.models.proposal import Attachment, Outcome, Proposal
from observatoire.contributions.models.review import BEST, Mark, Review, Support, Word
from observatoire.contributions.models.speaker import Absence, Speaker

__all__ = [
    "BEST",
    "Absence",
    "Attachment",
    "Call",
    "Criterion",
    "Mark",
    "Outcome",
    "Proposal",
    "Review",
    "Speaker",
    "Support",
    "Word",
]
