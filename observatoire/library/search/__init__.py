"""Finding a notice: the question, the facets, the words, and both dialects of the databases."""

from observatoire.library.search.asking import Asked, ask_entries, ask_facets
from observatoire.library.search.counting import Counted, count_facets
from observatoire.library.search.facets import FACETS, Facet, facets_text, marks_of
from observatoire.library.search.question import SORTS, Question

__all__ = [
    "FACETS",
    "SORTS",
    "Asked",
    "Counted",
    "Facet",
    "Question",
    "ask_entries",
    "ask_facets",
    "count_facets",
    "facets_text",
    "marks_of",
]
