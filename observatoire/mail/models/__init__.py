"""What leaves, to whom, and what is known of it afterwards."""

from observatoire.mail.models.address import DomainAlarm, Incident, Recipient, Suppression
from observatoire.mail.models.gate import Gate
from observatoire.mail.models.mailing import Exclusion, Mailing
from observatoire.mail.models.message import Message, Prepared

__all__ = [
    "DomainAlarm",
    "Exclusion",
    "Gate",
    "Incident",
    "Mailing",
    "Message",
    "Prepared",
    "Recipient",
    "Suppression",
]
