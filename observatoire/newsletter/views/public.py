"""/lettres/: the archive, each letter on the web and as PDF, the feed, the counted links."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from observatoire.base import pdf as sheets
from observatoire.newsletter.models import Issue, Line
from observatoire.newsletter.presenters import pdf_parts, present_parts
from observatoire.newsletter.queries.issues import archive, lines_of
from observatoire.newsletter.rules import may_compose

IN_A_FEED = 20


def index(request):
    words = request.GET.get("q", "").strip()[:100]
    return render(request, "newsletter/index.html", {"issues": archive(words=words), "q": words})


def issue(request, number):
    found = _seen(request, number)
    around = Issue.objects.published()
    context = {
        "issue": found,
        "parts": present_parts(lines_of(found)),
        "before": around.filter(number__lt=number).order_by("-number").first(),
        "after": around.filter(number__gt=number).order_by("number").first(),
    }
    return render(request, "newsletter/issue.html", context)


def pdf(request, number):
    found = _seen(request, number)
    document = sheets.Document(f"{found}\u00a0: {found.title}", pdf_parts(found, lines_of(found)))
    answer = HttpResponse(sheets.write_pdf(document), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="lettre-{found.number}.pdf"'
    return answer


@never_cache
def follow(request, number, pk):
    """One more visit from the letter, of which nothing else is kept; then the page itself."""
    line = get_object_or_404(
        Line.objects.kept(), pk=pk, issue__number=number, issue__state=Issue.State.PUBLISHED
    )
    if not line.address.startswith("/") or line.address.startswith("//"):
        raise Http404
    if request.method == "GET":
        Line.objects.filter(pk=pk).update(visits=F("visits") + 1)
    return redirect(line.address)


def feed(request):
    issues = list(Issue.objects.published().order_by("-number")[:IN_A_FEED])
    site = settings.SITE_ADDRESS
    context = {
        "issues": issues,
        "site": site,
        "updated": max((one.erratum_at or one.published_at for one in issues), default=None),
    }
    kind = "application/rss+xml; charset=utf-8"
    return render(request, "newsletter/feed.xml", context, content_type=kind)


def _seen(request, number) -> Issue:
    """A public letter; one that is being written, for those who compose it."""
    found = get_object_or_404(Issue, number=number)
    if not found.is_public and not may_compose(request.user):
        raise Http404
    return found
