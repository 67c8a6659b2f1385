"""The tables of the documentary base."""

from observatoire.library.models.deposit import Deposit
from observatoire.library.models.entry import Entry, EntryText, KnownWord
from observatoire.library.models.intake import Intake, OldAddress
from observatoire.library.models.kept_copy import KeptCopy
from observatoire.library.models.link import Link
from observatoire.library.models.manifestation import Manifestation, NoticeRef
from observatoire.library.models.notice import Notice, file_place
from observatoire.library.models.producer import Producer, Theme
from observatoire.library.models.repository import PublicRecord
from observatoire.library.models.saved_search import SavedSearch
from observatoire.library.models.watching import Finding, WatchedSource

__all__ = [
    "Deposit",
    "Entry",
    "EntryText",
    "Finding",
    "Intake",
    "KeptCopy",
    "KnownWord",
    "Link",
    "Manifestation",
    "Notice",
    "NoticeRef",
    "OldAddress",
    "Producer",
    "PublicRecord",
    "SavedSearch",
    "Theme",
    "WatchedSource",
    "file_place",
]
