"""The tables of the documentary base."""

from observatoire.library.models.deposit import Deposit
from observatoire.library.models.entry import Entry, EntryText, KnownWord
from observatoire.library.models.manifestation import Manifestation, NoticeRef
from observatoire.library.models.notice import Notice, file_place
from observatoire.library.models.producer import Producer, Theme
from observatoire.library.models.saved_search import SavedSearch

__all__ = [
    "Deposit",
    "Entry",
    "EntryText",
    "KnownWord",
    "Manifestation",
    "Notice",
    "NoticeRef",
    "Producer",
    "SavedSearch",
    "Theme",
    "file_place",
]
