"""/gestion/evenements/…/apres/: included by the addresses of events in the administration."""

from django.urls import path

from observatoire.events.views import after, attendance, bilan
from observatoire.events.views.screens import for_keepers

ROUTES = [
    ("<uuid:pk>/apres/", after.detail, "after"),
    ("<uuid:pk>/apres/clore/", after.close, "close"),
    ("<uuid:pk>/apres/abandonner/", after.waive, "waive"),
    ("<uuid:pk>/apres/reprendre/<str:subject>/", after.take_back, "take_back"),
    ("<uuid:pk>/apres/enquete/envoyer/", after.send_survey, "survey_send"),
    ("<uuid:pk>/apres/enquete/clore/", after.close_survey, "survey_close"),
    ("<uuid:pk>/apres/enquete/joindre/", after.join_survey, "survey_join"),
    ("<uuid:pk>/apres/replay/", after.replay, "replay"),
    ("<uuid:pk>/apres/replay/<str:verb>/", after.replay_verb, "replay_verb"),
    ("<uuid:pk>/apres/questions/", after.questions, "questions"),
    ("questions/<uuid:pk>/", after.answer, "answer"),
    ("questions/<uuid:pk>/<str:verb>/", after.answer_verb, "answer_verb"),
    ("<uuid:pk>/presences/", attendance.index, "attendance"),
    ("<uuid:pk>/presences/prendre/", attendance.take, "attendance_take"),
    ("<uuid:pk>/presences/relever/", attendance.take_report, "attendance_report"),
    ("<uuid:pk>/presences/emargement/", attendance.sheet, "attendance_sheet"),
    ("presences/<uuid:pk>/annuler/", attendance.undo, "attendance_undo"),
    ("presences/<uuid:pk>/confirmer/", attendance.confirm, "attendance_confirm"),
    ("inscrits/<uuid:pk>/arrivee/", attendance.check_in, "check_in"),
    ("arrivee/<str:token>/", attendance.scan, "scan"),
    ("<uuid:pk>/bilan/", bilan.page, "bilan"),
    ("<uuid:pk>/bilan/arreter/", bilan.settle, "bilan_settle"),
    ("<uuid:pk>/bilan/<str:form>/", bilan.export, "bilan_export"),
]
urlpatterns = [path(route, for_keepers(view), name=name) for route, view, name in ROUTES]
