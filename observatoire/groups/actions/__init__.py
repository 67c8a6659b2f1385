"""The verbs of a group's work."""

from observatoire.groups.actions.refusal import Refused

__all__ = ["Refused"]
