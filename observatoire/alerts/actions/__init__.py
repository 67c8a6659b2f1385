"""The verbs of the alerts."""

from observatoire.alerts.actions.refusal import Refused

__all__ = ["Refused"]
