"""/gestion/appels/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.contributions.views import calls
from observatoire.contributions.views.calls import for_managers

ROUTES = [
    ("", calls.index, "index"),
    ("ajouter/", calls.add, "add"),
    ("<uuid:pk>/", calls.edit, "edit"),
    ("<uuid:pk>/<str:verb>/", calls.do, "do"),
]
urlpatterns = [path(route, for_managers(view), name=name) for route, view, name in ROUTES]
