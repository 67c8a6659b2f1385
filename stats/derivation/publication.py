"""Computed figures in the store: one import, worked out anew after each change of its operands."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from stats.catalogue.model import Catalogue
from stats.derivation.recomputation import gaps_of
from stats.derivation.results import computed
from stats.integrity import Nested, check_integrity
from stats.observation import Observation
from stats.store import COMPUTED, Import, RefusedError, Store


def unpublished(store: Store, catalogue: Catalogue) -> list[Observation]:
    """The computed figures of the cells of which no producer says anything.

    A cell published as secret is left alone too: computing it could reveal it.
    """
    found = computed(store, catalogue)
    every = (one.observation for one in found.results)
    return [one for one in every if found.publication(one) is None]


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
    _withdraw_others(store, imported)
    return imported


def _withdraw_others(store: Store, kept: Import | None) -> None:
    """Former computations are no record: they are made again from the record at any time.

    Taking one out may bring back the one it had replaced, hence the loop.
    """
    former = kept.replaces if kept else ()
    while True:
        for identifier in former:
            with suppress(RefusedError):  # withdrawn already
                store.undo(identifier)
        live = {one.id for one in store.imports() if one.source == COMPUTED}
        if not (former := live - {kept.id if kept else ""}):
            break


def account(store: Store, catalogue: Catalogue, territories: Nested | None = None) -> dict:
    """What `publish_derived` would publish, and the quality of what is published, as JSON.

    Keys: `calculs` (number computed by indicator), `publies` (those no producer publishes),
    `ecarts` (`check_published`), `controles` (`check_integrity`), `phrase`.
    """
    found = computed(store, catalogue)
    every = [one.observation for one in found.results]
    new = [one for one in every if found.publication(one) is None]
    gaps, breaches = gaps_of(found), check_integrity(store, catalogue, territories)
    return {
        "source": COMPUTED,
        "calculs": Counter(one.indicator for one in every),
        "publies": Counter(one.indicator for one in new),
        "ecarts": [one.as_json() for one in gaps],
        "controles": [one.as_json() for one in breaches],
        "phrase": (
            f"{len(every)} chiffres calculés : {len(new)} à publier, {len(every) - len(new)} déjà "
            f"publiés par leur producteur, dont {len(gaps)} autrement ; "
            f"{len(breaches)} contrôles non tenus."
        ),
    }
