"""The verbs of the directory, one file per noun."""

from observatoire.directory.actions.audit import write_audit

__all__ = ["write_audit"]
