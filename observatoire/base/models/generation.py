"""The counter that each publication raises: the key of every kept page."""

from django.core.cache import cache
from django.db import models, transaction
from django.db.models import F

CACHE_KEY = "generation"


class Generation(models.Model):
    """One row; `number` changes when anything shown to the public may have changed."""

    number = models.PositiveBigIntegerField("numéro", default=1)

    class Meta:
        verbose_name = "génération du site"

    @classmethod
    def current(cls) -> int:
        """The number, from the cache that the processes share, else from the database."""
        number = cache.get(CACHE_KEY)
        if number is None:
            number = cls.objects.values_list("number", flat=True).filter(pk=1).first() or 0
            cache.set(CACHE_KEY, number, None)
        return number

    @classmethod
    def advance(cls) -> None:
        """Raise the counter; the kept number is dropped only once the change is committed."""
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1).update(number=F("number") + 1)
        transaction.on_commit(lambda: cache.delete(CACHE_KEY))
