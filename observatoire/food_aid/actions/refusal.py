"""What an action refuses: the platform's one word for it."""

from observatoire.base.refusal import Refused

__all__ = ["Refused"]
