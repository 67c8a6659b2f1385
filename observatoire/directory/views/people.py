"""People: found, read, written, reached, erased."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from observatoire.base.registry import Ref
from observatoire.directory.actions import audit, people
from observatoire.directory.actions.consent import decide
from observatoire.directory.actions.erasure import erase as erase_subject
from observatoire.directory.actions.successions import report_dead_address, revive_address
from observatoire.directory.forms.people import (
    AddressForm,
    DecisionForm,
    HoldingForm,
    PeopleFilter,
    PersonForm,
)
from observatoire.directory.models import Address, Holding, Person
from observatoire.directory.presenters.people import EXPORT_HEADER, export_row
from observatoire.directory.queries import people as queries
from observatoire.directory.queries.consent import ledger_of, standings
from observatoire.directory.queries.links import name_of_address, subject_of_person
from observatoire.directory.tasks import mail_personal_link
from observatoire.directory.views.screens import (
    attempt,
    form_screen,
    only_posted,
    page_of,
    question,
    saved,
    screen,
    spreadsheet,
)

TAB = "personnes"
MAIN, DEAD, ALIVE, REMOVE = "principale", "morte", "vivante", "retirer"


def index(request):
    form = PeopleFilter(request.GET)
    asked = form.asked()
    context = page_of(request, queries.listed_people(**asked)) | {
        "form": form,
        "is_filtered": any(asked.values()),
        "query": request.GET.urlencode(),
        "counts": queries.tally(),
    }
    return screen(request, "people", TAB, context)


def export(request, kind):
    """What the list shows, as a file; the audit keeps how many, and who took them."""
    found = queries.listed_people(**PeopleFilter(request.GET).asked())
    rows = [export_row(person) for person in found]
    ref = Ref("annuaire", "export")
    audit.write_audit(by=request.user, verb="exporter", ref=ref, lignes=len(rows), format=kind)
    return spreadsheet(kind, "annuaire", EXPORT_HEADER, rows)


def detail(request, pk):
    person = get_object_or_404(Person.objects.select_related("institution", "account"), pk=pk)
    if person.merged_into_id:
        return redirect(person.merged_into)
    context = {
        "person": person,
        "addresses": person.addresses.all(),
        "holdings": queries.holdings_of(person),
        "seats": queries.seats_of(person),
        "standings": standings(person),
        "ledger": ledger_of(person),
        "history": queries.history_of(person),
        "merges": queries.merges_of(person),
        "address_form": AddressForm(),
        "holding_form": HoldingForm(person=person),
        "decision_form": DecisionForm(),
    }
    return screen(request, "person", TAB, context)


def add(request):
    form = PersonForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        made = saved(
            request,
            form,
            people.save_person,
            "La personne est dans l’annuaire.",
            person=form.save(commit=False),
            email=form.cleaned_data["email"],
        )
        if made:
            return redirect(made)
    return form_screen(request, TAB, form, title="Ajouter une personne", submit="Ajouter")


def edit(request, pk):
    person = get_object_or_404(Person.objects.present(), pk=pk)
    form = PersonForm(request.POST or None, instance=person, is_new=False)
    if request.method == "POST" and form.is_valid():
        done = "La fiche est modifiée."
        if saved(request, form, people.save_person, done, person=form.save(commit=False)):
            return redirect(person)
    title = f"Modifier {person}"
    return form_screen(request, TAB, form, _step(person), title=title, submit="Enregistrer")


def address(request, pk):
    person = get_object_or_404(Person.objects.present(), pk=pk)
    form = AddressForm(request.POST)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        attempt(request, people.add_address, "L’adresse est ajoutée.", owner=person, email=email)
    elif request.method == "POST":
        messages.error(request, "Écrire l’adresse en entier, par exemple nom@domaine.fr.")
    return redirect(person)


def address_verb(request, pk, verb):
    """Main one, dead, alive again, removed: of a person, a function or an institution."""
    found = get_object_or_404(Address, pk=pk)
    back = queries.page_of_owner(found)
    if answer := only_posted(request, back):
        return answer
    if verb == MAIN:
        attempt(request, people.make_main, "C’est à cette adresse que l’on écrira.", address=found)
    elif verb == DEAD:
        done, reason = "L’adresse est marquée comme morte.", "signalée par la coordination"
        attempt(request, report_dead_address, done, email=found.email, reason=reason)
    elif verb == ALIVE:
        done = "L’adresse vit. Qui a demandé à ne plus rien recevoir ne reçoit rien de plus."
        attempt(request, revive_address, done, address=found)
    elif verb == REMOVE:
        attempt(request, people.remove_address, "L’adresse est retirée.", address=found)
    else:
        raise Http404
    return redirect(back)


def function(request, pk):
    person = get_object_or_404(Person.objects.present(), pk=pk)
    form = HoldingForm(request.POST, person=person)
    if request.method == "POST" and form.is_valid():
        done = "La fonction est notée."
        attempt(request, people.take_function, done, person=person, **form.cleaned_data)
    elif request.method == "POST":
        messages.error(request, "Choisir une fonction, et une date si elle est connue.")
    return redirect(person)


def leave(request, pk):
    holding = get_object_or_404(Holding, pk=pk, until=None)
    if request.method == "POST":
        done = "La fonction n’est plus tenue\u00a0: elle attend son successeur."
        attempt(request, people.leave_function, done, holding=holding)
    return redirect(holding.person)


def decision(request, pk):
    """Someone said yes or no by telephone, on paper…: the ledger keeps how."""
    person = get_object_or_404(Person.objects.present(), pk=pk)
    form = DecisionForm(request.POST)
    if request.method == "POST" and form.is_valid():
        done = "La décision est au registre."
        attempt(request, decide, done, owner=person, **form.decided())
    elif request.method == "POST":
        messages.error(request, "Dire par quel moyen la personne l’a fait savoir.")
    return redirect(person)


def send_link(request, pk):
    person = get_object_or_404(Person.objects.present(), pk=pk)
    main = person.addresses.alive().first()
    if request.method == "POST" and main is not None:
        mail_personal_link.enqueue(name_of_address(main.email))
        messages.success(request, "Le lien personnel part à son adresse.")
    return redirect(person)


def erase(request, pk):
    person = get_object_or_404(Person.objects.present(), pk=pk)
    if request.method == "POST":
        subject = subject_of_person(person)
        done = "La personne est effacée. Son nom a quitté aussi les comptes rendus."
        if attempt(request, erase_subject, done, subject=subject, source="coordination"):
            return redirect("annuaire:people")
        return redirect(person)
    points = [
        "Fiche, adresses, compte, sièges et abonnements sont effacés partout.",
        "Dans les comptes rendus, son nom laisse la place à sa fonction.",
        "L’effacement ne s’annule pas, et tient après une restauration.",
    ]
    title = f"Effacer {person}\u00a0?"
    return question(request, TAB, _step(person), title=title, points=points, submit="Effacer")


def _step(person: Person) -> dict:
    return {"url": person.get_absolute_url(), "label": str(person)}
