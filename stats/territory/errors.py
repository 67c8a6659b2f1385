"""The one exception of the territories."""

from __future__ import annotations


class TerritoryError(ValueError):
    """The files given cannot be read as territories; the message is a French sentence to show."""
