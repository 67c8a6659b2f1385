"""Indicators made from others, and what is published compared with what is computed."""

from stats.derivation.arithmetic import combine
from stats.derivation.publication import account, publish_derived, unpublished
from stats.derivation.recomputation import Gap, check_published
from stats.derivation.results import Computed, Result, computed, derive

__all__ = [
    "Computed",
    "Gap",
    "Result",
    "account",
    "check_published",
    "combine",
    "computed",
    "derive",
    "publish_derived",
    "unpublished",
]
