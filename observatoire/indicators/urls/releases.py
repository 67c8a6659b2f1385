"""/donnees/…: one address per number, and what is published when."""

from django.urls import path

from observatoire.indicators.views import releases
from observatoire.indicators.views.number import number

NUMBER = "n/<str:code>/<str:level>/<str:territory>/<str:period>/"

urlpatterns = [
    path(NUMBER, number, name="number"),
    path(f"{NUMBER}<int:revision>/", number, name="number_revision"),
    path("journal/", releases.journal, name="journal"),
    path("journal.atom", releases.journal_feed, name="journal_feed"),
    path("calendrier/", releases.calendar, name="release_calendar"),
    path("calendrier.ics", releases.calendar_file, name="release_calendar_file"),
    path("errata/", releases.errata, name="errata"),
]
