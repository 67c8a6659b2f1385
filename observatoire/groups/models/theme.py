"""What a group wants to speak of: its lasting threads, and themes for a next meeting."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.directory.models import Group, Institution


class Thread(models.Model):
    """A fil rouge: what every meeting of a group comes back to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="threads")
    title = models.CharField("titre", max_length=160)
    note = models.TextField("en une phrase", blank=True)
    pact_action = models.CharField("action du Pacte des solidarités", max_length=250, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "fil rouge"
        verbose_name_plural = "fils rouges"
        ordering = ["group", "title", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "title"], name="groups_thread_once")
        ]

    def __str__(self):
        return self.title


class Theme(models.Model):
    """Something to exchange on, proposed by anyone of the group, chosen before the meeting."""

    class State(models.TextChoices):
        PROPOSED = "propose", "proposé"
        CHOSEN = "retenu", "retenu"
        TREATED = "traite", "traité"
        SET_ASIDE = "ecarte", "écarté"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField("thème", max_length=200)
    note = models.TextField("pourquoi", blank=True)
    proposed_by = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    meeting = models.ForeignKey(
        "groups.Meeting", null=True, blank=True, on_delete=models.SET_NULL, related_name="themes"
    )
    state = models.CharField("état", max_length=8, choices=State, default=State.PROPOSED)
    reason = models.CharField("raison", max_length=250, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField("proposé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "thème proposé"
        verbose_name_plural = "thèmes proposés"
        ordering = ["-created_at", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["group", "title"], name="groups_theme_once")]

    def __str__(self):
        return self.title


class ThemeVote(models.Model):
    """One voice per account; what counts is the number, shown without names."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "voix"
        verbose_name_plural = "voix"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["theme", "voter"], name="groups_vote_once")]
