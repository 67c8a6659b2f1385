"""Indicators made from others, and what is published compared with what is computed."""

from stats.derivation.arithmetic import combine
from stats.derivation.publication import publish_derived, unpublished
from stats.derivation.recomputation import Gap, check_published
from stats.derivation.results import Result, derive, derive_with_operands

__all__ = [
    "Gap",
    "Result",
    "check_published",
    "combine",
    "derive",
    "derive_with_operands",
    "publish_derived",
    "unpublished",
]
