"""How minutes are written: typed lines, texts brought together, old documents read. Pure."""

from observatoire.groups.writing.lines import Line, read_lines
from observatoire.groups.writing.merging import Merged, merge
from observatoire.groups.writing.old import Proposal, read_old

__all__ = ["Line", "Merged", "Proposal", "merge", "read_lines", "read_old"]
