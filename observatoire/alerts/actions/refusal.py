"""One refusal for the app and for the letters it prepares: a screen shows either the same way."""

from observatoire.mail.actions import Refused

__all__ = ["Refused"]
