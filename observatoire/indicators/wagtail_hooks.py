"""The figures and the catalogue in the administration."""

from django.contrib.auth.models import Permission
from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from observatoire.indicators.rules import may_publish, may_write_catalogue

FIGURES, CATALOGUE = "/gestion/chiffres/", "/gestion/catalogue/"
RELEASES = "/gestion/parutions/"
RIGHTS = ("publish_import", "change_catalogue")


class CatalogueItem(MenuItem):
    def is_shown(self, request):
        return may_write_catalogue(request.user)


@hooks.register("register_admin_urls")
def register_addresses():
    # By name: a hook is below the views, and may not import them.
    return [
        path("chiffres/", include(("observatoire.indicators.urls.chiffres", "chiffres"))),
        path("catalogue/", include(("observatoire.indicators.urls.catalogue", "catalogue"))),
        path("parutions/", include(("observatoire.indicators.urls.parutions", "parutions"))),
    ]


class ReleasesItem(MenuItem):
    def is_shown(self, request):
        return may_publish(request.user)


@hooks.register("register_admin_menu_item")
def register_figures():
    return MenuItem("Chiffres", FIGURES, name="chiffres", icon_name="table", order=150)


@hooks.register("register_admin_menu_item")
def register_catalogue():
    return CatalogueItem("Catalogue", CATALOGUE, name="catalogue", icon_name="list-ul", order=160)


@hooks.register("register_admin_menu_item")
def register_releases():
    return ReleasesItem("Parutions", RELEASES, name="parutions", icon_name="calendar", order=155)


@hooks.register("register_permissions")
def offer_rights():
    """So that a group may be given them in the administration."""
    return Permission.objects.filter(content_type__app_label="indicators", codename__in=RIGHTS)
