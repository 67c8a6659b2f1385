"""The coordinator's desk, first page of the administration."""

from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from observatoire.portal.presenters.desk import columns_of, health_of
from observatoire.portal.queries.desk import lights, todos_for


class Desk(Component):
    template_name = "portal/desk/desk.html"
    order = 100

    class Media:
        css = {"all": ["portal/desk.css"]}

    def get_context_data(self, parent_context):
        person = parent_context["request"].user
        health = lights()
        return {
            "columns": columns_of(todos_for(person, health), today=timezone.localdate()),
            "health": health_of(health),
        }


@hooks.register("construct_homepage_panels")
def replace_panels(request, panels):
    panels[:] = [Desk()]


@hooks.register("construct_help_menu")
def drop_wagtail_help(request, items):
    """Wagtail's guides are in English, on another host; ours will be here."""
    items.clear()
