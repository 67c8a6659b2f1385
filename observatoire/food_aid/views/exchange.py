"""The census given to all: files in six forms, a leaflet to print."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from observatoire.base.pdf import Document, Table, Text, write_pdf
from observatoire.food_aid.exchange import LOSSES, WRITERS, write
from observatoire.food_aid.models import Place, Source
from observatoire.food_aid.opening import Timetable, in_words
from observatoire.food_aid.presenters.place import where
from observatoire.food_aid.queries import places
from observatoire.food_aid.queries.ground import communes

VALID = timedelta(days=92)


def index(request):
    """What may be taken, under which licence, and what each form loses."""
    rows = [(code, dict(Source.Licence.choices)[code]) for code in places.licences()]
    forms = [{"code": one, "label": LOSSES[one][0], "losses": LOSSES[one][1]} for one in WRITERS]
    return render(request, "food_aid/exports.html", {"licences": rows, "forms": forms})


def export(request, licence, form):
    """One licence a file: ODbL rows never mix with ours."""
    if form not in WRITERS or licence not in (Source.Licence.OWN, Source.Licence.SHARED):
        raise Http404
    content, _ = write([places.draft_of(one) for one in places.given(licence)], form)
    _, kind, ending = WRITERS[form]
    response = HttpResponse(content, content_type=kind)
    name = f"aide-alimentaire-{form}-{licence}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def leaflet(request, level, code):
    """The places of a commune or an EPCI on paper, with the day after which it is thrown away."""
    known = communes()
    inside = [
        one for one in known.values() if code in (one.code if level == "commune" else one.epci,)
    ]
    if level not in ("commune", "epci") or not inside:
        raise Http404
    rows = Place.objects.public().filter(commune__in=[one.code for one in inside], is_food_aid=True)
    rows = rows.prefetch_related("services").order_by("commune_name", "name", "pk")
    until = timezone.localdate() + VALID
    title = inside[0].name if level == "commune" else f"{len(inside)} communes"
    lines = [_line(one) for one in rows]
    parts = [Text(f"Valable jusqu’au {until:%d/%m/%Y}. Ensuite, demander une nouvelle feuille.")]
    if lines:
        parts.append(Table(("Lieu", "Adresse", "Horaires", "Téléphone"), lines))
    else:
        parts.append(Text("Aucun lieu n’est recensé ici."))
    content = write_pdf(Document(title=f"Aide alimentaire\u00a0: {title}", parts=tuple(parts)))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="aide-alimentaire-{code}.pdf"'
    return response


def _line(one: Place) -> tuple[str, str, str, str]:
    told = [in_words(Timetable.of_record(each.hours or one.hours)) for each in one.services.all()]
    hours = "\u00a0; ".join(dict.fromkeys(line for lines in told for line in lines))
    name = f"{one.name} (exemple)" if one.is_synthetic else one.name
    return name, where(one), hours or "à vérifier", one.phone
