"""/gestion/catalogue/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.indicators.views import catalogue

urlpatterns = [
    path("", catalogue.index, name="indicators"),
    path("export/", catalogue.export, name="export"),
    path("<str:code>/", catalogue.edit, name="indicator"),
    path("<str:code>/retablir/", catalogue.restore, name="restore"),
    path("<str:code>/historique/<uuid:pk>/annuler/", catalogue.undo, name="undo"),
]
