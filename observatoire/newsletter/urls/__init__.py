"""/lettres/: public addresses of the letter."""

from django.urls import path

from observatoire.newsletter.views import public, subscribing

urlpatterns = [
    path("lettres/", public.index, name="letters"),
    path("lettres/flux/", public.feed, name="letters_feed"),
    path("lettres/abonnement/", subscribing.ask, name="letters_subscribe"),
    path("lettres/abonnement/<str:token>/", subscribing.own, name="letters_own"),
    path("lettres/temoin/<str:token>/<int:number>/", subscribing.witness, name="letters_witness"),
    path("lettres/<int:number>/", public.issue, name="letter"),
    path("lettres/<int:number>/pdf/", public.pdf, name="letter_pdf"),
    path("lettres/<int:number>/lire/<uuid:pk>/", public.follow, name="letter_follow"),
]
