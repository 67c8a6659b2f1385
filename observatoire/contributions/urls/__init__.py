"""Addresses of contributions that are not in the administration."""

from django.urls import path

from observatoire.contributions.views import follow, ideas, reading, speaking

READING = "contribuer/<slug:slug>/relecture/"

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
    path(READING, reading.index, name="contribution_reading"),
    path(f"{READING}reunir/", reading.group, name="contribution_group"),
    path(f"{READING}exporter/<str:kind>/", reading.export, name="contribution_export"),
    path(f"{READING}<int:number>/", reading.idea, name="contribution_read"),
    path(f"{READING}<int:number>/noter/", reading.mark, name="contribution_mark"),
    path(f"{READING}<int:number>/dire/", reading.say, name="contribution_discuss"),
    path(f"{READING}<int:number>/repondre/", reading.answer, name="contribution_answer"),
    path(f"{READING}<int:number>/devenir/", reading.become, name="contribution_become"),
    path("intervenir/supports/<uuid:pk>/", speaking.slides_of, name="speaker_slides"),
    path("intervenir/<str:token>/", speaking.page, name="speaking"),
    path("intervenir/<str:token>/support/", speaking.slides, name="speaking_slides"),
    path(
        "intervenir/<str:token>/support/<uuid:pk>/", speaking.own_slides, name="speaking_own_slides"
    ),
]
