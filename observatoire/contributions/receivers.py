"""A row of a file that goes takes its file with it, once that is sure."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from observatoire.contributions.models import Attachment


@receiver(post_delete, sender=Attachment)
def drop_file(sender, instance, **details):
    if instance.file:
        storage, name = instance.file.storage, instance.file.name
        transaction.on_commit(lambda: storage.delete(name))
