"""/gestion/courriels/: included by the administration, which asks who comes in."""

from django.urls import path, re_path

from observatoire.mail.views import mailings, messages

urlpatterns = [
    path("", mailings.index, name="mailings"),
    path("porte/", messages.the_gate, name="gate"),
    path("incertains/", mailings.doubtful, name="doubtful"),
    path("incertains/trancher/", mailings.settle, name="settle"),
    path("domaines/", messages.domains, name="domains"),
    path("domaines/<int:pk>/clore/", messages.close_alarm, name="close_alarm"),
    path("adresses/", messages.addresses, name="addresses"),
    path("adresses/<int:pk>/retablir/", messages.lift, name="lift"),
    path("messages/", messages.index, name="messages"),
    path("messages/<uuid:pk>/", messages.detail, name="message"),
    path("messages/<uuid:pk>/page/", messages.page, name="message_page"),
    path("<uuid:pk>/", mailings.detail, name="mailing"),
    path("<uuid:pk>/confirmer/", mailings.confirm, name="confirm"),
    path("<uuid:pk>/essai/", mailings.test, name="test"),
    path("<uuid:pk>/export/", mailings.export, name="export"),
    re_path(
        r"^(?P<pk>[0-9a-f-]{36})/(?P<verb>pause|reprendre|deprogrammer|annuler)/$",
        mailings.decide,
        name="decide",
    ),
]
