from django.urls import path

from observatoire.surveys.views import answering

urlpatterns = [
    path("enquetes/corriger/", answering.correct, name="survey_correct"),
    path("enquetes/<str:token>/", answering.answer, name="survey_answer"),
]
