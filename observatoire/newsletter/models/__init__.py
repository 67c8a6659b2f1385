from observatoire.newsletter.models.fate import Case, Sighting, Witness
from observatoire.newsletter.models.issue import Issue, Line, Remark
from observatoire.newsletter.models.subscriber import Subscriber

__all__ = ["Case", "Issue", "Line", "Remark", "Sighting", "Subscriber", "Witness"]
