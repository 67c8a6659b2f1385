"""Where the letter arrives: the board of domains, their fiches, witnesses, messages examined."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.base import pdf
from observatoire.newsletter import emails
from observatoire.newsletter.actions import diagnosing, witnessing
from observatoire.newsletter.diagnosis import HYPOTHESES
from observatoire.newsletter.forms.gestion import MessageForm, WitnessForm
from observatoire.newsletter.models import Case, Witness
from observatoire.newsletter.queries import fate
from observatoire.newsletter.queries.issues import archive
from observatoire.newsletter.views.screens import FATE, ROOT, attempt, saved, screen

WORDS = {"prouvee": "prouvée", "exclue": "exclue", "inconnue": "inconnue"}


def index(request):
    words = request.GET.get("q", "").strip()[:100]
    context = {"rows": fate.board(words=words), "q": words, "tab": "arrivee"}
    return screen(request, "fate", context, ROOT)


def domain(request, domain):
    context = {"sheet": fate.sheet_of(domain), "relayed": archive().first(), "domain": domain}
    return screen(request, "domain", context, ROOT, FATE)


def it_letter(request, domain, form):
    """Ready to be sent to the IT service: as a text to copy, or as a PDF."""
    sample = fate.sheet_of(domain).sample
    lines = emails.it_letter(domain, sample.message_id if sample else "")
    if form == "texte":
        return HttpResponse("\n\n".join(lines), content_type="text/plain; charset=utf-8")
    if form != "pdf":
        raise Http404
    document = pdf.Document(lines[0], [pdf.Text(one) for one in lines[1:]])
    answer = HttpResponse(pdf.write_pdf(document), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="lettre-au-service-informatique.pdf"'
    return answer


def examine(request):
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        content = given["file"].read() if given["file"] else given["headers"]
        done = "Le message est examiné\u00a0; il n’en reste que les lignes d’en-tête."
        named = {"content": content, "domain": given["domain"]}
        case = saved(request, form, diagnosing.examine, done, **named)
        if case:
            return redirect(case)
    context = {"form": form, "cases": Case.objects.all()[:20], "tab": "diagnostic"}
    return screen(request, "examine", context, ROOT)


def case(request, pk):
    found = get_object_or_404(Case, pk=pk)
    verdicts = [
        {"key": key, "label": label, "state": state, "word": WORDS[state], "proof": proof}
        for key, label in HYPOTHESES.items()
        for state, proof in [found.verdicts.get(key, ["inconnue", ""])]
    ]
    context = {"case": found, "verdicts": verdicts}
    return screen(request, "case", context, ROOT, FATE)


def witnesses(request):
    form = WitnessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        if saved(request, form, witnessing.add_witness, "Le témoin est ajouté.", witness=given):
            return redirect("lettres:witnesses")
    context = {"form": form, "witnesses": fate.witnesses(), "tab": "temoins"}
    return screen(request, "witnesses", context, ROOT)


@require_POST
def remove_witness(request, pk):
    found = get_object_or_404(Witness, pk=pk)
    attempt(request, witnessing.remove_witness, "Le témoin est retiré.", witness=found)
    return redirect("lettres:witnesses")
