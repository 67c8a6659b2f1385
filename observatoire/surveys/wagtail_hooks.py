"""Surveys in the administration."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from observatoire.surveys.rules import may_run_surveys


class SurveysItem(MenuItem):
    def is_shown(self, request):
        return may_run_surveys(request.user)


@hooks.register("register_admin_urls")
def register_addresses():
    # By name: a hook is below the views, and may not import them.
    return [path("enquetes/", include(("observatoire.surveys.urls.enquetes", "enquetes")))]


@hooks.register("register_admin_menu_item")
def register_surveys():
    return SurveysItem(
        "Enquêtes", "/gestion/enquetes/", name="enquetes", icon_name="form", order=165
    )
