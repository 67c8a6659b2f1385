"""Questionnaires: their text read and checked, answers read, answers counted. Knows no database.

Whoever needs questionnaires imports from here; the other modules of this package are its inside.
"""

from observatoire.surveys.questionnaire.answering import Reading, read_answers, shown_codes
from observatoire.surveys.questionnaire.counting import (
    FEWEST,
    Count,
    Group,
    Tally,
    by_group,
    protected_groups,
    tally,
)
from observatoire.surveys.questionnaire.model import (
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
)
from observatoire.surveys.questionnaire.reading import Faulty, Problem, read_questionnaire
from observatoire.surveys.questionnaire.writing import written

__all__ = [
    "FEWEST",
    "Condition",
    "Count",
    "Faulty",
    "Group",
    "Kind",
    "Option",
    "Problem",
    "Question",
    "Questionnaire",
    "Reading",
    "Section",
    "Tally",
    "by_group",
    "protected_groups",
    "read_answers",
    "read_questionnaire",
    "shown_codes",
    "tally",
    "written",
]
