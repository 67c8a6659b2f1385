"""Views of the base: errors, health, images."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from observatoire.base.models import Rendition
from observatoire.base.registry import registry


def not_found(request, exception=None):
    return render(request, "base/errors/404.html", status=404)


def refused(request, exception=None):
    return render(request, "base/errors/403.html", status=403)


def server_error(request):
    """Rendered without context processors: whatever failed may fail again."""
    page = "base/errors/500.html"
    from django.template.loader import render_to_string  # noqa: PLC0415 only needed on a failure

    return HttpResponse(render_to_string(page, {"contact": settings.CONTACT_ADDRESS}), status=500)


@never_cache
def health(request):
    """What a supervisor asks: is the database there, and what each part says of itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    lights = [give() for _, give in sorted(registry.lights.items())]
    failed = [light.label for light in lights if light.state == "panne"]
    states = {light.label: light.state for light in lights}
    return JsonResponse({"etat": "panne" if failed else "bon", "parties": states})


def image_file(request, path):
    """A picture made for a page, if the picture's collection is open to the reader."""
    name = str(PurePosixPath("images") / path)
    rendition = Rendition.objects.select_related("image__collection").filter(file=name).first()
    if rendition is None:
        raise Http404
    for restriction in rendition.image.collection.get_view_restrictions():
        if not restriction.accept_request(request):
            raise Http404
    try:
        return FileResponse(default_storage.open(name))
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
