"""Themes: proposed by members, voted for, chosen for a meeting."""

from __future__ import annotations

from django.db import transaction

from observatoire.base.registry import Ref
from observatoire.contributions.models import Proposal
from observatoire.directory.actions import write_audit
from observatoire.directory.models import Group, User
from observatoire.groups.actions.refusal import Refused
from observatoire.groups.models import Meeting, Theme, ThemeVote


@transaction.atomic
def propose_theme(*, by: User, group: Group, title: str, note: str = "") -> Theme:
    """Proposed twice in the same words, it is the same theme, and one voice more."""
    person = getattr(by, "person", None)
    theme, is_new = Theme.objects.get_or_create(
        group=group,
        title=title.strip(),
        defaults={"note": note, "proposed_by": person.institution if person else None},
    )
    ThemeVote.objects.get_or_create(theme=theme, voter=by)
    if is_new:
        _audit(theme, by, "proposer_theme")
    return theme


@transaction.atomic
def theme_from_idea(*, by: User, idea: Ref, target: str) -> Ref:
    """An idea laid down with a call becomes a theme that a group may choose."""
    told = Proposal.objects.get(pk=idea.key)
    group = Group.objects.get(slug=target)
    return ref_of(propose_theme(by=by, group=group, title=told.title, note=told.summary))


@transaction.atomic
def vote(*, by: User, theme: Theme, wants: bool) -> None:
    if wants:
        ThemeVote.objects.get_or_create(theme=theme, voter=by)
    else:
        ThemeVote.objects.filter(theme=theme, voter=by).delete()


@transaction.atomic
def choose_theme(*, by: User, theme: Theme, meeting: Meeting) -> Theme:
    """The theme of a meeting; the one chosen before it, if any, is proposed again."""
    if meeting.group_id != theme.group_id:
        raise Refused("Ce thème est celui d’un autre groupe.")
    others = Theme.objects.filter(meeting=meeting, state=Theme.State.CHOSEN).exclude(pk=theme.pk)
    others.update(state=Theme.State.PROPOSED, meeting=None)
    theme.state, theme.meeting = Theme.State.CHOSEN, meeting
    theme.save(update_fields=["state", "meeting"])
    _audit(theme, by, "retenir_theme", reunion=str(meeting.pk))
    return theme


@transaction.atomic
def set_aside(*, by: User, theme: Theme, reason: str) -> Theme:
    if not reason.strip():
        raise Refused(
            "Écrire pourquoi le thème est écarté\u00a0: ceux qui l’ont proposé le liront."
        )
    theme.state, theme.reason, theme.meeting = Theme.State.SET_ASIDE, reason.strip(), None
    theme.save(update_fields=["state", "reason", "meeting"])
    _audit(theme, by, "ecarter_theme")
    return theme


def _audit(theme: Theme, by: User, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=ref_of(theme), **details)


def ref_of(theme: Theme) -> Ref:
    return Ref("theme_groupe", str(theme.pk))
