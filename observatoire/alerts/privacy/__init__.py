"""What, in a free text, looks like it names somebody; pure: it reads words, and keeps none."""

from observatoire.alerts.privacy.marks import Mark, marks_in, refused, to_confirm

__all__ = ["Mark", "marks_in", "refused", "to_confirm"]
