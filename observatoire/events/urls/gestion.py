"""/gestion/evenements/: included by the administration, which asks who comes in."""

from django.urls import include, path

from observatoire.events.views import inviting, keeping, themes
from observatoire.events.views.screens import for_keepers

ROUTES = [
    ("", keeping.index, "index"),
    ("ajouter/", keeping.add, "add"),
    ("themes/", themes.index, "themes"),
    ("themes/ajouter/", themes.add, "theme_add"),
    ("themes/<uuid:pk>/", themes.edit, "theme"),
    ("themes/<uuid:pk>/evenement/", themes.make_event, "theme_event"),
    ("<uuid:pk>/", keeping.detail, "event"),
    ("<uuid:pk>/modifier/", keeping.edit, "edit"),
    ("<uuid:pk>/etape/", keeping.advance, "advance"),
    ("<uuid:pk>/etape-precedente/", keeping.step_back, "step_back"),
    ("<uuid:pk>/annuler/", keeping.call_off, "call_off"),
    ("<uuid:pk>/supprimer/", keeping.delete, "delete"),
    ("<uuid:pk>/seance/", keeping.session_add, "session_add"),
    ("<uuid:pk>/invitations/", inviting.channels, "channels"),
    ("<uuid:pk>/inscrits/", inviting.registered, "registered"),
    ("<uuid:pk>/inscrits/exporter/<str:kind>/", inviting.export, "export"),
    ("seances/<uuid:pk>/", keeping.session_edit, "session"),
    ("seances/<uuid:pk>/intervenant/", keeping.speaker_add, "speaker_add"),
    ("seances/<uuid:pk>/<str:verb>/", keeping.session_verb, "session_verb"),
    ("intervenants/<uuid:pk>/", keeping.speaker_edit, "speaker"),
    ("intervenants/<uuid:pk>/lien/", keeping.speaker_send, "speaker_send"),
    ("intervenants/<uuid:pk>/retirer/", keeping.speaker_delete, "speaker_delete"),
    ("invitations/<uuid:pk>/", inviting.channel, "channel"),
    ("invitations/<uuid:pk>/preparer/", inviting.prepare, "channel_prepare"),
    ("invitations/<uuid:pk>/declarer/", inviting.declare, "channel_declare"),
    ("inscrits/<uuid:pk>/annuler/", inviting.registrant_cancel, "registrant_cancel"),
]
urlpatterns = [path(route, for_keepers(view), name=name) for route, view, name in ROUTES]
urlpatterns.append(path("", include("observatoire.events.urls.after")))
