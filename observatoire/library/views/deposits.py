"""/base-documentaire/deposer/: a partner proposes a study and follows what it becomes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from observatoire.directory.queries.rights import groups_of
from observatoire.library.actions import deposits as actions
from observatoire.library.actions.files import put_file
from observatoire.library.actions.refusal import Refused
from observatoire.library.forms.deposit import BeginForm, DepositForm, proposed
from observatoire.library.models import Deposit, Notice
from observatoire.library.tasks import read_notice_file

OPEN = (Deposit.State.BEGUN, Deposit.State.WAITING)


def index(request):
    """The two ways to begin, and one's own deposits; a visitor reads how it goes."""
    begin = BeginForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and request.user.is_authenticated and begin.is_valid():
        given = begin.cleaned_data["file"]
        deposit, found = actions.begin_deposit(by=request.user, given=given)
        read = "oui" if found else "non"
        year = f"&annee={found.year}" if found and found.year else ""
        return redirect(f"/base-documentaire/deposer/{deposit.pk}/?lu={read}{year}")
    mine = Deposit.objects.none()
    if request.user.is_authenticated:
        mine = Deposit.objects.filter(by=request.user).select_related("notice")
    context = {"begin": begin, "mine": mine.order_by("-made_at", "id")[:30]}
    return render(request, "library/deposit/index.html", context)


@login_required
def add(request):
    return _edited(request, Deposit(by=request.user), Notice(origin=Notice.Origin.DEPOSIT), {})


@login_required
def edit(request, pk):
    """One's own deposit, until it is answered; another's is not there."""
    rows = Deposit.objects.filter(by=request.user, state__in=OPEN).select_related("notice__group")
    deposit = get_object_or_404(rows, pk=pk)
    year = request.GET.get("annee", "")
    initial = proposed(deposit.notice, int(year) if year.isdecimal() and len(year) == 4 else None)
    initial |= {"ownership": deposit.ownership, "remark": deposit.remark}
    return _edited(request, deposit, deposit.notice, initial)


def _edited(request, deposit: Deposit, notice: Notice, initial: dict):
    form = DepositForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        groups=groups_of(request.user),
    )
    if request.method == "POST" and form.is_valid() and _sent(request, form, deposit, notice):
        return redirect("/base-documentaire/deposer/?depose=oui")
    context = {"form": form, "deposit": deposit, "notice": notice, "read": request.GET.get("lu")}
    return render(request, "library/deposit/form.html", context)


def _sent(request, form, deposit: Deposit, notice: Notice) -> bool:
    given = form.cleaned_data
    form.fill(notice)
    if given["new_file"]:
        put_file(notice, given["new_file"])
    try:
        actions.send_deposit(
            by=request.user,
            deposit=deposit,
            notice=notice,
            links=form.links(),
            ownership=given["ownership"],
            remark=given["remark"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    if given["new_file"] and notice.file:
        read_notice_file.enqueue(str(notice.pk))
    return True


@login_required
def give_up(request, pk):
    deposit = get_object_or_404(Deposit, pk=pk, by=request.user, state__in=OPEN)
    if request.method == "POST":
        actions.give_up_deposit(by=request.user, deposit=deposit)
        return redirect("/base-documentaire/deposer/")
    return render(request, "library/deposit/give_up.html", {"deposit": deposit})
