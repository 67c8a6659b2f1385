"""/gestion/base-documentaire/: included by the administration, which asks who comes in."""

from django.urls import path, re_path

from observatoire.library.views import copies, notices, received
from observatoire.library.views.screens import for_keepers

ROUTES = [
    ("", notices.index, "notices"),
    ("depots/", received.index, "deposits"),
    ("depots/<uuid:pk>/", received.detail, "deposit"),
    ("ajouter/", notices.add, "notice_add"),
    ("<uuid:pk>/", notices.detail, "notice"),
    ("<uuid:pk>/modifier/", notices.edit, "notice_edit"),
    ("<uuid:pk>/copie/", copies.keep, "notice_copy"),
    ("<uuid:pk>/supprimer/", notices.delete, "notice_delete"),
    ("<uuid:pk>/versions/<uuid:revision>/", notices.restore, "notice_restore"),
]
urlpatterns = [path(route, for_keepers(view), name=name) for route, view, name in ROUTES]
urlpatterns += [
    re_path(
        r"^(?P<pk>[0-9a-f-]{36})/(?P<verb>relire|publier|retirer)/$",
        for_keepers(notices.status),
        name="notice_status",
    )
]
