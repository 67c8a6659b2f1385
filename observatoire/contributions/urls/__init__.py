"""Addresses of contributions that are not in the administration."""

from django.urls import path

from observatoire.contributions.views import follow, ideas

urlpatterns = [
    path("contribuer/", ideas.index, name="contributions"),
    path("contribuer/fichiers/<uuid:pk>/", follow.file, name="contribution_file"),
    path("contribuer/suivi/<str:token>/", follow.page, name="contribution_follow"),
    path("contribuer/suivi/<str:token>/dire/", follow.say, name="contribution_say"),
    path("contribuer/suivi/<str:token>/retirer/", follow.withdraw, name="contribution_withdraw"),
    path("contribuer/suivi/<str:token>/fichier/", follow.own_file, name="contribution_own_file"),
    path("contribuer/<slug:slug>/", ideas.call, name="contribution_call"),
    path("contribuer/<slug:slug>/proposer/", ideas.propose, name="contribution_propose"),
    path("contribuer/<slug:slug>/merci/", ideas.thanks, name="contribution_thanks"),
    path("contribuer/<slug:slug>/idees/<int:number>/", ideas.idea, name="contribution_idea"),
    path(
        "contribuer/<slug:slug>/idees/<int:number>/soutenir/",
        ideas.support,
        name="contribution_support",
    ),
]
