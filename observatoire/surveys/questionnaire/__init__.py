"""Questionnaires: their text read and checked, answers read, answers counted. Knows no database.

Whoever needs questionnaires imports from here; the other modules of this package are its inside.
"""

from observatoire.surveys.questionnaire.answering import Reading, read_answers, shown_codes
from observatoire.surveys.questionnaire.controls import Alert, alerts_of, value_at, with_totals
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
    Control,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    Severity,
)
from observatoire.surveys.questionnaire.reading import Faulty, Problem, read_questionnaire
from observatoire.surveys.questionnaire.writing import written

__all__ = [
    "FEWEST",
    "Alert",
    "Condition",
    "Control",
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
    "Severity",
    "Tally",
    "alerts_of",
    "by_group",
    "protected_groups",
    "read_answers",
    "read_questionnaire",
    "shown_codes",
    "tally",
    "value_at",
    "with_totals",
    "written",
]
