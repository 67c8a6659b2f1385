"""Addresses of the site, in French. Wagtail's pages come last: they take what is left."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls

handler400 = "observatoire.base.views.bad_request"
handler403 = "observatoire.base.views.refused"
handler404 = "observatoire.base.views.not_found"
handler500 = "observatoire.base.views.server_error"

urlpatterns = [
    path("", include("observatoire.directory.urls")),  # before Wagtail, whose sign-in it replaces
    path("gestion/", include(admin_urls)),
    path("", include("observatoire.indicators.urls")),
    path("", include("observatoire.events.urls")),
    path("", include("observatoire.groups.urls")),
    path("", include("observatoire.alerts.urls")),
    path("", include("observatoire.library.urls")),
    path("", include("observatoire.newsletter.urls")),
    path("", include("observatoire.food_aid.urls")),
    path("", include("observatoire.surveys.urls")),
    path("", include("observatoire.contributions.urls")),
    path("", include("observatoire.mail.urls")),
    path("", include("observatoire.portal.urls")),
    path("", include("observatoire.base.urls")),
    path("", include(wagtail_urls)),
]
