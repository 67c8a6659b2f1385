"""The deposits in the administration: read again, published or not, answered."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from observatoire.library.actions import deposits as actions
from observatoire.library.actions.refusal import Refused
from observatoire.library.forms.deposit import AnswerForm
from observatoire.library.models import Deposit
from observatoire.library.queries import labels
from observatoire.library.rules import may_publish
from observatoire.library.views.screens import page_of, screen

TAB = "depots"
STEP = {"url": "/gestion/base-documentaire/depots/", "label": "Dépôts"}


def index(request):
    rows = Deposit.objects.exclude(state=Deposit.State.BEGUN).select_related("by", "notice")
    # What waits stands first; « attend » is neither the first nor the last of the alphabet.
    waiting = rows.filter(state=Deposit.State.WAITING).order_by("made_at", "id")
    settled = rows.exclude(state=Deposit.State.WAITING).order_by("-settled_at", "id")
    context = page_of(request, settled) | {"waiting": waiting}
    return screen(request, "deposits", TAB, context)


def detail(request, pk):
    rows = Deposit.objects.exclude(state=Deposit.State.BEGUN).select_related("by", "notice__group")
    deposit = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not may_publish(request.user):
            raise PermissionDenied
        if _answered(request, form, deposit):
            return redirect(STEP["url"])
    notice = deposit.notice
    places = list(labels.places(notice.territories).values()) if notice else []
    context = {"deposit": deposit, "notice": notice, "form": form, "places": places}
    context["may_publish"] = may_publish(request.user)
    return screen(request, "deposit", TAB, context, STEP)


def _answered(request, form, deposit: Deposit) -> bool:
    verb = actions.accept_deposit if "publier" in request.POST else actions.refuse_deposit
    try:
        verb(by=request.user, deposit=deposit, answer=form.cleaned_data["answer"])
    except Refused as refusal:
        form.add_error("answer", str(refusal))
        return False
    return True
