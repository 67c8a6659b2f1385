"""/gestion/audit/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.directory.views import audit

urlpatterns = [
    path("", audit.index, name="index"),
    path("exporter/<str:kind>/", audit.export, name="export"),
]
