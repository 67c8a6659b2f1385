from django.urls import include, path
from wagtail.documents import urls as document_urls

from observatoire.base import views

urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sante/", views.health, name="health"),
    path("fichiers/images/<path:path>", views.image_file, name="image_file"),
    path("documents/", include(document_urls)),
]
