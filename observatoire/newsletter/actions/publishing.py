"""A letter is made public, sent, corrected; its mailing is confirmed among the mails."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from observatoire.base.actions import forget_searchable, remember_searchable
from observatoire.base.models import Generation
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail import actions as mail
from observatoire.mail.actions import Candidate, ListName
from observatoire.mail.models import Mailing, Message, Recipient
from observatoire.newsletter import emails
from observatoire.newsletter.actions.composing import ref_of
from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.models import Issue
from observatoire.newsletter.queries.issues import readers_of
from observatoire.newsletter.rules import may_approve
from observatoire.newsletter.search import draft_of

LIST = ListName("lettre", "La lettre électronique")
UNSENT = (Mailing.State.DRAFT, Mailing.State.CANCELLED)
FAILED = ("refuse", "rebond")


@transaction.atomic
def publish(*, by: User, issue: Issue) -> Issue:
    """Public on the site, and its mailing ready: nothing leaves before it is confirmed."""
    _allowed(by)
    if issue.state != Issue.State.APPROVED:
        raise Refused("La lettre n’est pas approuvée\u00a0: la relire et l’approuver d’abord.")
    issue.state, issue.published_at = Issue.State.PUBLISHED, timezone.now()
    issue.mailing = _prepare(
        by, issue, f"lettre:{issue.pk}", emails.letter_of(issue), readers_of(issue).candidates
    )
    issue.save(update_fields=["state", "published_at", "mailing"])
    _show(issue)
    write_audit(by=by, verb="publier_lettre", ref=ref_of(issue), numero=issue.number)
    return issue


@transaction.atomic
def withdraw(*, by: User, issue: Issue) -> Issue:
    """Back to work, as long as nothing has left."""
    _allowed(by)
    mailing = Mailing.objects.select_for_update(of=("self",)).filter(pk=issue.mailing_id).first()
    if not issue.is_public:
        raise Refused("Cette lettre n’est pas publique.")
    if mailing is not None and mailing.state not in UNSENT:
        raise Refused(
            "L’envoi est programmé ou parti\u00a0: l’annuler dans les courriels, ou corriger la "
            "lettre."
        )
    if mailing is not None and mailing.messages.filter(state="accepte").exists():
        raise Refused("Des lecteurs l’ont déjà\u00a0: la corriger.")
    issue.state, issue.published_at, issue.mailing = Issue.State.WRITTEN, None, None
    issue.approved_at = issue.approved_by = None
    issue.save()
    if mailing is not None:
        mailing.delete()
    forget_searchable(kind="lettre", key=str(issue.pk))
    Generation.advance()
    write_audit(by=by, verb="retirer_lettre", ref=ref_of(issue), numero=issue.number)
    return issue


@transaction.atomic
def correct(*, by: User, issue: Issue, text: str, tells: bool) -> Mailing | None:
    """The web version says what was wrong; those who had it may be told, once each."""
    _allowed(by)
    if not issue.is_public:
        raise Refused("Cette lettre n’est pas publique\u00a0: la récrire suffit.")
    if not text.strip():
        raise Refused("Écrire ce qui était faux, et ce qui est vrai.")
    issue.erratum, issue.erratum_at = text.strip()[:1000], timezone.now()
    issue.save(update_fields=["erratum", "erratum_at"])
    _show(issue)
    write_audit(by=by, verb="corriger_lettre", ref=ref_of(issue), avertit=tells)
    if not tells:
        return None
    had = _mailboxes(issue, ("accepte", "incertain"))
    key = _free_key(f"lettre:{issue.pk}:correction")
    return _prepare(by, issue, key, emails.erratum_of(issue), had)


@transaction.atomic
def send_again(*, by: User, issue: Issue) -> Mailing:
    """To those whose message was refused or came back, and to them alone."""
    _allowed(by)
    failed = _mailboxes(issue, FAILED)
    if not failed:
        raise Refused("Aucun message de cette lettre n’a été refusé.")
    key = _free_key(f"lettre:{issue.pk}:renvoi")
    mailing = _prepare(by, issue, key, emails.letter_of(issue), failed)
    write_audit(by=by, verb="renvoyer_lettre", ref=ref_of(issue), candidats=len(failed))
    return mailing


def mailings_of(issue: Issue):
    return Mailing.objects.filter(ref_kind="lettre", ref_key=str(issue.pk))


def _mailboxes(issue: Issue, states: tuple[str, ...]) -> list[Candidate]:
    if issue.mailing_id is None:
        return []
    rows = Message.objects.filter(mailing=issue.mailing_id, state__in=states)
    return [Candidate(one) for one in rows.order_by("mailbox").values_list("address", flat=True)]


def _prepare(by: User, issue: Issue, key: str, letter, candidates: list[Candidate]) -> Mailing:
    try:
        return mail.prepare_mailing(
            by=by,
            key=key,
            title=f"{issue}\u00a0: {letter.title}",
            to=LIST,
            letter=letter,
            candidates=candidates,
            ref=ref_of(issue),
            is_demonstration=issue.is_demonstration,
        )
    except mail.Refused as refusal:
        raise Refused(str(refusal)) from refusal


def _free_key(start: str) -> str:
    return f"{start}:{Mailing.objects.filter(key__startswith=start).count() + 1}"


def _show(issue: Issue) -> None:
    remember_searchable(draft_of(issue))
    Generation.advance()


def _allowed(by: User) -> None:
    if not may_approve(by):
        raise Refused("Publier une lettre revient à la coordination.")


def told_of(issue: Issue) -> list[dict]:
    """Each mailing of a letter, and how many messages are where: aggregates, nobody's name."""
    rows = mailings_of(issue).annotate(
        accepted=Count("messages", filter=Q(messages__state="accepte")),
        refused=Count("messages", filter=Q(messages__state__in=FAILED)),
        deferred=Count("messages", filter=Q(messages__state="differe")),
        waiting=Count("messages", filter=Q(messages__state__in=("pret", "en_cours"))),
        total=Count("messages"),
    )
    left = Recipient.objects.filter(list_name=LIST.name, left_at__isnull=False)
    return [
        {
            "mailing": one,
            "left": left.filter(left_at__gte=one.started_at).count() if one.started_at else 0,
            "excluded": one.candidates - one.total,
        }
        for one in rows.defer("html", "text").order_by("created_at", "id")
    ]
