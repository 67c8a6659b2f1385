"""A long publication, in the background. Idempotent: killed, it begins again and ends the same."""

from __future__ import annotations

from django.db import transaction

from observatoire.directory.models import User
from observatoire.indicators.actions.imports import Refused, check_foreseen, locked, publish_import
from observatoire.indicators.models import Import
from observatoire.indicators.queries.engine import engine
from stats.store import Difference
from stats.words import typeset

State = Import.State
# Figures that a page may wait for: a fraction of a second.
MOST_AT_ONCE = 50_000
KINDS = ("new", "changed", "same", "gone")
CRASHED = (
    "La publication s’est arrêtée sur une erreur imprévue ({error}). Rien n’a été publié et la "
    "lecture est gardée ; publier de nouveau, ou signaler ce dépôt à l’équipe technique."
)


def is_long(imported: Import) -> bool:
    """Whether publishing it is the worker's business rather than a page's."""
    if not imported.difference:
        return False
    found = Difference.from_json(imported.difference)
    return sum(map(found.total, KINDS)) > MOST_AT_ONCE


@transaction.atomic
def ask_publication(*, by: User, imported: Import) -> Import:
    """To the queue, under the same conditions as a publication; the line of the audit is that of
    the publication itself, by the same person. Raises Refused."""
    found = locked(imported, State.READ)
    check_foreseen(found)
    found.state, found.progress, found.step, found.failure = State.PUBLISHING, 0, "En attente", ""
    found.save(update_fields=["state", "progress", "step", "failure"])
    return found


def publish_asked(*, identifier: str, by_id: str) -> None:
    """Publish what was asked for, once; what prevents it is written on the deposit, read again."""
    imported = Import.objects.filter(pk=identifier, state=State.PUBLISHING).first()
    if imported is None:
        return
    imported.progress, imported.step = 30, "Écriture dans le magasin"
    imported.save(update_fields=["progress", "step"])
    try:
        publish_import(by=User.objects.get(pk=by_id), imported=imported)
    except Refused as refusal:
        _give_back(imported, str(refusal))
    except Exception as error:
        _give_back(imported, CRASHED.format(error=type(error).__name__))
        raise


def prepare_figures() -> None:
    """What is published, ready to be read: so that no visitor waits for it."""
    engine().store.warm()


@transaction.atomic
def _give_back(imported: Import, sentence: str) -> None:
    found = locked(imported, State.PUBLISHING)
    found.state, found.failure = State.READ, typeset(sentence)
    found.progress, found.step = 100, ""
    found.save(update_fields=["state", "failure", "progress", "step"])
