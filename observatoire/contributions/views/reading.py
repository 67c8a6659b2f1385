"""/contribuer/…/relecture/: everything a call received, for those who review it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from observatoire.base.registry import Ref, registry
from observatoire.base.spreadsheets import write_csv, write_xlsx
from observatoire.contributions import actions
from observatoire.contributions.forms.reading import AnswerForm, InnerWordForm, ReviewForm
from observatoire.contributions.models import Attachment, Call, Proposal
from observatoire.contributions.presenters.reading import HEADER, present_row, present_suites
from observatoire.contributions.queries import ideas as queries
from observatoire.contributions.rules import may_manage_calls, may_review
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.refusal import Refused

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@never_cache
def index(request, slug):
    """Ranked by their mean, the same initiative in one line, and what the choice leaves out."""
    call = _call(request, slug)
    reads = queries.reviewed(call, request.user)
    kept = [one.proposal for one in reads if one.proposal.status == Proposal.Status.KEPT]
    context = {
        "call": call,
        "trail": _trail(call),
        "reads": reads,
        "total": sum(1 + len(one.others) for one in reads),
        "unread": sum(not one.mine for one in reads),
        "unanswered": sum(
            not idea.is_answered for one in reads for idea in (one.proposal, *one.others)
        ),
        "alike": queries.alike(call),
        "balance": queries.balance_of(kept, queries.departements()),
        "kept": len(kept),
        "may_manage": may_manage_calls(request.user),
    }
    return render(request, "contributions/reading.html", context)


@login_required
@never_cache
def idea(request, slug, number):
    """One proposal: its author, what each thinks, what to answer, what it may become."""
    call = _call(request, slug)
    found = _idea(call, number)
    review = found.reviews.filter(reviewer=request.user).first()
    others = list(Proposal.objects.standing().filter(same_as=found).order_by("number"))
    context = _shown(request, call, found, others) | {
        "review_form": ReviewForm(call=call, review=review),
        "answer_form": AnswerForm(proposal=found, has_others=bool(others)),
        "word_form": InnerWordForm(),
    }
    return render(request, "contributions/read_idea.html", context)


def _shown(request, call: Call, found: Proposal, others: list[Proposal]) -> dict:
    reviews = found.reviews.select_related("reviewer").prefetch_related("marks__criterion")
    following = call.proposals.standing().filter(number__gt=found.number)
    unread = following.exclude(reviews__reviewer=request.user).order_by("number").first()
    above = {"label": "Relecture", "address": f"{call.get_absolute_url()}relecture/"}
    return {
        "call": call,
        "idea": found,
        "others": others,
        "reviews": reviews,
        "supports": queries.supports_of(found),
        "attachment": Attachment.objects.filter(proposal=found).first(),
        "words": found.words.select_related("account"),
        "outcomes": present_suites(found.outcomes.all()),
        "offers": _offers(request.user, call),
        "next": unread,
        "may_manage": may_manage_calls(request.user),
        "trail": [*_trail(call), above],
    }


def _offers(person, call: Call) -> list[dict]:
    found = []
    for name, one in sorted(registry.becomings.items()):
        if not one.fits(call.owner) or not one.may(person):
            continue
        targets = None if one.targets is None else list(one.targets(person, call.owner))
        if targets != []:
            found.append({"name": name, "label": one.label, "targets": targets})
    return found


@login_required
def mark(request, slug, number):
    call = _call(request, slug)
    found = _idea(call, number)
    form = ReviewForm(request.POST, call=call, review=None)
    if request.method == "POST" and form.is_valid():
        actions.save_review(
            by=request.user,
            proposal=found,
            marks=form.marks(),
            remark=form.cleaned_data["remark"],
            is_apart=form.cleaned_data["is_apart"],
        )
        messages.success(request, f"Votre lecture de la proposition n°\u00a0{number} est notée.")
        unread = call.proposals.standing().filter(same_as=None)
        unread = unread.exclude(reviews__reviewer=request.user).order_by("number").first()
        if unread is not None and "suivante" in request.POST:
            return redirect("contribution_read", slug=slug, number=unread.number)
    return redirect("contribution_read", slug=slug, number=number)


@login_required
def say(request, slug, number):
    call = _call(request, slug)
    form = InnerWordForm(request.POST)
    if request.method == "POST" and form.is_valid():
        is_inner = not form.cleaned_data["to_author"]
        said = {"text": form.cleaned_data["text"], "is_inner": is_inner}
        done = "Votre message est là." if is_inner else "Votre message part à l’auteur."
        _attempt(request, actions.say, done, proposal=_idea(call, number), **said)
    return redirect("contribution_read", slug=slug, number=number)


@login_required
def answer(request, slug, number):
    call = _managed(request, slug)
    found = _idea(call, number)
    has_others = found.others.exists()
    form = AnswerForm(request.POST, proposal=found, has_others=has_others)
    if request.method == "POST" and form.is_valid():
        done = "La réponse est donnée\u00a0; son auteur en est prévenu."
        _attempt(request, actions.answer, done, proposal=found, **form.cleaned_data)
    elif request.method == "POST":
        messages.error(request, "Choisir la suite et écrire une phrase à l’auteur.")
    return redirect("contribution_read", slug=slug, number=number)


@login_required
def become(request, slug, number):
    call = _managed(request, slug)
    if request.method == "POST":
        offer = request.POST.get("devient", "")
        done = "C’est fait\u00a0; le lien est gardé."
        told = {"offer": offer, "target": request.POST.get(f"pour-{offer}", "")}
        _attempt(request, actions.become, done, proposal=_idea(call, number), **told)
    return redirect("contribution_read", slug=slug, number=number)


@login_required
def group(request, slug):
    """Ideas ticked together are one initiative; or one is set apart again."""
    call = _managed(request, slug)
    if request.method == "POST":
        numbers = [one for one in request.POST.getlist("idee") if one.isdigit()]
        rows = list(call.proposals.filter(number__in=numbers).order_by("number"))
        if "separer" in request.POST and rows:
            _attempt(request, actions.set_apart, "Elle est à part.", proposal=rows[0])
        elif len(rows) > 1:
            done = "Ces propositions sont réunies\u00a0; chacune garde son auteur et sa réponse."
            _attempt(request, actions.group_same, done, lead=rows[0], others=rows[1:])
        else:
            messages.error(request, "Cocher au moins deux propositions.")
    return redirect("contribution_reading", slug=slug)


@login_required
@never_cache
def export(request, slug, kind):
    """Everything, to work on elsewhere; who brings each idea stands in it, so it is audited."""
    call = _managed(request, slug)
    heads = queries.reviewed(call, request.user)
    rows = [present_row(one) for one in heads]
    ref = Ref("appel", str(call.pk))
    write_audit(by=request.user, verb="exporter", ref=ref, lignes=len(rows), format=kind)
    writers = {"csv": (CSV, write_csv), "xlsx": (XLSX, write_xlsx)}
    if kind not in writers:
        raise Http404
    content_type, write = writers[kind]
    options = {"title": "propositions"} if kind == "xlsx" else {}
    answer = HttpResponse(write(HEADER, rows, **options), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="propositions.{kind}"'
    return answer


def _attempt(request, action, done: str, /, **named) -> None:
    try:
        action(by=request.user, **named)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))


def _call(request, slug: str) -> Call:
    found = get_object_or_404(Call, slug=slug)
    if not may_review(request.user, found):
        raise PermissionDenied
    return found


def _managed(request, slug: str) -> Call:
    found = get_object_or_404(Call, slug=slug)
    if not may_manage_calls(request.user):
        raise PermissionDenied
    return found


def _idea(call: Call, number: int) -> Proposal:
    rows = call.proposals.standing().select_related("territory", "same_as", "call")
    return get_object_or_404(rows, number=number)


def _trail(call: Call) -> list[dict]:
    return [
        {"label": "Contribuer", "address": "/contribuer/"},
        {"label": call.title, "address": call.get_absolute_url()},
    ]
