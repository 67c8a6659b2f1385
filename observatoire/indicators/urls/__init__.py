from django.urls import include, path

from observatoire.indicators.views import maps, pages, territories
from observatoire.indicators.views.api import api, open_to_all
from observatoire.indicators.views.comparison import compare
from observatoire.indicators.views.pictures import picture
from observatoire.indicators.views.secrecy import explained

urlpatterns = [
    path("tableaux-de-bord/", pages.dashboards, name="dashboards"),
    path("tableaux-de-bord/<slug:slug>/", pages.dashboard, name="dashboard"),
    path("indicateurs/", pages.indicators, name="indicators"),
    path("indicateurs/<str:code>/", pages.indicator, name="indicator"),
    path("indicateurs/<str:code>/carte.svg", pages.indicator_map, name="indicator_map"),
    path("indicateurs/<str:code>/image/<str:kind>.<str:form>", picture, name="picture"),
    path("indicateurs/<str:code>/carte.json", maps.map_figures, name="map_figures"),
    path("territoires/contours/<str:level>.json", maps.outlines, name="outlines"),
    path("territoires/", territories.index, name="territories"),
    path("territoires/<str:level>/<str:code>/", territories.profile, name="territory"),
    path("comparer/", compare, name="compare"),
    path("secret-statistique/", explained, name="secrecy"),
    path("donnees/", pages.open_data, name="open_data"),
    path("donnees/", include("observatoire.indicators.urls.releases")),
    path("api/", open_to_all(api.urls)),
]
