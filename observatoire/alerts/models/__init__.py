"""The tables of the social alerts, one file per noun."""

from observatoire.alerts.models.alert import Alert, AlertIndicator, Step
from observatoire.alerts.models.jump import Jump, JumpReply
from observatoire.alerts.models.voice import Voice
from observatoire.alerts.models.wave import Wave, WaveReply

__all__ = [
    "Alert",
    "AlertIndicator",
    "Jump",
    "JumpReply",
    "Step",
    "Voice",
    "Wave",
    "WaveReply",
]
