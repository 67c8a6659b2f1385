"""The letter in the administration: its address and its line in the menu."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from observatoire.newsletter.rules import may_compose


class LettersItem(MenuItem):
    def is_shown(self, request):
        return may_compose(request.user)


@hooks.register("register_admin_urls")
def register_addresses():
    # By name: a hook is below the views, and may not import them.
    return [path("lettres/", include(("observatoire.newsletter.urls.gestion", "lettres")))]


@hooks.register("register_admin_menu_item")
def register_item():
    return LettersItem("Lettre", "/gestion/lettres/", name="lettres", icon_name="mail", order=160)
