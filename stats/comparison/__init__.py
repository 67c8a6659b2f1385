"""Honest comparison, one file per noun: intervals, significance, trends, rounding, guards (what is
refused and why). The engine’s words use some, and are used by others: each is imported from its
own file."""
