"""The public base: its search, each notice, its file, its feeds."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import render

from observatoire.library.citations.formatted import citation
from observatoire.library.models import Theme
from observatoire.library.presenters import base as words
from observatoire.library.presenters import notice as sheet
from observatoire.library.queries import labels
from observatoire.library.queries.base import find, newest
from observatoire.library.queries.notices import (
    cited_by,
    copy_of,
    featured,
    near_notices,
    shown_notice,
)
from observatoire.library.queries.reading import EVERYONE, reader_of
from observatoire.library.queries.references import reference_of
from observatoire.library.search import Question

IN_A_FEED = 30


def index(request):
    question, reader = Question.of(request.GET), reader_of(request.user)
    found = find(question, reader, page=_page(request))
    names = _labels(found, question)
    context = {
        "question": question,
        "found": found,
        "rows": [sheet.row_of(one) for one in found.notices],
        "headline": words.headline(found, question),
        "facets": words.facets_of(found, question, names),
        "chosen": words.chosen_of(question, names),
        "sorts": words.sorts_of(question),
        "pages": words.pages_of(found, question),
        "feed": question.address("/base-documentaire/flux/"),
        "rss": question.address("/base-documentaire/flux/rss/"),
        "taking": words.taking_of(found, question),
        "save": question.address("/base-documentaire/alertes/nouvelle/"),
        "themes": names["theme"],
        "featured": featured(reader) if question.is_empty and found.number == 1 else [],
    }
    return render(request, "library/index.html", context)


def _labels(found, question) -> dict[str, dict[str, str]]:
    """The words of all the keys of this page."""
    keys = {
        name: {*found.counted.facets.get(name, ()), *question.values(name)}
        for name in ("producteur", "territoire")
    }
    return {
        "theme": {one.slug: one.name for one in labels.themes()},
        "nature": labels.kinds(),
        "acces": labels.accesses(),
        "producteur": labels.producers(keys["producteur"]),
        "territoire": labels.places(keys["territoire"]),
    }


def _page(request) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


def notice(request, slug):
    reader = reader_of(request.user)
    one = shown_notice(slug, reader)
    if one is None:
        raise Http404
    places = list(labels.places(one.territories).values())
    context = {
        "notice": one,
        "row": sheet.row_of(one),
        "date": sheet.date_in_words(one),
        "authors": sheet.authors_of(one),
        "years": sheet.years_in_words(one),
        "citation": citation(reference_of(one)),
        "places": places,
        "metas": sheet.highwire_of(one),
        "schema": _as_data(sheet.schema_of(one, places)),
        "cited": cited_by(one),
        "copy": copy_of(one),
        "near": [sheet.row_of(other) for other in near_notices(one, reader)],
        "canonical": f"{settings.SITE_ADDRESS}{one.get_absolute_url()}",
    }
    return render(request, "library/notice.html", context)


def _as_data(found: dict) -> str:
    """JSON that closes no element: it is data in a page, and is never run."""
    text = json.dumps(found, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def file(request, slug):
    """The file of a notice, for those who may read the notice."""
    one = shown_notice(slug, reader_of(request.user))
    if one is None or not one.file:
        raise Http404
    try:
        content = one.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return _sent(one, content, one.file_name or "document")


def copy(request, slug):
    """The copy kept of a study, where its licence or its owner allows it."""
    one = shown_notice(slug, reader_of(request.user))
    kept = copy_of(one) if one else None
    if kept is None:
        raise Http404
    try:
        content = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return _sent(one, content, f"{one.slug[:80]}.pdf")


def _sent(notice, content, name: str) -> FileResponse:
    answer = FileResponse(content, as_attachment=True, filename=name)
    if notice.visibility != notice.Visibility.PUBLIC:
        answer["Cache-Control"] = "private, no-store"
    return answer


def feed(request):
    kind = "application/atom+xml; charset=utf-8"
    return render(request, "library/feed.xml", _news(request), content_type=kind)


def rss(request):
    """The same for the readers that know RSS alone."""
    kind = "application/rss+xml; charset=utf-8"
    return render(request, "library/rss.xml", _news(request), content_type=kind)


def _news(request) -> dict:
    """What is new in the base, or in one question: public notices alone."""
    question = Question.of(request.GET)
    notices = newest(question, EVERYONE, number=IN_A_FEED)
    title = "Base documentaire"
    if themes := question.values("theme"):
        names = Theme.objects.filter(slug__in=themes).values_list("name", flat=True)
        title = f"{title}\u00a0: {', '.join(names)}"
    if question.words:
        title = f"{title}\u00a0: «\u00a0{question.words}\u00a0»"
    return {
        "title": title,
        "site": settings.SITE_ADDRESS,
        "itself": f"{settings.SITE_ADDRESS}{request.get_full_path()}",
        "page": f"{settings.SITE_ADDRESS}{question.address()}",
        "updated": max((one.published_at for one in notices), default=None),
        "rows": [sheet.row_of(one) for one in notices],
    }
