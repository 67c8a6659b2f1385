"""The base in the administration."""

from django.contrib.auth.models import Permission
from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from observatoire.library.models import Producer, Theme
from observatoire.library.rules import may_keep

RIGHTS = ("add_notice", "change_notice", "delete_notice", "publish_notice")


class LibraryItem(MenuItem):
    def is_shown(self, request):
        return may_keep(request.user)


@hooks.register("register_admin_urls")
def register_addresses():
    # By name: a hook is below the views, and may not import them.
    inside = ("observatoire.library.urls.gestion", "base_documentaire")
    watch = ("observatoire.library.urls.veille", "veille")
    return [path("base-documentaire/", include(inside)), path("veille/", include(watch))]


@hooks.register("register_admin_menu_item")
def register_library():
    address = "/gestion/base-documentaire/"
    return LibraryItem(
        "Base documentaire", address, name="base", icon_name="doc-full-inverse", order=130
    )


@hooks.register("register_permissions")
def offer_rights():
    """So that a group may be given them in the administration."""
    return Permission.objects.filter(content_type__app_label="library", codename__in=RIGHTS)


class ThemeViewSet(ModelViewSet):
    """Its address is permanent: it is not offered once the theme is there."""

    model = Theme
    name = "themes"
    icon = "tag"
    menu_label = "Thèmes"
    copy_view_enabled = False
    list_display = ["name", "sentence", "order"]
    form_fields = ["name", "slug", "sentence", "order"]
    ordering = ["order", "name"]


class ProducerViewSet(ModelViewSet):
    model = Producer
    name = "producteurs"
    icon = "group"
    menu_label = "Producteurs"
    copy_view_enabled = False
    list_display = ["name", "institution"]
    search_fields = ["name"]
    form_fields = ["name", "slug", "institution"]
    ordering = ["name"]


class ThesaurusGroup(ModelViewSetGroup):
    items = (ThemeViewSet, ProducerViewSet)
    menu_label = "Thèmes et producteurs"
    menu_icon = "tag"
    menu_order = 131


@hooks.register("register_admin_viewset")
def register_thesaurus():
    return ThesaurusGroup()
