"""/gestion/veille/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.library.views import intake, links, sources, veille
from observatoire.library.views.screens import for_keepers

ROUTES = [
    ("", veille.index, "queue"),
    ("decisions/", veille.decide_many, "decide_many"),
    ("proposition/<uuid:key>/", veille.correct, "finding"),
    ("proposition/<uuid:key>/decision/", veille.decide, "decide"),
    ("sources/", sources.index, "sources"),
    ("sources/ajouter/", sources.write, "source_add"),
    ("sources/<uuid:key>/", sources.write, "source"),
    ("sources/<uuid:key>/essayer/", sources.test, "source_try"),
    ("sources/<uuid:key>/supprimer/", sources.delete, "source_delete"),
    ("rythme/", sources.rhythms, "rhythm"),
    ("liens/", links.index, "links"),
    ("liens/<uuid:key>/", links.one, "link"),
    ("liens/<uuid:key>/laisser/", links.leave, "link_leave"),
    ("imports/", intake.index, "imports"),
    ("imports/ajouter/", intake.deposit, "import_add"),
    ("imports/<uuid:key>/", intake.one, "import"),
    ("imports/<uuid:key>/faire/", intake.confirm, "import_confirm"),
    ("imports/<uuid:key>/annuler/", intake.undo, "import_undo"),
]
urlpatterns = [path(route, for_keepers(view), name=name) for route, view, name in ROUTES]
urlpatterns.append(
    path("imports/reprise/", for_keepers(intake.deposit), {"takeover": True}, name="takeover")
)
