"""From a path to tables of cells, whatever the container: text, compressed text, zip, workbook.

Nothing is interpreted here: a cell is a text, as it stands in the file.
"""

from __future__ import annotations

from stats.sources.opening.faults import FileFault
from stats.sources.opening.files import open_file
from stats.sources.opening.tables import Table

__all__ = ["FileFault", "Table", "open_file"]
