"""What other programs take away: references in five formats, and OAI-PMH for archives."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from observatoire.base.spreadsheets import write_csv
from observatoire.library.citations import bibtex, csl, repository, ris, tables
from observatoire.library.citations.formatted import citation
from observatoire.library.presenters.base import MOST_TAKEN
from observatoire.library.queries import repository as records
from observatoire.library.queries.base import find
from observatoire.library.queries.labels import places
from observatoire.library.queries.notices import shown_notice
from observatoire.library.queries.reading import reader_of
from observatoire.library.queries.references import reference_of
from observatoire.library.search import Question

KINDS = {
    "ris": "application/x-research-info-systems; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
    "txt": "text/plain; charset=utf-8",
}


def export(request, ending):
    """What the search found, in the order of the page; two thousand notices at most."""
    found = find(Question.of(request.GET), reader_of(request.user), page=1, size=MOST_TAKEN)
    return _file(found.notices, "base-documentaire", ending)


def cite(request, slug, ending):
    """One notice, for those who may read it."""
    one = shown_notice(slug, reader_of(request.user))
    if one is None:
        raise Http404
    return _file([one], one.slug[:60], ending)


def _file(notices, name: str, ending: str) -> HttpResponse:
    if ending not in KINDS:
        raise Http404
    names = places({key for one in notices for key in one.territories})
    references = [reference_of(one, names) for one in notices]
    answer = HttpResponse(_written(references, ending), content_type=KINDS[ending])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    # Rights are those of who asks: nothing of it is kept by anyone else.
    answer["Cache-Control"] = "private, no-store"
    return answer


def _written(references, ending: str) -> str | bytes:
    if ending == "csv":
        header, *rows = tables.rows(references)
        return write_csv(header, rows)
    if ending == "txt":
        return "".join(f"{citation(one)}\n\n" for one in references)
    return {"ris": ris, "bib": bibtex, "json": csl}[ending].write(references)


@csrf_exempt  # the protocol asks by GET or by POST, and changes nothing
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request):
    """The six verbs. What is wrong is said in XML, as the protocol has it, with a status of 200."""
    given = request.POST if request.method == "POST" else request.GET
    pairs = [(name, value) for name, values in given.lists() for value in values]
    address = f"{settings.SITE_ADDRESS}{request.path}"
    try:
        asked = repository.checked(pairs)
        body = _body(asked, address)
    except repository.Wrong as wrong:
        asked, body = dict(pairs), wrong
    document = repository.answer(address, timezone.now(), asked, body)
    return HttpResponse(document, content_type="text/xml; charset=utf-8")


def _body(asked: dict[str, str], address: str):
    verb = asked["verb"]
    if verb == "Identify":
        mail = settings.CONTACT_ADDRESS
        name = "Plateforme d’observation des solidarités\u00a0: base documentaire"
        return repository.identify(name, address, mail, records.earliest())
    if verb == "ListMetadataFormats":
        if "identifier" in asked:
            records.one_record(asked["identifier"])
        return repository.formats()
    if verb == "ListSets":
        if "resumptionToken" in asked:
            raise repository.Wrong("badResumptionToken", "Sets are given whole.")
        return repository.sets(records.sets())
    if verb == "GetRecord":
        return repository.record(*records.one_record(asked["identifier"]))
    return repository.records(verb, records.list_page(asked))
