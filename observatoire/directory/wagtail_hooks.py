"""The audit, to be read in the administration; nobody writes in it there."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from observatoire.base.rules import ReadOnlyPolicy
from observatoire.directory.models import AuditLine

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
