"""Lists: chosen by hand, saved filters, relays."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from observatoire.base.registry import Ref
from observatoire.directory import emails
from observatoire.directory.actions import lists as actions
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.forms.lists import (
    DeclareForm,
    EntryForm,
    FilterForm,
    RelayForm,
    RelayMessageForm,
    StaticForm,
)
from observatoire.directory.models import ContactList, ListEntry, RelayMessage
from observatoire.directory.presenters.lists import criteria_in_words, reasons_in_words
from observatoire.directory.queries.lists import audience
from observatoire.directory.views.screens import (
    attempt,
    form_screen,
    page_of,
    question,
    saved,
    screen,
    spreadsheet,
)

TAB = "listes"
STEP = {"url": "/gestion/annuaire/listes/", "label": "Listes"}
FORMS = {"choisie": StaticForm, "filtre": FilterForm, "relais": RelayForm}
HEADER = ["Adresse électronique", "Nom", "Institution", "Nature"]


def index(request):
    rows = ContactList.objects.select_related("relay").order_by("kind", "name", "pk")
    return screen(request, "lists", TAB, page_of(request, rows) | {"kinds": FORMS})


def detail(request, pk):
    found = get_object_or_404(ContactList.objects.select_related("relay"), pk=pk)
    reached = audience(found)
    context = page_of(request, reached.prepared) | {
        "list": found,
        "reached": reached,
        "reasons": reasons_in_words(reached),
        "criteria": criteria_in_words(found),
        "entries": found.entries.select_related("person", "function__institution", "institution"),
        "messages_made": found.messages.all(),
        "declare_form": DeclareForm(),
        "site": settings.SITE_ADDRESS,
    }
    return screen(request, "list", TAB, context, STEP)


def add(request, kind):
    if kind not in FORMS:
        raise Http404
    return _edited(request, ContactList(kind=kind), STEP, title="Nouvelle liste", submit="Créer")


def edit(request, pk):
    found = get_object_or_404(ContactList, pk=pk)
    above = (STEP, _step(found))
    return _edited(request, found, *above, title=f"Modifier {found}", submit="Enregistrer")


def _edited(request, chosen_list: ContactList, *above, title: str, submit: str):
    form = FORMS[chosen_list.kind](request.POST or None, instance=chosen_list)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        if made := saved(request, form, actions.save_list, "La liste est là.", chosen_list=given):
            return redirect(made)
    lead = form.lead
    return form_screen(request, TAB, form, *above, title=title, submit=submit, lead=lead)


def delete(request, pk):
    found = get_object_or_404(ContactList, pk=pk)
    if request.method == "POST":
        attempt(request, actions.delete_list, "La liste est supprimée.", chosen_list=found)
        return redirect("annuaire:lists")
    points = [
        "Les personnes restent dans l’annuaire.",
        "Les liens de relais ne mènent plus à rien.",
    ]
    above = (STEP, _step(found))
    title = f"Supprimer la liste «\u00a0{found}\u00a0»\u00a0?"
    return question(request, TAB, *above, title=title, points=points, submit="Supprimer")


def put_in(request, pk):
    found = get_object_or_404(ContactList, pk=pk, kind=ContactList.Kind.STATIC)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        for owner in form.owners():
            actions.put_in(by=request.user, chosen_list=found, owner=owner)
        messages.success(request, "La liste est complétée.")
        return redirect(found)
    above = (STEP, _step(found))
    title = f"Inscrire à «\u00a0{found}\u00a0»"
    return form_screen(request, TAB, form, *above, title=title, submit="Inscrire")


def take_from(request, pk):
    entry = get_object_or_404(ListEntry.objects.select_related("list"), pk=pk)
    if request.method == "POST":
        attempt(request, actions.take_from, "Retiré de la liste.", entry=entry)
    return redirect(entry.list)


def export(request, pk, kind):
    found = get_object_or_404(ContactList, pk=pk)
    rows = [[one.email, one.name, one.institution, one.kind] for one in audience(found).prepared]
    ref = Ref("liste", str(found.pk))
    write_audit(by=request.user, verb="exporter", ref=ref, lignes=len(rows), format=kind)
    return spreadsheet(kind, "liste", HEADER, rows)


def prepare(request, pk):
    found = get_object_or_404(ContactList, pk=pk, kind=ContactList.Kind.RELAY)
    letter = emails.relay(str(found.relay))
    first = {"subject": letter.subject, "text": letter.text, "target": "/"}
    form = RelayMessageForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        message = form.save(commit=False)
        message.list = found
        done = "Le message est prêt\u00a0: le copier, et l’envoyer au partenaire."
        if saved(request, form, actions.prepare_relay, done, message=message):
            return redirect(found)
    above = (STEP, _step(found))
    title = f"Préparer un message pour {found.relay}"
    return form_screen(request, TAB, form, *above, title=title, submit="Préparer")


def declare(request, pk):
    message = get_object_or_404(RelayMessage.objects.select_related("list"), pk=pk)
    form = DeclareForm(request.POST)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        done = "Le nombre est noté."
        attempt(request, actions.declare_forwarded, done, message=message, number=number)
    return redirect(message.list)


def _step(found: ContactList) -> dict:
    return {"url": found.get_absolute_url(), "label": found.name}
