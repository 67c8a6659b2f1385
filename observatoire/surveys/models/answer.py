"""Who was asked, and what was answered.

In an anonymous survey nothing joins the two: an answer has no invitation, no hour, no number, and
its row is written again among all others, shuffled, each time one of them comes in.
"""

import uuid

from django.db import models
from django.db.models import Q

from observatoire.surveys.models.survey import Survey


class Invitation(models.Model):
    """A link for one respondent. `key` is what the feature calls them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    key = models.CharField("clé", max_length=120)
    mailbox = models.EmailField("adresse", max_length=254, blank=True)
    # A fact without an hour: in an anonymous survey, it is all that is known of the respondent.
    # What is known already: written in the form before they do, and shown beside what they write.
    prefill = models.JSONField("réponses proposées", default=dict, blank=True)
    previous = models.JSONField("réponses d’avant", default=dict, blank=True)
    has_answered = models.BooleanField("a répondu", default=False)

    class Meta:
        verbose_name = "invitation à répondre"
        verbose_name_plural = "invitations à répondre"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="surveys_one_invitation"),
        ]


class Answer(models.Model):
    """What was answered: by an invitation, or by nobody that can be named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    invitation = models.OneToOneField(
        Invitation, null=True, blank=True, on_delete=models.CASCADE, related_name="answer"
    )
    values = models.JSONField("réponses", default=dict)
    is_final = models.BooleanField("remise", default=False)
    # What the respondent alone holds, to correct an anonymous answer: kept as its digest.
    code_digest = models.CharField("empreinte du code", max_length=64, blank=True)
    submitted_at = models.DateTimeField("remise le", null=True, blank=True)
    revision = models.PositiveIntegerField("révision", default=1)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="surveys_anonymous_has_no_hour",
                condition=Q(invitation__isnull=False) | Q(submitted_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["survey", "code_digest"],
                condition=~Q(code_digest=""),
                name="surveys_one_code",
            ),
        ]
