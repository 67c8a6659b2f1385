"""/gestion/enquetes/: included by the administration, which asks who comes in."""

from django.urls import path

from observatoire.surveys.views import running, writing

urlpatterns = [
    path("", running.index, name="index"),
    path("questionnaires/", writing.index, name="versions"),
    path("questionnaires/ajouter/", writing.add, name="add"),
    path("questionnaires/<uuid:pk>/", writing.version, name="version"),
    path("questionnaires/<uuid:pk>/reprendre/", writing.take, name="take"),
    path("brouillons/<uuid:pk>/", writing.draft, name="draft"),
    path("brouillons/<uuid:pk>/publier/", writing.publish, name="publish"),
    path("brouillons/<uuid:pk>/supprimer/", writing.delete, name="delete"),
    path("brouillons/<uuid:pk>/section/", writing.section, name="section"),
    path("brouillons/<uuid:pk>/texte/", writing.text, name="text"),
    path("brouillons/<uuid:pk>/question/", writing.question, name="question_add"),
    path("brouillons/<uuid:pk>/question/<str:code>/", writing.question, name="question"),
    path("brouillons/<uuid:pk>/<str:code>/<str:verb>/", writing.arrange, name="arrange"),
    path("<uuid:pk>/", running.detail, name="survey"),
    path("<uuid:pk>/clore/", running.close, name="close"),
    path("<uuid:pk>/prolonger/", running.extend, name="extend"),
    path("<uuid:pk>/export/<str:form>/", running.export, name="export"),
]
