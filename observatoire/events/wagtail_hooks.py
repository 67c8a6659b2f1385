"""Events in the administration: their address and their line in its menu."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from observatoire.events.rules import may_keep_events


class EventsItem(MenuItem):
    def is_shown(self, request):
        return may_keep_events(request.user)


@hooks.register("register_admin_urls")
def register_addresses():
    # By name: a hook is below the views, and may not import them.
    return [path("evenements/", include(("observatoire.events.urls.gestion", "evenements")))]


@hooks.register("register_admin_menu_item")
def register_item():
    address = "/gestion/evenements/"
    return EventsItem("Événements", address, name="evenements", icon_name="date", order=150)
