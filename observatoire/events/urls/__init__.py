"""Addresses of events that are not in the administration."""

from django.urls import path

from observatoire.events.views import public

urlpatterns = [
    path("evenements/", public.index, name="events"),
    path("evenements/<slug:slug>/", public.event, name="event"),
    path("matinale/", public.replays, name="replays"),
]
