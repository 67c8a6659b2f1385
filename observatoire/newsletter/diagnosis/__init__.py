"""Why a message is among the undesirable: its headers are read, and what they prove is said."""

from observatoire.newsletter.diagnosis.decoding import Finding, decode
from observatoire.newsletter.diagnosis.reading import Message, masked, read_message, written
from observatoire.newsletter.diagnosis.verdicts import (
    EXCLUDED,
    HYPOTHESES,
    PROVED,
    UNKNOWN,
    Verdict,
    judge,
    placement_of,
)

__all__ = [
    "EXCLUDED",
    "HYPOTHESES",
    "PROVED",
    "UNKNOWN",
    "Finding",
    "Message",
    "Verdict",
    "decode",
    "judge",
    "masked",
    "placement_of",
    "read_message",
    "written",
]
