"""Views of the base: errors, health, images."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import never_cache

from observatoire.base.models import Rendition, SearchEntry
from observatoire.base.registry import registry
from observatoire.base.rules import may_read_files


def not_found(request, exception=None):
    return render(request, "base/errors/404.html", status=404)


def refused(request, exception=None):
    return render(request, "base/errors/403.html", status=403)


def bad_request(request, exception=None):
    """Without context processors: they may ask of the request what made it refused."""
    return HttpResponse(render_to_string("base/errors/400.html", _contact()), status=400)


def form_expired(request, reason=""):
    """The form was opened too long ago, or in a browser that keeps no cookie."""
    return render(request, "base/errors/expired.html", status=403)


def server_error(request):
    """Rendered without context processors: whatever failed may fail again."""
    return HttpResponse(render_to_string("base/errors/500.html", _contact()), status=500)


def _contact() -> dict[str, str]:
    return {"contact": settings.CONTACT_ADDRESS}


@never_cache
def health(request):
    """What a supervisor asks: is the database there, and what each part says of itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    lights = [give() for _, give in sorted(registry.lights.items())]
    failed = [light.label for light in lights if light.state == "panne"]
    states = {light.label: light.state for light in lights}
    return JsonResponse({"etat": "panne" if failed else "bon", "parties": states})


def favicon(request):
    """Browsers ask for this address whatever a page says."""
    return redirect(static("dsfr/dist/favicon/favicon.ico"))


def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /gestion/",
        f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request):
    """The addresses that the public search knows, and those of the menu."""
    menu = [entry.address for entry in registry.menu_entries()]
    found = SearchEntry.objects.readable_by().order_by("kind", "key")
    every = dict.fromkeys(["/", *menu, *found.values_list("address", flat=True)])
    context = {"addresses": [f"{settings.SITE_ADDRESS}{one}" for one in every if one[:1] == "/"]}
    return render(request, "base/sitemap.xml", context, content_type="application/xml")


def image_file(request, path):
    """A picture made for a page, if the picture's collection is open to the reader."""
    name = str(PurePosixPath("images") / path)
    rendition = Rendition.objects.select_related("image__collection").filter(file=name).first()
    if rendition is None:
        raise Http404
    if not may_read_files(rendition.image.collection, request, allows_password=False):
        raise Http404
    try:
        return FileResponse(default_storage.open(name))
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
