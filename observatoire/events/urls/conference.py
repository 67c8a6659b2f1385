"""/evenements/conduite/: a conference is prepared, welcomed, remembered."""

from django.urls import path

from observatoire.events.views import guests, keepsakes, programme, welcome

HERE = "evenements/conduite/<uuid:pk>/"
ROUTES = [
    ("", programme.index, "steering"),
    ("ordre/", programme.order, "steering_order"),
    ("seances/ajouter/", programme.add, "steering_add"),
    ("seances/<uuid:session>/", programme.edit, "steering_session"),
    ("seances/<uuid:session>/deplacer/", programme.move, "steering_move"),
    ("seances/<uuid:session>/voix/", programme.voice, "steering_voice"),
    ("seances/<uuid:session>/retirer/", programme.delete, "steering_delete"),
    ("versions/garder/", programme.keep, "steering_keep"),
    ("versions/<uuid:version>/", programme.version, "steering_version"),
    ("intervenants/", guests.index, "steering_guests"),
    ("intervenants/relancer/", guests.remind, "steering_remind"),
    ("intervenants/<uuid:speaker>/<str:verb>/", guests.do, "steering_guest"),
    ("supports/<uuid:attachment>/", guests.publish, "steering_slides"),
    ("accueil/", welcome.door, "steering_door"),
    ("accueil/noter/", welcome.tick, "steering_tick"),
    ("accueil/presences/", welcome.sync, "steering_sync"),
    ("accueil/badges/", welcome.badges, "steering_badges"),
    ("accueil/emargement/", welcome.sheet, "steering_sheet"),
    ("accueil/attestations/", welcome.certificates, "steering_certificates"),
    ("accueil/attestations/<uuid:person>.pdf", welcome.one_certificate, "steering_certificate"),
    ("journee/", keepsakes.index, "steering_day"),
    ("journee/synthese/", keepsakes.publish, "steering_synthesis"),
    ("journee/photographies/", keepsakes.photograph, "steering_photograph"),
    ("journee/photographies/<int:photograph>/", keepsakes.remove, "steering_photograph_remove"),
]
urlpatterns = [
    *(path(f"{HERE}{route}", view, name=name) for route, view, name in ROUTES),
    path("evenements/attestation/<str:token>/", welcome.certificate, name="certificate"),
]
