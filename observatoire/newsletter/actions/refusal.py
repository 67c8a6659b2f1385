from __future__ import annotations


class Refused(Exception):
    """The action cannot be done; the sentence says why and what to do."""
