from django.urls import path

from observatoire.food_aid.views import exchange, need, public

urlpatterns = [
    path("aide-alimentaire/", public.index, name="food_aid"),
    path("aide-alimentaire/lieux.json", public.points, name="food_aid_points"),
    path("aide-alimentaire/besoin/", need.index, name="food_aid_need"),
    path("aide-alimentaire/publics/", need.counts, name="food_aid_counts"),
    path("aide-alimentaire/donnees/", exchange.index, name="food_aid_exports"),
    path(
        "aide-alimentaire/donnees/<str:licence>/<slug:form>/",
        exchange.export,
        name="food_aid_export",
    ),
    path(
        "aide-alimentaire/depliant/<slug:level>/<slug:code>/",
        exchange.leaflet,
        name="food_aid_leaflet",
    ),
    path("aide-alimentaire/confirmer/<str:key>/", public.confirm, name="food_aid_confirm"),
    path("aide-alimentaire/lieux/<slug:slug>/", public.place, name="food_aid_place"),
    path("aide-alimentaire/lieux/<slug:slug>/signaler/", public.remark, name="food_aid_remark"),
]
