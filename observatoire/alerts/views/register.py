"""/alertes/: the register for partners, counts for all, a report in three minutes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from observatoire.alerts.actions import Refused, reporting, waves
from observatoire.alerts.forms.alerts import RegisterForm, ReportForm, VoiceForm
from observatoire.alerts.models import Jump, WaveReply
from observatoire.alerts.models.voice import Sees
from observatoire.alerts.presenters import HEADER, months_before, row
from observatoire.alerts.queries import register as queries
from observatoire.alerts.queries import year as yearly
from observatoire.alerts.rules import REPORT, institution_of, may_keep_alerts, may_read_alerts
from observatoire.alerts.views.access import TRAIL, attempt
from observatoire.base.middleware import limited
from observatoire.base.registry import Ref, registry
from observatoire.base.spreadsheets import write_csv
from observatoire.directory.actions import write_audit

ON_A_PAGE = 20


def _owner(request) -> str:
    return f"compte {request.user.pk}"


@never_cache
def index(request):
    """The public reads counts; a partner, the register."""
    this_year = timezone.localdate().year
    if not may_read_alerts(request.user):
        counts = yearly.public_counts(this_year)
        context = {"year": str(this_year), "counts": counts}
        return render(request, "alerts/public.html", context)
    form = RegisterForm(request.GET)
    asked = queries.Asked(**form.asked())
    page = Paginator(queries.listed(request.user, asked), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "year": str(this_year),
        "form": form,
        "page": page,
        "is_filtered": asked != queries.Asked(order=asked.order),
        "wave": _wave_for(request),
        "jumps": queries.open_jumps(),
        "sees": Sees.choices,
        "keeps": may_keep_alerts(request.user),
    }
    return render(request, "alerts/index.html", context)


def _wave_for(request):
    """The wave that is open, with what the reader's institution said (`reply`)."""
    wave = queries.current_wave()
    if wave is not None:
        own = institution_of(request.user)
        wave.reply = WaveReply.objects.filter(wave=wave, institution=own).first() if own else None
    return wave


@login_required
@limited((REPORT, _owner))
@never_cache
def report(request):
    if not may_read_alerts(request.user):
        raise Http404
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            alert = reporting.report(by=request.user, given=reporting.Report(**form.given()))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Merci\u00a0: l’alerte est reçue. Une réponse vous viendra.")
            return redirect(alert)
    return render(request, "alerts/report.html", {"form": form, "trail": [TRAIL]})


@require_POST
@login_required
def nothing(request):
    """« Rien à signaler », for the wave that is open."""
    wave = queries.current_wave() if may_read_alerts(request.user) else None
    if wave is None:
        raise Http404
    done = "Merci\u00a0: «\u00a0rien à signaler\u00a0» est noté pour votre institution."
    attempt(request, reporting.say_nothing, done, wave=wave)
    return redirect("alerts")


@require_POST
@login_required
def jump(request, pk):
    if not may_read_alerts(request.user):
        raise Http404
    found = get_object_or_404(Jump, pk=pk, closed_at=None)
    form = VoiceForm(request.POST)
    if form.is_valid():
        sees = form.cleaned_data["sees"]
        attempt(request, waves.answer_jump, "Merci, c’est noté.", jump=found, sees=sees)
    return redirect("/alertes/#chiffres")


@login_required
@never_cache
def export(request):
    """Codes and dates of what the reader may read; never the words."""
    if not may_read_alerts(request.user):
        raise Http404
    asked = queries.Asked(**RegisterForm(request.GET).asked())
    rows = [row(one) for one in queries.listed(request.user, asked)]
    ref = Ref("alerte", "registre")
    write_audit(by=request.user, verb="exporter", ref=ref, lignes=len(rows), format="csv")
    answer = HttpResponse(write_csv(HEADER, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="alertes.csv"'
    return answer


@login_required
@never_cache
def year(request, year):
    """What came, what proved right, and how long before the figures."""
    if not may_read_alerts(request.user) or year not in yearly.years():
        raise Http404
    lines = []
    for link in yearly.proved(year, request.user):
        card = registry.resolve(Ref("indicateur", link.code))
        months = months_before(link)
        lines.append({"link": link, "card": card, "months": months})
    days = yearly.answer_days(year)
    context = {
        "year": str(year),
        "years": [str(one) for one in yearly.years()],
        "outcomes": yearly.outcomes(year, request.user),
        "counts": yearly.public_counts(year),
        "proved": lines,
        "answered": len(days),
        "usual_days": days[len(days) // 2] if days else None,
        "trail": [TRAIL],
    }
    return render(request, "alerts/year.html", context)
