from django.urls import path

from observatoire.portal.views import pages

urlpatterns = [
    path("recherche/", pages.search, name="search"),
    path("agenda/", pages.agenda, name="agenda"),
    path("plan-du-site/", pages.site_map, name="site_map"),
]
