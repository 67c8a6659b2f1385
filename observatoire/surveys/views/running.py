"""/gestion/enquetes/: what is asked, how many answered, and what they said."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from observatoire.base.spreadsheets import harmless, write_csv, write_xlsx
from observatoire.surveys import actions
from observatoire.surveys.forms import ExtendForm, SurveyFilter
from observatoire.surveys.models import Survey
from observatoire.surveys.presenters import (
    french,
    percent,
    present_tallies,
    table_of,
    table_of_answers,
)
from observatoire.surveys.queries import results
from observatoire.surveys.views.access import DESK, ROOT, do, for_keepers, paged

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_keepers
def index(request):
    form = SurveyFilter(request.GET)
    asked = form.asked()
    found = results.listed_surveys(**asked)
    context = {"trail": [DESK], "form": form, "is_filtered": any(asked.values())}
    return render(request, "surveys/gestion/index.html", context | paged(request, found))


@for_keepers
def detail(request, pk):
    survey = get_object_or_404(Survey.objects.select_related("version"), pk=pk)
    group = request.GET.get("groupe", "")
    found = results.results_of(survey, group=group)
    context = {
        "trail": [DESK, ROOT],
        "survey": survey,
        "found": found,
        "share": percent(found.participation.share),
        "questions": present_tallies(found.tallies, results.free_texts(survey)),
        "groupings": results.groupings(survey.version.read()),
        "group": group,
        "groups": [(one.label, present_tallies(one.tallies)) for one in found.groups],
        "form": ExtendForm(),
    }
    return render(request, "surveys/gestion/survey.html", context)


@require_POST
@for_keepers
def close(request, pk):
    survey = get_object_or_404(Survey, pk=pk)
    back = survey.get_absolute_url()
    done = "L’enquête est close\u00a0: ses résultats se lisent."
    return do(request, actions.close_survey, done=done, back=back, survey=survey)


@for_keepers
def extend(request, pk):
    survey = get_object_or_404(Survey, pk=pk)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        back, done = survey.get_absolute_url(), "La clôture est reportée."
        given = form.cleaned_data
        return do(request, actions.extend_survey, done=done, back=back, survey=survey, **given)
    if request.method != "POST":
        return redirect(survey)
    context = {"trail": [DESK, ROOT], "survey": survey, "form": form}
    return render(request, "surveys/gestion/extend.html", context)


@for_keepers
def export(request, pk, form):
    """The counts; where answers bear a name, the answers themselves."""
    survey = get_object_or_404(Survey.objects.select_related("version"), pk=pk)
    found = results.results_of(survey)
    if found.reason or form not in {"csv", "csv-fr", "xlsx"}:
        raise Http404
    if rows := results.rows_of(survey):
        header, rows = table_of_answers(survey.version.read(), rows)
    else:
        header, rows = table_of(found.tallies)
    return _file(survey, form, header, rows)


def _file(survey: Survey, form: str, header: list, rows: list) -> HttpResponse:
    if form == "xlsx":
        content, kind, end = write_xlsx(header, french(rows), title="Enquête"), XLSX, "xlsx"
    elif form == "csv-fr":
        content, kind, end = write_csv(header, french(rows)), "text/csv; charset=utf-8", "csv"
    else:
        file = io.StringIO()
        csv.writer(file).writerows([[harmless(cell) for cell in row] for row in [header, *rows]])
        content, kind, end = file.getvalue().encode(), "text/csv; charset=utf-8", "csv"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="enquete-{survey.pk}.{end}"'
    return response
