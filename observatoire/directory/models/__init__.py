"""The tables of the directory, one file per noun."""

from observatoire.directory.models.account import ProConnectLink, User
from observatoire.directory.models.audit import AuditLine
from observatoire.directory.models.consent import (
    Basis,
    ConsentLine,
    LegalText,
    PurgeReport,
    Purpose,
    Tombstone,
)
from observatoire.directory.models.contact_import import ContactImport
from observatoire.directory.models.contact_list import ContactList, ListEntry, RelayMessage
from observatoire.directory.models.files import GroupFiles
from observatoire.directory.models.group import Attendance, Group, Membership
from observatoire.directory.models.institution import (
    Function,
    Institution,
    MailDomain,
    Succession,
)
from observatoire.directory.models.merge import Distinct, Merge
from observatoire.directory.models.person import Address, Holding, Person
from observatoire.directory.models.topic import Topic

__all__ = [
    "Address",
    "Attendance",
    "AuditLine",
    "Basis",
    "ConsentLine",
    "ContactImport",
    "ContactList",
    "Distinct",
    "Function",
    "Group",
    "GroupFiles",
    "Holding",
    "Institution",
    "LegalText",
    "ListEntry",
    "MailDomain",
    "Membership",
    "Merge",
    "Person",
    "ProConnectLink",
    "PurgeReport",
    "Purpose",
    "RelayMessage",
    "Succession",
    "Tombstone",
    "Topic",
    "User",
]
