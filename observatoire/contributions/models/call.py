"""Calls for contributions, and what proposals are read against."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from observatoire.base.registry import Ref


class CallQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def open_at(self, moment):
        return self.published().filter(opens_at__lte=moment, closes_at__gt=moment)


class Call(models.Model):
    """Asks for ideas, from an hour until another, for something that is being prepared."""

    class Purpose(models.TextChoices):
        CONFERENCE = "conference", "Conférence des partenaires"
        MATINALE = "matinale", "Matinale"
        GROUP = "groupe", "Thème d’un groupe de travail"
        LETTER = "lettre", "Lettre électronique"
        GENERAL = "general", "Toute idée"

    class State(models.TextChoices):
        DRAFT = "brouillon", "Brouillon"
        COMING = "a_venir", "Bientôt ouvert"
        OPEN = "ouvert", "Ouvert"
        CLOSED = "clos", "Clos"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("adresse de la page", max_length=120, unique=True, editable=False)
    title = models.CharField("titre", max_length=160)
    purpose = models.CharField("pour", max_length=12, choices=Purpose, default=Purpose.GENERAL)
    # What the call serves, named as everywhere; empty for a call that no feature owns.
    owner_kind = models.CharField(max_length=60, blank=True, editable=False)
    owner_key = models.CharField(max_length=120, blank=True, editable=False)
    introduction = models.TextField("ce que l’on prépare", max_length=3000)
    expected = models.TextField("ce que l’on attend", max_length=3000, blank=True)
    opens_at = models.DateTimeField("ouvre le")
    closes_at = models.DateTimeField("ferme le")
    answer_days = models.PositiveSmallIntegerField(
        "jours pour répondre",
        default=30,
        help_text="Après la fermeture\u00a0; passé ce délai, le bureau le rappelle.",
    )
    shares_ideas = models.BooleanField("les partenaires voient les idées reçues", default=True)
    reviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="relecteurs", blank=True, related_name="+"
    )
    published_at = models.DateTimeField("publié le", null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à contribution"
        verbose_name_plural = "appels à contribution"
        ordering = ["-closes_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="contributions_call_hours"
            ),
            models.CheckConstraint(
                condition=Q(owner_kind="", owner_key="") | (~Q(owner_kind="") & ~Q(owner_key="")),
                name="contributions_call_owner_whole",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/contribuer/{self.slug}/"

    @property
    def owner(self) -> Ref | None:
        return Ref(self.owner_kind, self.owner_key) if self.owner_kind else None

    @property
    def answer_by(self):
        """The day by which everyone knows what became of what they proposed."""
        return timezone.localtime(self.closes_at + timedelta(days=self.answer_days)).date()

    def takes_at(self, moment) -> bool:
        """Whether what arrived at that moment arrived in time."""
        is_open = self.published_at is not None
        return is_open and self.opens_at <= moment < self.closes_at

    def state_at(self, moment) -> State:
        if self.published_at is None:
            return self.State.DRAFT
        if moment < self.opens_at:
            return self.State.COMING
        return self.State.OPEN if moment < self.closes_at else self.State.CLOSED

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())


class Criterion(models.Model):
    """One question that each reviewer answers from 0 to 4; `weight` says how much it counts."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    label = models.CharField("critère", max_length=120)
    weight = models.PositiveSmallIntegerField("poids", default=1)
    order = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ["order", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["call", "label"], name="contributions_criterion_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=5), name="contributions_criterion_weight"
            ),
        ]

    def __str__(self):
        return self.label
