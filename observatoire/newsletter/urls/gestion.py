"""/gestion/lettres/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.newsletter.views import composing, fate, sending
from observatoire.newsletter.views.screens import for_composers

ROUTES = [
    ("", composing.index, "index"),
    ("ajouter/", composing.add, "add"),
    ("arrivee/", fate.index, "fate"),
    ("arrivee/<str:domain>/", fate.domain, "domain"),
    ("arrivee/<str:domain>/lettre/<str:form>/", fate.it_letter, "it_letter"),
    ("diagnostic/", fate.examine, "examine"),
    ("diagnostic/<uuid:pk>/", fate.case, "case"),
    ("temoins/", fate.witnesses, "witnesses"),
    ("temoins/<int:pk>/retirer/", fate.remove_witness, "witness_remove"),
    ("<uuid:pk>/", composing.detail, "issue"),
    ("<uuid:pk>/modifier/", composing.edit, "edit"),
    ("<uuid:pk>/proposer/", composing.propose, "propose"),
    ("<uuid:pk>/ligne/", composing.add_line, "line_add"),
    ("<uuid:pk>/remarque/", composing.say, "say"),
    ("<uuid:pk>/supprimer/", composing.delete, "delete"),
    ("<uuid:pk>/apercu/", sending.preview, "preview"),
    ("<uuid:pk>/apercu/page/", sending.page, "preview_page"),
    ("<uuid:pk>/controle/", sending.check, "check"),
    ("<uuid:pk>/essai/", sending.test, "test"),
    ("<uuid:pk>/envoi/", sending.detail, "sending"),
    ("<uuid:pk>/corriger/", sending.correct, "correct"),
    ("<uuid:pk>/<str:verb>/faire/", sending.do, "do"),
    ("lignes/<uuid:pk>/", composing.edit_line, "line"),
    ("lignes/<uuid:pk>/<str:verb>/", composing.decide_line, "line_verb"),
]
urlpatterns = [path(route, for_composers(view), name=name) for route, view, name in ROUTES]
