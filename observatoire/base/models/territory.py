"""Territories of all levels in one table, dated, with their belongings."""

import uuid

from django.db import models
from django.db.models import Q

from observatoire.base.french import normalise


class TerritoryQuerySet(models.QuerySet):
    def present(self):
        return self.filter(end=None)

    def at(self, day):
        """Those that existed on a day."""
        return self.filter(Q(start=None) | Q(start__lte=day), Q(end=None) | Q(end__gt=day))


class Territory(models.Model):
    """(level, code, start) names a territory; the same code may come back after a merger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.CharField("niveau", max_length=20)
    code = models.CharField("code", max_length=24)
    name = models.CharField("nom", max_length=160)
    article = models.CharField("article", max_length=4, blank=True)
    searched_name = models.CharField("nom cherché", max_length=200, editable=False)
    postal_codes = models.CharField("codes postaux", max_length=250, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    population_year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    area = models.FloatField("superficie en km²", null=True, blank=True)
    density = models.PositiveSmallIntegerField("grille de densité", null=True, blank=True)
    vintage = models.PositiveSmallIntegerField("millésime", null=True, blank=True)
    start = models.DateField("depuis le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True)
    in_region = models.BooleanField("touche la région", default=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["level", "code", "start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code", "start"],
                name="base_territory_key",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(start=None) | Q(end__gt=models.F("start")),
                name="base_territory_dates",
            ),
        ]
        indexes = [models.Index(fields=["in_region", "searched_name"], name="base_territory_name")]

    def __str__(self):
        return self.name

    def save(self, **options):
        self.searched_name = normalise(self.name)
        super().save(**options)

    def get_absolute_url(self):
        return f"/territoires/{self.level}/{self.code}/"


class TerritoryBelonging(models.Model):
    """`child` is in `parent`; `whole` is false when only a part of it is."""

    child = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="belongings")
    parent = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="members")
    whole = models.BooleanField("en entier", default=True)
    start = models.DateField("depuis le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "appartenance"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent", "start"],
                name="base_belonging_once",
                nulls_distinct=False,
            )
        ]
