"""/gestion/parutions/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.indicators.views import batches

urlpatterns = [
    path("", batches.index, name="releases"),
    path("preparer/", batches.prepare, name="prepare"),
    path("erratum/", batches.erratum, name="erratum"),
    path("<uuid:pk>/", batches.detail, name="release"),
    path("<uuid:pk>/annuler/", batches.cancel, name="cancel"),
]
