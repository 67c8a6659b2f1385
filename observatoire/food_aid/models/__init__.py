"""The tables of the census of food aid, one file per noun."""

from observatoire.food_aid.models.counts import Count, Network
from observatoire.food_aid.models.doubles import Double
from observatoire.food_aid.models.intake import Intake, Touch
from observatoire.food_aid.models.place import Closure, Place, Service, Stop, Structure
from observatoire.food_aid.models.remark import Remark
from observatoire.food_aid.models.source import Source

__all__ = [
    "Closure",
    "Count",
    "Double",
    "Intake",
    "Network",
    "Place",
    "Remark",
    "Service",
    "Source",
    "Stop",
    "Structure",
    "Touch",
]
