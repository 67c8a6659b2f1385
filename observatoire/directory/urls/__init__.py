"""Addresses of the directory that are not in the administration."""

from django.urls import path

from observatoire.directory.urls import sign_in
from observatoire.directory.views import personal, public

urlpatterns = [
    *sign_in.urlpatterns,
    path("annuaire/", public.index, name="directory"),
    path("annuaire/<slug:slug>/", public.institution, name="institution"),
    path("relais/<str:token>/", public.relay, name="relay"),
    path("mes-donnees/", personal.ask, name="personal_ask"),
    path("mes-donnees/moi/", personal.mine, name="personal_mine"),
    path("mes-donnees/<str:token>/", personal.page, name="personal"),
    path("mes-donnees/<str:token>/choix/", personal.choose, name="personal_choose"),
    path("mes-donnees/<str:token>/emporter/", personal.export, name="personal_export"),
    path("mes-donnees/<str:token>/effacer/", personal.erase, name="personal_erase"),
]
