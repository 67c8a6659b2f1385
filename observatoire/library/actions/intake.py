"""Files of references: read, shown, then all in or nothing; and taken back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.library.actions.notices import delete_notice, save_notice
from observatoire.library.actions.refusal import Refused
from observatoire.library.actions.transcribing import draft_of, links_of
from observatoire.library.citations import bibtex, ris, tables
from observatoire.library.citations.kept import as_row, of_row
from observatoire.library.citations.reference import Reading, Reference, Unreadable
from observatoire.library.harvest import suggesting, wordpress
from observatoire.library.harvest.address import normal
from observatoire.library.harvest.likeness import Known, folded
from observatoire.library.models import Intake, Notice, OldAddress, Theme
from observatoire.library.queries.references import shelf
from observatoire.library.rules import may_publish

KIND = "import"
LARGEST, MOST = 10 * 1024 * 1024, 5_000
NEW, THERE, REFUSED, UNKNOWN = "nouvelle", "deja", "refusee", "incomprise"
FORMS = {"ris": "RIS", "bibtex": "BibTeX", "table": "Tableau", "wxr": "WordPress", "pages": "Pages"}


@transaction.atomic
def open_intake(*, by: User | None, name: str, data: bytes, takeover: bool = False) -> Intake:
    """The file read, nothing written yet: what would become of each row is shown first."""
    if len(data) > (4 if takeover else 1) * LARGEST:
        raise Refused("Ce fichier est trop lourd\u00a0: le couper en plusieurs.")
    kind = Intake.Kind.TAKEOVER if takeover else Intake.Kind.IMPORT
    intake = Intake(kind=kind, name=name[:200], made_by=by)
    try:
        if takeover:
            intake.form, reading = wordpress.opened(data, name)
        else:
            intake.form, reading = _opened(intake, data, name)
    except Unreadable as refusal:
        raise Refused(str(refusal)) from None
    _judge(intake, reading)
    intake.save()
    write_audit(by=by, verb="lire", ref=Ref(KIND, str(intake.pk)))
    return intake


def _opened(intake: Intake, data: bytes, name: str) -> tuple[str, Reading]:
    ending = name.lower().rpartition(".")[2]
    if ending in ("csv", "xlsx", "xls", "ods", "tsv") or data[:4] == b"PK\x03\x04":
        sheet = tables.opened(data, name)
        intake.sheet = {"header": sheet.header, "rows": sheet.rows, "mapping": sheet.mapping}
        return "table", tables.read(sheet) if "title" in sheet.mapping else Reading()
    if ending in ("bib", "bibtex") or data.lstrip()[:1] in (b"@", b"%"):
        return "bibtex", bibtex.read(data)
    return "ris", ris.read(data)


@transaction.atomic
def map_columns(*, by: User | None, intake: Intake, mapping: list[str]) -> Intake:
    """The columns of a table, as a person understands them."""
    _refuse_done(intake)
    sheet = tables.Sheet(*(tuple(intake.sheet[name]) for name in ("header", "rows", "mapping")))
    try:
        sheet = tables.mapped(sheet, mapping)
        reading = tables.read(sheet)
    except Unreadable as refusal:
        raise Refused(str(refusal)) from None
    intake.sheet["mapping"] = list(sheet.mapping)
    _judge(intake, reading)
    intake.save()
    return intake


def _judge(intake: Intake, reading: Reading) -> None:
    """What would become of each row: new, there already, refused."""
    if len(reading.references) > MOST:
        raise Refused(f"Ce fichier compte plus de {MOST} références\u00a0: le couper en plusieurs.")
    known, rows = shelf(), []
    for index, reference in enumerate(reading.references):
        twin = known.twin(reference)
        if twin:
            where = "" if twin.key.startswith("f:") else twin.key
            said = twin.reason + ("" if where else " Deux fois dans le fichier.")
            rows.append([reference.line, reference.title[:200], THERE, said, where])
            continue
        mark = (reference.title, reference.date[:4], reference.doi, reference.isbn)
        known.add(Known(f"f:{index}", *mark, (reference.address,)))
        rows.append([reference.line, reference.title[:200], NEW, "", ""])
    refused = [[one.line, "", REFUSED, one.sentence, ""] for one in reading.refusals]
    remarks = [[one.line, "", UNKNOWN, one.sentence, ""] for one in reading.remarks]
    intake.references = [as_row(reference) for reference in reading.references]
    intake.rows = rows + refused + remarks


@transaction.atomic
def confirm_intake(
    *, by: User | None, intake: Intake, without_refused: bool = False, publish: bool = False
) -> int:
    """All the new rows become notices, or none; refused rows stop it unless left aside."""
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    _refuse_done(intake)
    refused = sum(row[2] == REFUSED for row in intake.rows)
    if refused and not without_refused:
        raise Refused(
            f"{refused} ligne{'s' if refused > 1 else ''} ne se lisent pas\u00a0: les "
            "corriger dans le "
            "fichier, ou importer sans elles."
        )
    made = 0
    for row, content in zip(intake.rows, intake.references, strict=False):
        if row[2] == NEW:
            row[4] = str(_written(by, intake, of_row(content), publish=publish).pk)
            made += 1
        _keep_old(intake, of_row(content), row[4])
    intake.state, intake.sheet, intake.done_at = Intake.State.DONE, {}, timezone.now()
    intake.save()
    write_audit(by=by, verb="importer", ref=Ref(KIND, str(intake.pk)), nombre=made)
    return made


def _written(by: User | None, intake: Intake, reference: Reference, *, publish: bool) -> Notice:
    """A draft; published at once when that was asked, and nothing is missing."""
    takeover = intake.kind == Intake.Kind.TAKEOVER
    origin = Notice.Origin.TAKEN_OVER if takeover else Notice.Origin.IMPORT
    notice = draft_of(
        reference, origin=origin, told=f"{intake.get_kind_display()}\u00a0: {intake.name}"
    )
    notice.territories = [key for key in reference.territories if ":" in key]
    notice.is_demonstration = intake.is_demonstration
    themes = _themes(reference)
    if publish and (by is None or may_publish(by)) and themes and reference.address:
        notice.status = Notice.Status.PUBLISHED
    return save_notice(by=by, notice=notice, links=links_of(reference, themes))


def _themes(reference: Reference):
    """Those that the file names; failing that, the first that its words suggest."""
    named = {folded(name) for name in reference.themes}
    themes = [one for one in Theme.objects.all() if {folded(one.name), folded(one.slug)} & named]
    if themes or named:
        return themes
    slugs = [one.key for one in suggesting.themes(reference, suggesting.THEMES, limit=1)]
    return Theme.objects.filter(slug__in=slugs)


def _keep_old(intake: Intake, reference: Reference, notice: str) -> None:
    """The path it had on the site before this one leads to the notice from now on."""
    path = old_path(reference.identifier)
    if intake.kind == Intake.Kind.TAKEOVER and path and notice:
        OldAddress.objects.get_or_create(
            path=path, defaults={"notice_id": uuid.UUID(notice), "intake": intake}
        )


def old_path(address: str) -> str:
    """« https://example.org/publications/a/ » is « /publications/a »; the root is nothing."""
    path = "/" + normal(address).partition("/")[2].partition("?")[0]
    return path[:500] if len(path) > 1 else ""


@transaction.atomic
def undo_intake(*, by: User | None, intake: Intake) -> tuple[int, int]:
    """Its notices go, but those written since; (gone, kept)."""
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state != Intake.State.DONE:
        raise Refused("Cet import n’est pas en place\u00a0: il n’y a rien à annuler.")
    gone = kept = 0
    made = {row[4]: row for row in intake.rows if row[2] == NEW and row[4]}
    for notice in Notice.objects.filter(pk__in=list(made)):
        row = made[str(notice.pk)]
        if notice.updated_at > intake.done_at:
            kept += 1
            row[3] = "Gardée\u00a0: la notice a été modifiée depuis."
            continue
        delete_notice(by=by, notice=notice)
        row[4] = ""
        gone += 1
    intake.old_addresses.filter(notice=None).delete()
    intake.state = Intake.State.UNDONE
    intake.save()
    write_audit(by=by, verb="annuler", ref=Ref(KIND, str(intake.pk)), nombre=gone)
    return gone, kept


def _refuse_done(intake: Intake) -> None:
    if intake.state != Intake.State.READ:
        raise Refused("Cet import a déjà été fait ou annulé.")
