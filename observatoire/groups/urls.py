from django.urls import include, path

from observatoire.groups.views import agenda, meetings, minutes, spaces, themes

minutes_patterns = [
    path("", minutes.read, name="minutes"),
    path("compte-rendu.pdf", minutes.print_out, name="minutes_pdf"),
    path("compte-rendu.docx", minutes.word, name="minutes_docx"),
    path("ecrire/", minutes.write, name="minutes_write"),
    path("ouvrir/", minutes.begin, name="minutes_open"),
    path("ajouter/", minutes.add, name="minutes_add"),
    path("relecture/", minutes.circulate, name="minutes_circulate"),
    path("adopter/", minutes.adopt, name="minutes_adopt"),
    path("publier/", minutes.publish, name="minutes_publish"),
    path("passages/<uuid:passage>/", minutes.save, name="passage_save"),
    path("passages/<uuid:passage>/preciser/", minutes.describe, name="passage_describe"),
    path("passages/<uuid:passage>/retirer/", minutes.remove, name="passage_remove"),
    path("passages/<uuid:passage>/versions/", minutes.versions, name="passage_versions"),
    path("passages/<uuid:passage>/amender/", minutes.amend, name="passage_amend"),
    path("ecritures/<uuid:conflict>/", minutes.settle, name="conflict_settle"),
    path("amendements/<uuid:amendment>/", minutes.answer, name="amendment_answer"),
]

meeting_patterns = [
    path("", meetings.meeting, name="meeting"),
    path("reunion.ics", meetings.calendar, name="meeting_calendar"),
    path("modifier/", meetings.edit, name="meeting_edit"),
    path("dates/", meetings.dates, name="meeting_dates"),
    path("dates/proposer/", meetings.offer, name="meeting_offer"),
    path("dates/<uuid:option>/choisir/", meetings.choose, name="meeting_choose"),
    path("presences/", meetings.presences, name="meeting_presences"),
    path("convoquer/", meetings.convene, name="meeting_convene"),
    path("annuler/", meetings.call_off, name="meeting_call_off"),
    path("manque/", meetings.missed, name="meeting_missed"),
    path("ordre-du-jour/", agenda.edit, name="agenda"),
    path("ordre-du-jour/actualiser/", agenda.renew, name="agenda_renew"),
    path("ordre-du-jour/<uuid:item>/", agenda.change, name="agenda_change"),
    path("compte-rendu/", include(minutes_patterns)),
]

urlpatterns = [
    path("groupes/", spaces.index, name="groups"),
    path("groupes/suivi/", spaces.board, name="board"),
    path("groupes/suivi/<uuid:passage>/", spaces.follow, name="passage_follow"),
    path("groupes/<slug:slug>/", spaces.space, name="group"),
    path("groupes/<slug:slug>/themes/", themes.propose, name="theme_propose"),
    path("groupes/<slug:slug>/themes/<uuid:pk>/", themes.change, name="theme_change"),
    path("groupes/<slug:slug>/reunions/nouvelle/", meetings.add, name="meeting_add"),
    path("groupes/<slug:slug>/reunions/<uuid:pk>/", include(meeting_patterns)),
]
