"""The census in the administration."""

from django.contrib.auth.models import Permission
from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from observatoire.food_aid.rules import may_keep

RIGHTS = ("add_place", "change_place", "delete_place")


class FoodAidItem(MenuItem):
    def is_shown(self, request):
        return may_keep(request.user)


@hooks.register("register_admin_urls")
def register_addresses():
    # By name: a hook is below the views, and may not import them.
    inside = ("observatoire.food_aid.urls.gestion", "aide_alimentaire")
    return [path("aide-alimentaire/", include(inside))]


@hooks.register("register_admin_menu_item")
def register_census():
    address = "/gestion/aide-alimentaire/"
    return FoodAidItem("Aide alimentaire", address, name="aide", icon_name="site", order=135)


@hooks.register("register_permissions")
def offer_rights():
    """So that a group may be given them in the administration."""
    return Permission.objects.filter(content_type__app_label="food_aid", codename__in=RIGHTS)
