"""The refusal of every app, where the actions of this one look for it."""

from __future__ import annotations

from observatoire.base.refusal import Refused

__all__ = ["Refused"]
