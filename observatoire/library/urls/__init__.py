"""/base-documentaire/: what everyone sees of the base."""

from django.urls import path

from observatoire.library.views import base

urlpatterns = [
    path("base-documentaire/", base.index, name="library"),
]
