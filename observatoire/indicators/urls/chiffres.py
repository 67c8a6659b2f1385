"""/gestion/chiffres/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.indicators.views import imports, waivers

urlpatterns = [
    path("", imports.index, name="imports"),
    path("deposer/", imports.deposit, name="deposit"),
    path("<uuid:pk>/", imports.detail, name="import"),
    path("<uuid:pk>/publier/", imports.publish, name="publish"),
    path("<uuid:pk>/doutes/", waivers.waive, name="waive"),
    path("<uuid:pk>/annuler/", imports.undo, name="undo"),
    path("<uuid:pk>/abandonner/", imports.abandon, name="abandon"),
    path("<uuid:pk>/relire/", imports.read_again, name="read_again"),
    path("<uuid:pk>/fichiers/<uuid:file_pk>/", imports.download, name="import_file"),
]
