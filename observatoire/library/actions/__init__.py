"""The verbs of the base."""

from observatoire.library.actions.refusal import Refused

__all__ = ["Refused"]
