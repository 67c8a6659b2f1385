"""Secrecy: the only door out of the engine, and what makes a table fit to go through it.

`protect`, `require_protected`, `protect_rows` and `protect_table` are the door: no number leaves
beside a secret. `shield` decides what a raw table must hide so that nobody can compute what is
hidden; `audit` is the attacker, who tries.
"""

from stats.secrecy.door import protect, protect_rows, protect_table, require_protected

__all__ = ["protect", "protect_rows", "protect_table", "require_protected"]
