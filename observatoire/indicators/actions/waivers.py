"""A person lets doubts through, with a word that says why."""

from __future__ import annotations

from django.db import transaction

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.indicators.actions.imports import Refused
from observatoire.indicators.models import Import, Waiver
from observatoire.indicators.queries.doubts import pending_doubts

SHORTEST = 8
NO_WORD = "Dire en quelques mots pourquoi ces valeurs sont justes : la raison est gardée."
GONE = "Ce doute n’est plus à lever."


@transaction.atomic
def waive_doubt(*, by: User, imported: Import, doubt: str, word: str) -> Waiver:
    """One kind of doubt on one indicator of a deposit. Raises Refused."""
    found = Import.objects.select_for_update().get(pk=imported.pk)
    word = word.strip()
    if len(word) < SHORTEST:
        raise Refused(NO_WORD)
    if found.state != Import.State.READ or doubt not in {
        one["groupe"] for one in pending_doubts(found)
    }:
        raise Refused(GONE)
    waiver = Waiver.objects.create(imported=found, doubt=doubt, word=word[:250], by=by)
    write_audit(
        by=by, verb="lever", ref=Ref("import", str(found.pk)), doute=doubt, raison=waiver.word
    )
    return waiver
