"""The verbs of the indicators, one file per noun."""

from observatoire.indicators.actions.territories import (
    index_everything,
    load_territories_into_database,
)

__all__ = ["index_everything", "load_territories_into_database"]
