"""DuckDB as the store uses it: nothing downloaded, nothing said on the terminal."""

from __future__ import annotations

from pathlib import Path

import duckdb

# Extensions are downloaded when first needed, unless told not to.
OFFLINE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


def connect(path: Path | None = None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a file, or to memory; no progress bar over our sentences."""
    connection = duckdb.connect(
        str(path) if path else ":memory:", read_only=read_only, config=OFFLINE
    )
    connection.execute("set enable_progress_bar = false")
    return connection
