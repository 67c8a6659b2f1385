"""Addresses of events that are not in the administration."""

from django.urls import path

from observatoire.events.urls import conference
from observatoire.events.views import live, moderation, public, registration, replays, rooms

OWN = "evenements/inscription/<str:token>/"
LIVE = "evenements/direct/<str:token>/"
SPEAKER = "evenements/intervenant/<str:token>/"
PAGE = "evenements/<slug:slug>/"
DESK = "evenements/moderation/<uuid:pk>/"

urlpatterns = [
    *conference.urlpatterns,
    path("matinale/", replays.index, name="replays"),
    path("invitation/<str:token>/", registration.invited, name="invitation"),
    path("evenements/", public.index, name="events"),
    path("evenements/agenda.ics", public.feed, name="events_feed"),
    path(OWN, registration.own, name="registration"),
    path(f"{OWN}modifier/", registration.edit, name="registration_edit"),
    path(f"{OWN}annuler/", registration.give_up, name="registration_cancel"),
    path(f"{OWN}suivants/", registration.confirm_news, name="registration_news"),
    path(f"{OWN}invitation.ics", registration.calendar_file, name="registration_calendar"),
    path(f"{OWN}code.svg", replays.code, name="registration_code"),
    path(f"{OWN}salle/", rooms.enter, name="room"),
    path("evenements/salle/<uuid:pk>/presences/", rooms.presences, name="room_presences"),
    path(LIVE, live.page, name="live"),
    path(f"{LIVE}questions/", live.questions, name="live_questions"),
    path(f"{LIVE}soutenir/", live.support, name="live_support"),
    path(SPEAKER, live.speaker, name="speaker"),
    path(f"{SPEAKER}repondue/", live.speaker_answered, name="speaker_answered"),
    path(f"{SPEAKER}salle/", live.speaker_room, name="speaker_room"),
    path("evenements/projection/<str:token>/", live.projection, name="projection"),
    path(DESK, moderation.screen, name="moderation"),
    path(f"{DESK}<uuid:question>/<str:verb>/", moderation.decide, name="moderation_decide"),
    path("evenements/<slug:slug>/", public.event, name="event"),
    path("evenements/<slug:slug>/calendrier.ics", public.calendar_file, name="event_calendar"),
    path(f"{PAGE}replay/", replays.page, name="replay_page"),
    path(f"{PAGE}replay/voir/", replays.watch, name="replay_watch"),
    path("evenements/<slug:slug>/affiche/", public.poster, name="event_poster"),
    path("evenements/<slug:slug>/affiche.pdf", public.poster_file, name="event_poster_file"),
    path("evenements/<slug:slug>/inscription/", registration.ask, name="registration_ask"),
    path(
        "evenements/<slug:slug>/inscription/faite/", registration.asked, name="registration_asked"
    ),
]
