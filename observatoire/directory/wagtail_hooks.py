"""The audit, to be read in the administration; nobody writes in it there."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from observatoire.base.rules import ReadOnlyPolicy
from observatoire.directory.models import AuditLine
from observatoire.directory.rules import may_manage_people

register_permission_policy(AuditLine, ReadOnlyPolicy(AuditLine))


class AuditViewSet(ModelViewSet):
    model = AuditLine
    name = "audit"
    icon = "history"
    menu_label = "Audit"
    menu_order = 700
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    search_fields = ["verb", "kind", "key"]
    list_display = ["at", "by", "verb", "kind", "key"]
    list_filter = ["verb", "kind"]
    form_fields = ["verb"]
    ordering = ["-at", "pk"]


@hooks.register("register_admin_viewset")
def register_audit():
    return AuditViewSet()


class DirectoryItem(MenuItem):
    def is_shown(self, request):
        return may_manage_people(request.user)


@hooks.register("register_admin_urls")
def register_directory_addresses():
    # By name: a hook is below the views, and may not import them.
    return [path("annuaire/", include(("observatoire.directory.urls.gestion", "annuaire")))]


@hooks.register("register_admin_menu_item")
def register_directory():
    address = "/gestion/annuaire/"
    return DirectoryItem("Annuaire", address, name="annuaire", icon_name="group", order=140)
