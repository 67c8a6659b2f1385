"""What is asked, of whom, and what was answered."""

from observatoire.surveys.models.answer import Answer, Invitation
from observatoire.surveys.models.questionnaire import Draft, Version
from observatoire.surveys.models.survey import Survey

__all__ = ["Answer", "Draft", "Invitation", "Survey", "Version"]
