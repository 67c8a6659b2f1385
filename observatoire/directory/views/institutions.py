"""Institutions, their functions and their common mailboxes."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect

from observatoire.directory.actions import institutions as actions
from observatoire.directory.actions.people import add_address
from observatoire.directory.forms.institutions import (
    FunctionForm,
    InstitutionFilter,
    InstitutionForm,
)
from observatoire.directory.forms.people import MailboxForm
from observatoire.directory.models import Address, Function, Institution
from observatoire.directory.queries import institutions as queries
from observatoire.directory.queries.people import listed_people
from observatoire.directory.views.screens import form_screen, page_of, saved, screen

TAB = "institutions"
STEP = {"url": "/gestion/annuaire/institutions/", "label": "Institutions"}


def index(request):
    form = InstitutionFilter(request.GET, places=queries.departements())
    asked = form.asked()
    found = queries.listed_institutions(**asked)
    context = page_of(request, found) | {"form": form, "is_filtered": any(asked.values())}
    return screen(request, "institutions", TAB, context)


def detail(request, pk):
    found = Institution.objects.select_related("territory", "parent", "logo")
    institution = get_object_or_404(found, pk=pk)
    context = {
        "institution": institution,
        "functions": queries.functions_of(institution, only_public=False),
        "bodies": queries.bodies_of(institution, only_public=False),
        "people": listed_people(institution=institution),
        "mailboxes": Address.objects.filter(institution=institution),
        "domains": institution.domains.all(),
        "silent_since": queries.silent_since(institution),
        "mailbox_form": MailboxForm(),
    }
    return screen(request, "institution", TAB, context, STEP)


def add(request):
    return _edited(request, Institution(), STEP, title="Ajouter une institution", submit="Ajouter")


def edit(request, pk):
    institution = get_object_or_404(Institution, pk=pk)
    title = f"Modifier {institution}"
    above = (STEP, _step(institution))
    return _edited(request, institution, *above, title=title, submit="Enregistrer")


def _edited(request, institution: Institution, *above, title: str, submit: str):
    form = InstitutionForm(request.POST or None, instance=institution)
    if request.method == "POST" and form.is_valid():
        done = saved(
            request,
            form,
            actions.save_institution,
            "L’institution est enregistrée.",
            institution=form.save(commit=False),
            domains=form.cleaned_data["domains"],
        )
        if done:
            return redirect("annuaire:institution", pk=done.pk)
    return form_screen(request, TAB, form, *above, title=title, submit=submit)


def add_function(request, pk):
    institution = get_object_or_404(Institution, pk=pk)
    function = Function(institution=institution)
    title = f"Ajouter une fonction à {institution}"
    return _edited_function(request, function, title=title, submit="Ajouter")


def edit_function(request, pk):
    function = get_object_or_404(Function.objects.select_related("institution"), pk=pk)
    return _edited_function(request, function, title="Modifier la fonction", submit="Enregistrer")


def _edited_function(request, function: Function, *, title: str, submit: str):
    form = FunctionForm(request.POST or None, instance=function)
    institution = function.institution
    if request.method == "POST" and form.is_valid():
        done = saved(
            request,
            form,
            actions.save_function,
            "La fonction est enregistrée.",
            function=form.save(commit=False),
            topics=form.cleaned_data["topics"],
        )
        if done:
            return redirect("annuaire:institution", pk=institution.pk)
    above = (STEP, _step(institution))
    lead = "Une fonction reste quand la personne qui la tient s’en va."
    return form_screen(request, TAB, form, *above, title=title, submit=submit, lead=lead)


def add_mailbox(request, pk):
    institution = get_object_or_404(Institution, pk=pk)
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "La boîte commune est ajoutée."
        given = {"owner": institution, **form.cleaned_data}
        if saved(request, form, add_address, done, **given):
            return redirect("annuaire:institution", pk=pk)
    above = (STEP, _step(institution))
    title = f"Ajouter une boîte commune à {institution}"
    return form_screen(request, TAB, form, *above, title=title, submit="Ajouter")


def _step(institution: Institution) -> dict:
    return {"url": f"/gestion/annuaire/institutions/{institution.pk}/", "label": str(institution)}
