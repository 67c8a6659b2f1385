from django.urls import include, path

from observatoire.alerts.views import alert, register, waves

alert_patterns = [
    path("", alert.alert, name="alert"),
    path("document/", alert.document, name="alert_document"),
    path("avis/", alert.voice, name="alert_voice"),
    path("trier/", alert.sort, name="alert_sort"),
    path("reunir/", alert.join, name="alert_join"),
    path("repondre/", alert.answer, name="alert_answer"),
    path("examiner/", alert.examine, name="alert_examine"),
    path("conclure/", alert.conclude, name="alert_conclude"),
    path("rouvrir/", alert.reopen, name="alert_reopen"),
    path("chiffres/<uuid:indicator>/", alert.moved, name="alert_moved"),
]

urlpatterns = [
    path("alertes/", register.index, name="alerts"),
    path("alertes/signaler/", register.report, name="alert_report"),
    path("alertes/rien-a-signaler/", register.nothing, name="alert_nothing"),
    path("alertes/alertes.csv", register.export, name="alert_export"),
    path("alertes/annee/<int:year>/", register.year, name="alert_year"),
    path("alertes/chiffres/<uuid:pk>/", register.jump, name="alert_jump"),
    path("alertes/vagues/", waves.index, name="waves"),
    path("alertes/vagues/<uuid:pk>/", waves.wave, name="wave"),
    path("alertes/<uuid:pk>/", include(alert_patterns)),
]
