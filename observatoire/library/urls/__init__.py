"""/base-documentaire/: what everyone sees of the base."""

from django.urls import path

from observatoire.library.views import alerts, base, deposits, exchange

urlpatterns = [
    path("base-documentaire/", base.index, name="library"),
    path("base-documentaire/flux/", base.feed, name="library_feed"),
    path("base-documentaire/flux/rss/", base.rss, name="library_rss"),
    path("base-documentaire/oai/", exchange.oai, name="library_oai"),
    path("base-documentaire/export/<str:ending>/", exchange.export, name="library_export"),
    path("base-documentaire/alertes/", alerts.index, name="library_alerts"),
    path("base-documentaire/alertes/nouvelle/", alerts.add, name="library_alert_add"),
    path("base-documentaire/alertes/<str:token>/", alerts.one, name="library_alert"),
    path("base-documentaire/deposer/", deposits.index, name="deposits"),
    path("base-documentaire/deposer/etude/", deposits.add, name="deposit_add"),
    path("base-documentaire/deposer/<uuid:pk>/", deposits.edit, name="deposit_edit"),
    path("base-documentaire/deposer/<uuid:pk>/renoncer/", deposits.give_up, name="deposit_give_up"),
    path("base-documentaire/<slug:slug>/", base.notice, name="notice"),
    path("base-documentaire/<slug:slug>/citation/<str:ending>/", exchange.cite, name="notice_cite"),
    path("base-documentaire/<slug:slug>/copie/", base.copy, name="notice_kept_copy"),
    path("base-documentaire/<slug:slug>/fichier/", base.file, name="notice_file"),
]
