"""The calls in the administration."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from observatoire.contributions.rules import may_manage_calls


class CallsItem(MenuItem):
    def is_shown(self, request):
        return may_manage_calls(request.user)


@hooks.register("register_admin_urls")
def register_call_addresses():
    # By name: a hook is below the views, and may not import them.
    return [path("appels/", include(("observatoire.contributions.urls.gestion", "appels")))]


@hooks.register("register_admin_menu_item")
def register_calls():
    return CallsItem(
        "Appels à contribution", "/gestion/appels/", name="appels", icon_name="comment", order=150
    )
