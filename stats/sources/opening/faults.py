"""A file that cannot be opened: where, why, and what to do."""

from __future__ import annotations

from stats.words import typeset


class FileFault(ValueError):
    """Refuses a whole file. The sentences are in French, for whoever gives the file."""

    def __init__(
        self, file: str, reason: str, remedy: str, *, line: int = 1, column: str = ""
    ) -> None:
        super().__init__(reason)
        self.file, self.line, self.column = file, line, column
        self.reason, self.remedy = typeset(reason), typeset(remedy)
