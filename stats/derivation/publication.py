"""Computed figures in the store: one import, worked out anew after each change of its operands."""

from __future__ import annotations

from stats.catalogue.model import Catalogue
from stats.derivation.results import cell_of, derive, published_cells
from stats.observation import Observation
from stats.store import COMPUTED, Import, Store


def unpublished(store: Store, catalogue: Catalogue) -> list[Observation]:
    """The computed figures of the cells of which no producer says anything.

    A cell published as secret is left alone too: computing it could reveal it.
    """
    found = derive(store, catalogue)
    known = published_cells(store, {one.indicator for one in found})
    return [one for one in found if cell_of(one) not in known.get(one.indicator, {})]


def publish_derived(store: Store, catalogue: Catalogue) -> Import | None:
    """Publishes what the operands give now in place of what they gave before.

    To be called whenever figures, or a `calcul`, change; without a change it does nothing. None
    when there is nothing to compute. Raises RefusedError as `Store.publish`.
    """
    found = unpublished(store, catalogue)
    imported = None
    if found:
        plural = "s" if len(found) > 1 else ""
        imported = store.publish(
            found,
            source=COMPUTED,
            label=f"{len(found)} chiffre{plural} calculé{plural} par la plateforme.",
            replace=True,
        )
    _withdraw_others(store, imported.id if imported else "")
    return imported


def _withdraw_others(store: Store, kept: str) -> None:
    """Former computations are no record: they are made again from the record at any time.

    Taking one out may bring back the one it had replaced, hence the loop.
    """
    while former := [
        one.id for one in store.imports() if one.source == COMPUTED and one.id != kept
    ]:
        for identifier in former:
            store.undo(identifier)
