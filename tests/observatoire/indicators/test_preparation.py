"""What `make demo` runs last leaves the figures ready for the first visitor."""

import shutil
from io import StringIO

from django.core.management import call_command

from stats.store import Store


def test_the_index_is_written_and_the_figures_are_ready(store, db):
    shutil.rmtree(store / "derive", ignore_errors=True)
    said = StringIO()
    call_command("indexer", stdout=said)
    assert said.getvalue().endswith(" entrées de recherche.\n")
    files = [path.name for path in (store / "derive").iterdir() if path.suffix == ".duckdb"]
    assert files == [f"{Store(store).fingerprint}-1.duckdb"]
