"""What reviewers and partners say of a proposal."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.contributions.models.call import Criterion
from observatoire.contributions.models.proposal import Proposal

BEST = 4


class Support(models.Model):
    """A partner knows the initiative, or would join it."""

    class Way(models.TextChoices):
        KNOWS = "connait", "Je les connais"
        JOINS = "rejoint", "Nous pouvons nous joindre"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    way = models.CharField("comment", max_length=8, choices=Way)
    said_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "soutien"
        verbose_name_plural = "soutiens"
        ordering = ["said_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "account", "way"], name="contributions_support_once"
            )
        ]

    @property
    def who(self) -> str:
        """The institution that speaks: partners are not named to each other."""
        person = getattr(self.account, "person", None)
        return str(person.institution) if person and person.institution else "Un partenaire"


class Review(models.Model):
    """What one reviewer thinks of one proposal; `is_apart` when they have a part in it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    remark = models.TextField("note", max_length=2000, blank=True)
    is_apart = models.BooleanField("je suis partie prenante et ne note pas", default=False)
    changed_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "relecture"
        verbose_name_plural = "relectures"
        ordering = ["changed_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "reviewer"], name="contributions_review_once"
            )
        ]


class Mark(models.Model):
    """From 0 (not at all) to 4 (wholly)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="marks")
    value = models.PositiveSmallIntegerField("note")

    class Meta:
        verbose_name = "note d’un critère"
        verbose_name_plural = "notes d’un critère"
        ordering = ["criterion__order", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="contributions_mark_once"),
            models.CheckConstraint(condition=Q(value__lte=BEST), name="contributions_mark_range"),
        ]


class Word(models.Model):
    """A line of the conversation about a proposal: with its author, or between reviewers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="words")
    # Nobody: it is the author of the proposal who speaks, by their link.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_author = models.BooleanField("de l’auteur", default=False)
    is_inner = models.BooleanField("entre relecteurs", default=False)
    text = models.TextField("texte", max_length=2000)
    said_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "message d’une proposition"
        verbose_name_plural = "messages d’une proposition"
        ordering = ["said_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(by_author=False) | Q(is_inner=False),
                name="contributions_author_speaks_out",
            )
        ]
