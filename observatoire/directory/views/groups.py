"""Groups and their seats."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect

from observatoire.directory.actions import groups as actions
from observatoire.directory.forms.institutions import GroupForm, SeatForm
from observatoire.directory.models import Group, Membership
from observatoire.directory.queries import groups as queries
from observatoire.directory.views.screens import attempt, form_screen, saved, screen

TAB = "groupes"
STEP = {"url": "/gestion/annuaire/groupes/", "label": "Groupes"}


def index(request):
    return screen(request, "groups", TAB, {"groups": queries.listed_groups()})


def detail(request, pk):
    group = get_object_or_404(Group, pk=pk)
    context = {
        "group": group,
        "seats": queries.seats_of_group(group),
        "former": queries.former_seats(group),
        "meetings": queries.meetings_of(group),
    }
    return screen(request, "group", TAB, context, STEP)


def add(request):
    return _edited(request, Group(), STEP, title="Ajouter un groupe", submit="Ajouter")


def edit(request, pk):
    group = get_object_or_404(Group, pk=pk)
    above = (STEP, {"url": group.get_absolute_url(), "label": group.name})
    return _edited(request, group, *above, title=f"Modifier {group}", submit="Enregistrer")


def _edited(request, group: Group, *above, title: str, submit: str):
    form = GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        done = "Le groupe est enregistré."
        if made := saved(request, form, actions.save_group, done, group=form.save(commit=False)):
            return redirect(made)
    return form_screen(request, TAB, form, *above, title=title, submit=submit)


def add_seat(request, pk):
    group = get_object_or_404(Group, pk=pk)
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        given = {"group": group, "owner": form.owner(), "role": role}
        if saved(request, form, actions.seat, "Le siège est donné.", **given):
            return redirect(group)
    above = (STEP, {"url": group.get_absolute_url(), "label": group.name})
    title = f"Donner un siège\u00a0: {group}"
    return form_screen(request, TAB, form, *above, title=title, submit="Donner le siège")


def leave(request, pk):
    membership = get_object_or_404(Membership.objects.select_related("group"), pk=pk, until=None)
    if request.method == "POST":
        done = "Le siège est rendu\u00a0; il reste dans l’histoire du groupe."
        attempt(request, actions.leave_seat, done, membership=membership)
    return redirect(membership.group)
