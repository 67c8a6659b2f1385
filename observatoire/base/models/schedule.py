"""Recurring work as rows, and the leases of the workers that do it."""

from django.db import models


class Schedule(models.Model):
    """One occurrence of a recurring work; unique by (job, due), so it is done once."""

    job = models.CharField("travail", max_length=80)
    due = models.DateTimeField("échéance")
    every = models.DurationField("tous les", null=True, blank=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    failure = models.TextField("échec", blank=True)

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ["due", "job"]
        constraints = [
            models.UniqueConstraint(fields=["job", "due"], name="base_schedule_once"),
            models.CheckConstraint(
                condition=models.Q(finished_at=None) | models.Q(started_at__isnull=False),
                name="base_schedule_started_before_finished",
            ),
        ]

    def __str__(self):
        return f"{self.job} ({self.due:%d/%m/%Y %H:%M})"


class WorkerLease(models.Model):
    """A worker that is alive says so here; one silent for a minute has its tasks given back."""

    worker_id = models.CharField("travailleur", max_length=64, unique=True)
    beat_at = models.DateTimeField("dernier signe de vie")

    class Meta:
        verbose_name = "bail de travailleur"
        verbose_name_plural = "baux de travailleurs"
