"""/gestion/lettres/: included by the administration, which asks who comes in."""

from observatoire.newsletter.views.screens import ROOT  # noqa: F401

urlpatterns = []
