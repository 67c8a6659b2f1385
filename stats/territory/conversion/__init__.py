"""Values carried through time: from the communes of one year to those of another."""

from stats.territory.conversion.files import Refused, read_perimeters
from stats.territory.conversion.passage import Part, Passage
from stats.territory.conversion.perimeters import Perimeters
from stats.territory.conversion.values import Converted, Given, Kind, Method, Value, convert
from stats.territory.conversion.vintage import Vintage, guess_vintage
from stats.territory.conversion.weights import Weights
from stats.territory.conversion.why import Event, history, when

__all__ = [
    "Converted",
    "Event",
    "Given",
    "Kind",
    "Method",
    "Part",
    "Passage",
    "Perimeters",
    "Refused",
    "Value",
    "Vintage",
    "Weights",
    "convert",
    "guess_vintage",
    "history",
    "read_perimeters",
    "when",
]
