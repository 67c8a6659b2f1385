from django.urls import path

from observatoire.food_aid.views import gestion

app_name = "aide_alimentaire"
urlpatterns = [
    path("", gestion.index, name="index"),
    path("deposer/", gestion.deposit, name="deposit"),
    path("imports/<uuid:key>/", gestion.intake, name="intake"),
    path("imports/<uuid:key>/confirmer/", gestion.confirm, name="confirm"),
    path("imports/<uuid:key>/annuler/", gestion.undo, name="undo"),
    path("doublons/", gestion.doubles, name="doubles"),
    path("doublons/<uuid:key>/", gestion.settle, name="settle"),
    path("remarques/<uuid:key>/", gestion.answer, name="answer"),
    path("publier/", gestion.publish, name="publish"),
]
