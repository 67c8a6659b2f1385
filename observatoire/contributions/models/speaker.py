"""Who is asked to speak, without an account: a signed link is enough."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.contributions.models.proposal import Proposal


class SpeakerQuerySet(models.QuerySet):
    def of(self, owner: Ref):
        return self.filter(owner_kind=owner.kind, owner_key=owner.key)


class Speaker(models.Model):
    """Someone thought of for an event, then invited, then sure."""

    class State(models.TextChoices):
        THOUGHT_OF = "pressenti", "Pressenti"
        INVITED = "invite", "Invité"
        CONFIRMED = "confirme", "Confirmé"
        DECLINED = "decline", "A décliné"

    class Answer(models.TextChoices):
        UNKNOWN = "", "Pas encore répondu"
        YES = "oui", "Oui"
        NO = "non", "Non"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_kind = models.CharField(max_length=60, editable=False)
    owner_key = models.CharField(max_length=120, editable=False)
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="speakers"
    )
    full_name = models.CharField("nom", max_length=120, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    function = models.CharField("fonction", max_length=160, blank=True)
    organisation = models.CharField("structure", max_length=160, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.THOUGHT_OF)
    biography = models.TextField("présentation", max_length=1500, blank=True)
    needs = models.TextField("besoins particuliers", max_length=1500, blank=True)
    # Oui, non, or nothing yet: silence permits nothing.
    may_record = models.CharField(
        "accepte d’être enregistré", max_length=3, choices=Answer, blank=True, default=""
    )
    may_broadcast = models.CharField(
        "accepte d’être diffusé", max_length=3, choices=Answer, blank=True, default=""
    )
    invited_at = models.DateTimeField("invité le", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)
    link_number = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = "intervenant"
        verbose_name_plural = "intervenants"
        ordering = ["created_at", "id"]

    def __str__(self):
        return self.full_name or self.organisation or "Intervenant à nommer"

    @property
    def owner(self) -> Ref:
        return Ref(self.owner_kind, self.owner_key)

    @property
    def is_sure(self) -> bool:
        return self.state == self.State.CONFIRMED


class Absence(models.Model):
    """When a speaker cannot be there."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField("à partir de")
    ends_at = models.DateTimeField("jusqu’à")

    class Meta:
        verbose_name = "indisponibilité"
        verbose_name_plural = "indisponibilités"
        ordering = ["starts_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="contributions_absence_hours"
            )
        ]
