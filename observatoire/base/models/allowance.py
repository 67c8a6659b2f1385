"""What was done lately, and by whom: limits that hold between processes and over a restart."""

from __future__ import annotations

import time

from django.db import models, transaction
from django.utils.crypto import salted_hmac

from observatoire.base.rules import DAY, Limit


class AllowanceQuerySet(models.QuerySet):
    @transaction.atomic
    def spend(self, limit: Limit, owner: str) -> int:
        """Count one more; 0 when it may be done, else the seconds to wait."""
        row = self._locked(limit, owner)
        now = time.time()
        row.times = [at for at in row.times if at > now - limit.seconds]
        wait = int(row.times[0] + limit.seconds - now) + 1 if len(row.times) >= limit.amount else 0
        if not wait:
            row.times.append(now)
        row.save(update_fields=["times", "last_at"])
        return wait

    @transaction.atomic
    def give_back(self, limit: Limit, owner: str) -> None:
        """What ended well does not count."""
        row = self._locked(limit, owner)
        row.times = row.times[:-1]
        row.save(update_fields=["times", "last_at"])

    def forget_old(self) -> int:
        """Drop what no limit counts any more; the number of rows dropped."""
        return self.filter(last_at__lt=time.time() - DAY).delete()[0]

    def _locked(self, limit: Limit, owner: str) -> Allowance:
        # A keyed hash: the table names neither an address nor a person.
        key = salted_hmac("observatoire.allowance", owner.lower(), algorithm="sha256").hexdigest()
        self.get_or_create(name=limit.name, owner=key)
        return self.select_for_update().get(name=limit.name, owner=key)


class Allowance(models.Model):
    """The latest times that one owner did one thing."""

    name = models.CharField("chose comptée", max_length=40)
    owner = models.CharField("empreinte de qui la fait", max_length=64)
    times = models.JSONField("moments", default=list)
    last_at = models.FloatField("dernier moment", default=time.time)

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        verbose_name = "décompte"
        verbose_name_plural = "décomptes"
        default_permissions = ()
        ordering = ["name", "owner"]
        constraints = [
            models.UniqueConstraint(fields=["name", "owner"], name="base_allowance_once")
        ]
        indexes = [models.Index(fields=["last_at"], name="base_allowance_last")]

    def save(self, **options):
        self.last_at = time.time()
        super().save(**options)
