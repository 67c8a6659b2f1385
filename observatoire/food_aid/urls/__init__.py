from django.urls import path

from observatoire.food_aid.views import public

urlpatterns = [
    path("aide-alimentaire/", public.index, name="food_aid"),
]
