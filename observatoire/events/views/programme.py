"""The programme is built: by dragging, by two buttons, or by choosing a rank."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from observatoire.base.models import Revision
from observatoire.base.registry import Ref
from observatoire.contributions.models import Speaker
from observatoire.contributions.queries.ideas import calls_kept
from observatoire.events.actions import programme as actions
from observatoire.events.forms.conference import SessionForm
from observatoire.events.models import Conference, Event, Intervention, Session
from observatoire.events.queries import conference as queries
from observatoire.events.views.steering import attempt, screen, steered


@steered
def index(request, event: Event):
    slots = queries.slots_of(event)
    context = {
        "slots": slots,
        "faults": queries.faults_of(event, slots, queries.absences_of(event)),
        "balance": queries.balance_of(slots),
        "versions": queries.versions_of(event)[:10],
        "calls": calls_kept(Ref("evenement", str(event.pk))),
        "moved": request.GET.get("deplacee", ""),
    }
    return screen(request, "programme", "steering", event, context)


@steered
def order(request, event: Event):
    """The whole order at once, as dragging gives it."""
    if request.method == "POST":
        try:
            keys = [UUID(key) for key in request.POST.get("ordre", "").split(",") if key]
        except ValueError as error:
            raise Http404 from error
        moved = request.POST.get("deplacee", "")
        rank = 1 + [str(key) for key in keys].index(moved) if moved in map(str, keys) else 0
        done = (
            f"La séance est au rang {rank}." if rank else "Le programme est dans ce nouvel ordre."
        )
        attempt(request, actions.put_in_order, done, event=event, keys=keys)
    return _back(event, request.POST.get("deplacee", ""))


@steered
def move(request, event: Event, session):
    """One step up or down, or to a rank."""
    found = get_object_or_404(Session, pk=session, event=event)
    if request.method == "POST":
        keys = list(event.sessions.order_by("order", "id").values_list("pk", flat=True))
        rank = keys.index(found.pk) + 1
        asked = request.POST.get("vers", "")
        steps = {"haut": rank - 1, "bas": rank + 1}
        to = steps.get(asked, int(asked) if asked.isdigit() else rank)
        to = max(1, min(to, len(keys)))
        done = f"«\u00a0{found}\u00a0» est au rang {to}."
        attempt(request, actions.move, done, session=found, to=to)
    return _back(event, str(found.pk))


@steered
def add(request, event: Event):
    return _edited(request, event, Session(event=event), "Ajouter une séance")


@steered
def edit(request, event: Event, session):
    found = get_object_or_404(Session, pk=session, event=event)
    return _edited(request, event, found, "Modifier la séance")


def _edited(request, event: Event, session: Session, title: str):
    known = Conference.objects.filter(event=event).first()
    rooms = [room.strip() for room in known.rooms.splitlines() if room.strip()] if known else []
    form = SessionForm(request.POST or None, instance=session, rooms=rooms)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        attempt(request, actions.save_session, "La séance est enregistrée.", session=given)
        return _back(event, str(given.pk))
    guests = Speaker.objects.filter(owner_kind="evenement", owner_key=str(event.pk))
    context = {
        "form": form,
        "title": title,
        "session": session,
        "voices": [] if session._state.adding else session.interventions.order_by("order", "id"),
        "guests": guests.exclude(interventions__session=session).order_by("created_at", "id"),
    }
    return screen(request, "session", "steering", event, context)


@steered
def delete(request, event: Event, session):
    found = get_object_or_404(Session, pk=session, event=event)
    if request.method == "POST":
        done = "La séance est retirée\u00a0; la version d’avant est gardée, et peut être rendue."
        attempt(request, actions.delete_session, done, session=found)
        return _back(event)
    return screen(request, "delete", "steering", event, {"session": found})


@steered
def voice(request, event: Event, session):
    """Someone speaks in a session, or no longer."""
    found = get_object_or_404(Session, pk=session, event=event)
    if request.method == "POST" and "retirer" in request.POST:
        one = get_object_or_404(Intervention, pk=request.POST["retirer"], session=found)
        attempt(request, actions.take_voice, "Retiré de la séance.", intervention=one)
    elif request.method == "POST":
        rows = Speaker.objects.filter(owner_kind="evenement", owner_key=str(event.pk))
        guest = get_object_or_404(rows, pk=request.POST.get("invite"))
        done = "L’intervenant est dans la séance."
        attempt(request, actions.give_voice, done, session=found, speaker=guest)
    return redirect("steering_session", pk=event.pk, session=found.pk)


@steered
def keep(request, event: Event):
    if request.method == "POST":
        remark = request.POST.get("remarque", "").strip() or "version gardée"
        attempt(request, actions.keep_version, "Version gardée.", event=event, remark=remark)
    return _back(event)


@steered
def version(request, event: Event, version):
    """What changed since a version, and the way back to it."""
    found = get_object_or_404(Revision, pk=version, kind=actions.VERSIONS, key=str(event.pk))
    if request.method == "POST":
        done = "Le programme est rendu tel qu’il était\u00a0; celui d’avant est gardé."
        attempt(request, actions.restore_version, done, event=event, version=found)
        return _back(event)
    now = actions.content_of(event)
    changes = queries.compared(found.content, now)
    context = {"version": found, "changes": changes}
    return screen(request, "version", "steering", event, context)


def _back(event: Event, moved: str = ""):
    answer = redirect("steering", pk=event.pk)
    if moved:
        answer["Location"] += f"?deplacee={moved}#seance-{moved}"
    return answer
