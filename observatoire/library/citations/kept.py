"""A reference as a row of JSON, and back."""

from __future__ import annotations

from dataclasses import asdict, fields

from observatoire.library.citations.reference import Reference

_FIELDS = {field.name for field in fields(Reference)}


def as_row(reference: Reference) -> dict:
    """Only what is said: an empty field takes no room."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(reference).items()
        if value
    }


def of_row(row: dict) -> Reference:
    return Reference(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in row.items()
            if name in _FIELDS
        }
    )
