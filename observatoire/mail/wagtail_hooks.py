"""Mail in the administration."""

from django.contrib.auth.models import Permission
from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from observatoire.mail.rules import may_read_mail


class MailItem(MenuItem):
    def is_shown(self, request):
        return may_read_mail(request.user)


@hooks.register("register_admin_urls")
def register_addresses():
    # By name: a hook is below the views, and may not import them.
    return [path("courriels/", include(("observatoire.mail.urls.courriels", "courriels")))]


@hooks.register("register_admin_menu_item")
def register_mail():
    return MailItem(
        "Courriels", "/gestion/courriels/", name="courriels", icon_name="mail", order=170
    )


@hooks.register("register_permissions")
def offer_rights():
    """So that a group may be given them in the administration."""
    return Permission.objects.filter(
        content_type__app_label="mail", codename__in=("read_mail", "send_mailing")
    )
