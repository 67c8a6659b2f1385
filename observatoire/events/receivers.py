"""When a speaker answers by their link, the programme follows."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from observatoire.contributions.models import Speaker
from observatoire.events.actions.programme import follow_speaker
from observatoire.events.models import Intervention


@receiver(post_save, sender=Speaker)
def follow_answer(sender, instance, created, **details):
    if not created:
        for one in Intervention.objects.filter(speaker=instance).select_related("speaker"):
            follow_speaker(intervention=one)
