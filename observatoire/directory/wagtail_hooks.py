"""The audit and the directory in the administration; who may change whose account."""

from django.core.exceptions import PermissionDenied
from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from observatoire.directory.rules import may_manage_people, may_read_audit


class AuditItem(MenuItem):
    def is_shown(self, request):
        return may_read_audit(request.user)


@hooks.register("register_admin_menu_item")
def register_audit():
    address = "/gestion/audit/"
    return AuditItem("Journal", address, name="audit", icon_name="history", order=700)


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def keep_administrators_apart(request, account):
    """Whoever changes the address of an account can enter it: not that of who may do more."""
    if account.is_superuser and not request.user.is_superuser:
        raise PermissionDenied


class DirectoryItem(MenuItem):
    def is_shown(self, request):
        return may_manage_people(request.user)


@hooks.register("register_admin_urls")
def register_directory_addresses():
    # By name: a hook is below the views, and may not import them.
    return [
        path("annuaire/", include(("observatoire.directory.urls.gestion", "annuaire"))),
        path("audit/", include(("observatoire.directory.urls.audit", "audit"))),
    ]


@hooks.register("register_admin_menu_item")
def register_directory():
    address = "/gestion/annuaire/"
    return DirectoryItem("Annuaire", address, name="annuaire", icon_name="group", order=140)
