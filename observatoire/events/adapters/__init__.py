"""Remote rooms: any address, or BigBlueButton."""

from observatoire.events.adapters.bigbluebutton import BigBlueButton, Unreachable, configured

__all__ = ["BigBlueButton", "Unreachable", "configured"]
