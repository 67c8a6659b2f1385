from django.conf import settings
from django.urls import include, path

from observatoire.mail.views import recipients

urlpatterns = [
    path("desabonnement/<str:token>/", recipients.unsubscribe, name="unsubscribe"),
    path("courriels/retours/", recipients.take_return, name="take_return"),
]
if settings.MAIL_PROVIDER:
    # Anymail's own view checks the secret; receivers.py is told what happened.
    urlpatterns.append(path("courriels/evenements/", include("anymail.urls")))
