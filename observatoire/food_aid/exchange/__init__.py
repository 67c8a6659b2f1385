"""Places in the forms of others: read into drafts, written from drafts, with what is lost.

A draft is plain JSON, the same in both directions: `exchange/draft.py` says its keys.
"""

from observatoire.food_aid.exchange.draft import Refused, draft, service
from observatoire.food_aid.exchange.losses import LOSSES
from observatoire.food_aid.exchange.reading import FORMATS, Reading, detect, read
from observatoire.food_aid.exchange.writing import WRITERS, write

__all__ = [
    "FORMATS",
    "LOSSES",
    "WRITERS",
    "Reading",
    "Refused",
    "detect",
    "draft",
    "read",
    "service",
    "write",
]
