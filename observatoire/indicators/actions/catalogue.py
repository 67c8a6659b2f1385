"""Edit an indicator's file on the site: checked by the engine, kept in history, undone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.db import transaction

from observatoire.base.actions import remember_searchable
from observatoire.base.models import Generation, Revision
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.indicators.queries import catalogue as queries
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.search import indicator_draft
from stats.catalogue import KeyProblem, check_indicator_text, parse_keys, read_keys, written
from stats.store.manifest import write_whole
from stats.words import typeset

OUTDATED = "Cette fiche a changé depuis que vous l’avez ouverte : la rouvrir, puis enregistrer."


class CatalogueRefused(Exception):
    """The change is not written; `problems` says why, key by key."""

    def __init__(self, problems: list[KeyProblem]) -> None:
        super().__init__("\n".join(one.sentence for one in problems))
        self.problems = problems


@transaction.atomic
def save_indicator(*, by: User, code: str, keys: Mapping[str, object], version: str) -> bool:
    """Write the keys as the site's own file; False when nothing changes.

    `keys` are all the keys of the file, those that no form shows included. A file that says what
    the shipped one says is not written: the shipped one is read again. Raises CatalogueRefused.
    """
    Generation.advance()  # its row is also the lock: one writer at a time
    before = queries.sheet_of(code)
    if before.version != version:
        raise CatalogueRefused([KeyProblem("", typeset(OUTDATED))])
    if dict(keys) == before.keys:
        return False
    text = written(keys)
    if problems := check_indicator_text(code, text, settings.CATALOGUE, settings.CATALOGUE_OVERLAY):
        raise CatalogueRefused(problems)
    shipped = before.is_shipped and dict(keys) == read_keys(queries.shipped_path(code))
    _replace(by, code, None if shipped else text, "Modification")
    return True


@transaction.atomic
def restore_shipped(*, by: User, code: str) -> bool:
    """Read the shipped file again; False when it already is."""
    Generation.advance()
    if queries.overlay_text(code) is None or not queries.shipped_path(code).exists():
        return False
    _replace(by, code, None, "Retour à la version livrée")
    return True


@transaction.atomic
def undo_revision(*, by: User, revision: Revision) -> bool:
    """Bring back what stood before a change; False when it already stands."""
    Generation.advance()
    code, text = revision.key, revision.content["calque"]
    if queries.overlay_text(code) == text:
        return False
    if text is not None and (
        problems := check_indicator_text(code, text, settings.CATALOGUE, settings.CATALOGUE_OVERLAY)
    ):
        raise CatalogueRefused(problems)
    _replace(by, code, text, "Retour à l’état d’avant un changement")
    return True


def export_overlays() -> bytes:
    """A zip of every file edited on the site, to be carried into the shipped catalogue."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(settings.CATALOGUE_OVERLAY.glob("*/*.yaml")):
            archive.write(path, f"catalogue/{path.parent.name}/{path.name}")
    return buffer.getvalue()


def _replace(by: User, code: str, text: str | None, remark: str) -> None:
    """History and audit first, the file last: a refusal of the database leaves it alone."""
    before, former = queries.sheet_of(code).keys, queries.overlay_text(code)
    after = read_keys(queries.shipped_path(code)) if text is None else parse_keys(text)
    changes = [
        {"cle": key, "avant": before.get(key), "apres": after.get(key)}
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]
    rank = Revision.objects.filter(kind=queries.KIND, key=code).count()
    Revision.objects.create(
        kind=queries.KIND,
        key=code,
        content={"calque": former, "changements": changes, "rang": rank},
        remark=remark,
        made_by=by,
    )
    changed = [change["cle"] for change in changes]
    write_audit(by=by, verb="catalogue", ref=Ref(queries.KIND, code), cles=changed)
    transaction.on_commit(partial(_find_again, code))
    if text is None:
        queries.overlay_path(code).unlink(missing_ok=True)
    else:
        write_whole(queries.overlay_path(code), text.encode())


def _find_again(code: str) -> None:
    """The search says the new words: once the file is there to be read."""
    if one := engine().catalogue.indicators.get(code):
        remember_searchable(indicator_draft(one))
