"""/gestion/base-documentaire/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.library.views import notices
from observatoire.library.views.screens import for_keepers

ROUTES = [
    ("", notices.index, "notices"),
]
urlpatterns = [path(route, for_keepers(view), name=name) for route, view, name in ROUTES]
