"""A deposit: begun, read again by the coordination, published or not; its author is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.library import emails
from observatoire.library.actions.files import put_file
from observatoire.library.actions.notices import (
    Links,
    change_status,
    delete_notice,
    free_slug,
    save_notice,
)
from observatoire.library.actions.refusal import Refused
from observatoire.library.adapters.pdf import PdfText, read_pdf
from observatoire.library.models import Deposit, Notice
from observatoire.mail.actions import post_letter

State = Deposit.State
BEGUN_KEPT = timedelta(days=30)


def begin_deposit(*, by: User, given: UploadedFile) -> tuple[Deposit, PdfText | None]:
    """From a file: what it says of itself is proposed, and confirmed by its depositor."""
    found = read_pdf(given.read())
    given.seek(0)
    title = (found.title if found else "") or given.name.rpartition(".")[0][:400] or "Sans titre"
    return _begun(by, given, title, found), found


@transaction.atomic
def _begun(by: User, given: UploadedFile, title: str, found: PdfText | None) -> Deposit:
    notice = Notice(title=title, origin=Notice.Origin.DEPOSIT, slug=free_slug(title))
    put_file(notice, given)
    if found:
        notice.file_text, notice.authors = found.text, found.author
        notice.pages = str(found.pages)
        words = (word.strip()[:80] for word in found.keywords.replace(";", ",").split(","))
        notice.keywords = [word for word in words if word][:20]
    save_notice(by=by, notice=notice, links=Links())
    return Deposit.objects.create(notice=notice, title=title, by=by)


@transaction.atomic
def send_deposit(
    *, by: User, deposit: Deposit, notice: Notice, links: Links, ownership: str, remark: str = ""
) -> Deposit:
    """What the depositor confirms goes to the coordination; the file of others is not kept."""
    if deposit.state not in {State.BEGUN, State.WAITING}:
        raise Refused("Ce dépôt a déjà reçu sa réponse.")
    if ownership == Deposit.Ownership.OTHER:
        if not notice.source_address:
            raise Refused(
                "Donner l’adresse où lire cette étude\u00a0: le fichier d’un autre ne peut pas "
                "être repris ici."
            )
        notice.file, notice.file_name, notice.file_size, notice.file_text = "", "", 0, ""
    elif not notice.source_address and not notice.file:
        raise Refused("Donner l’adresse de l’étude, ou son fichier.")
    is_first = deposit.state == State.BEGUN
    notice.status, notice.origin = Notice.Status.REVIEW, Notice.Origin.DEPOSIT
    save_notice(by=by, notice=notice, links=links)
    deposit.notice, deposit.title, deposit.ownership = notice, notice.title, ownership
    deposit.remark, deposit.by, deposit.state = remark, by, State.WAITING
    deposit.save()
    write_audit(by=by, verb="deposer", ref=_ref(deposit))
    if is_first:
        post_letter(to=by.email, letter=emails.deposit_received(deposit))
    return deposit


@transaction.atomic
def accept_deposit(*, by: User, deposit: Deposit, answer: str = "") -> Deposit:
    """Publish it: it becomes a card, for home, the feeds, the alerts and the letter."""
    _refuse_settled(deposit)
    change_status(by=by, notice=deposit.notice, status=Notice.Status.PUBLISHED)
    _settle(by, deposit, State.ACCEPTED, answer)
    if deposit.by:
        letter = emails.deposit_accepted(deposit, deposit.notice)
        post_letter(to=deposit.by.email, letter=letter)
    return deposit


@transaction.atomic
def refuse_deposit(*, by: User, deposit: Deposit, answer: str) -> Deposit:
    """With a reason, which its author reads; the notice goes, the deposit stays."""
    _refuse_settled(deposit)
    if not answer.strip():
        raise Refused("Dire pourquoi\u00a0: la personne qui a déposé lira cette raison.")
    _settle(by, deposit, State.REFUSED, answer)
    notice, deposit.notice = deposit.notice, None
    deposit.save()
    delete_notice(by=by, notice=notice)
    if deposit.by:
        post_letter(to=deposit.by.email, letter=emails.deposit_refused(deposit))
    return deposit


def give_up_deposit(*, by: User, deposit: Deposit) -> None:
    """Its author takes it back before anyone answered."""
    _refuse_settled(deposit, also=State.BEGUN)
    with transaction.atomic():
        notice = deposit.notice
        deposit.delete()
        if notice:
            delete_notice(by=by, notice=notice)


def sweep_begun(now: datetime) -> int:
    """Deposits that nobody finished, with their files; their number."""
    old = list(Deposit.objects.filter(state=State.BEGUN, made_at__lt=now - BEGUN_KEPT))
    for deposit in old:
        give_up_deposit(by=None, deposit=deposit)
    return len(old)


def _refuse_settled(deposit: Deposit, also: str = "") -> None:
    if deposit.state not in {State.WAITING, also} or not deposit.notice:
        raise Refused("Ce dépôt a déjà reçu sa réponse.")


def _settle(by: User, deposit: Deposit, state: str, answer: str) -> None:
    deposit.state, deposit.answer, deposit.settled_at = state, answer.strip(), timezone.now()
    deposit.save()
    write_audit(by=by, verb=f"depot_{state}", ref=_ref(deposit))


def _ref(deposit: Deposit) -> Ref:
    return Ref("depot", str(deposit.pk))
