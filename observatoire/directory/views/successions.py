"""An address is dead: the institution is asked for a successor, who is then named."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect

from observatoire.directory import emails
from observatoire.directory.actions import successions as actions
from observatoire.directory.forms.people import PersonForm
from observatoire.directory.forms.successions import QuestionForm
from observatoire.directory.models import Person, Succession
from observatoire.directory.queries import successions as queries
from observatoire.directory.views.screens import attempt, form_screen, saved, screen

TAB = "successions"
STEP = {"url": "/gestion/annuaire/successions/", "label": "Successions"}


def index(request):
    context = {"waiting": queries.open_successions(), "settled": queries.settled_successions()}
    return screen(request, "successions", TAB, context)


def detail(request, pk):
    """The message is ready: it is read again, then sent."""
    succession = _found(pk)
    to = queries.who_answers(succession)
    title = succession.function.title if succession.function else None
    letter = emails.successor(str(succession.institution), title)
    first = {"to": to, "subject": letter.subject, "text": letter.text}
    form = QuestionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        done = "La question est partie. Elle attend sur votre bureau."
        attempt(request, actions.ask_successor, done, succession=succession, **form.cleaned_data)
        return redirect(succession)
    context = {"succession": succession, "form": form, "to": to}
    return screen(request, "succession", TAB, context, STEP)


def name(request, pk):
    succession = _found(pk)
    form = PersonForm(request.POST or None, is_new=True)
    form.fields["email"].required = True
    del form.fields["institution"]
    if request.method == "POST" and form.is_valid():
        person = saved(
            request,
            form,
            actions.name_successor,
            "La suite est prise.",
            succession=succession,
            person=form.save(commit=False),
            email=form.cleaned_data["email"],
        )
        if isinstance(person, Person):
            return redirect(person)
    step = {"url": succession.get_absolute_url(), "label": str(succession.institution)}
    title = f"Qui prend la suite\u00a0: {succession.function or succession.institution}"
    return form_screen(request, TAB, form, STEP, step, title=title, submit="Nommer")


def close(request, pk):
    succession = _found(pk)
    if request.method == "POST":
        done = "La succession est classée sans suite."
        attempt(request, actions.close_succession, done, succession=succession)
    return redirect("annuaire:successions")


def _found(pk) -> Succession:
    rows = Succession.objects.select_related("institution", "function__institution", "person")
    return get_object_or_404(rows, pk=pk)
