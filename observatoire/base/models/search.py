"""One table for the search of the whole site; rights are part of the question."""

from __future__ import annotations

from django.db import connections, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from observatoire.base.french import terms

# Where an entry names its group: all partners. No group of the directory can bear it.
PARTNERS = "*partenaires"


class SearchEntryQuerySet(models.QuerySet):
    def readable_by(self, groups: frozenset[str] = frozenset(), *, is_partner: bool = False):
        """What the public may find, what partners may, and what the given groups keep."""
        kept = groups | {PARTNERS} if is_partner else groups
        return self.filter(Q(group="") | Q(group__in=kept))

    def matching(self, words: str):
        """Entries that hold every word, best first; none when no word is left to search.

        The last word may be the beginning of one, since it is often still being typed.
        """
        return self._matching(terms(words), every=True)

    def matching_some(self, words: str):
        """Entries that hold at least one of the words; those that hold more come first."""
        return self._matching(terms(words), every=False)

    def _matching(self, stems: list[str], *, every: bool):
        if not stems:
            return self.none()
        if connections[self.db].vendor == "postgresql":
            return self._matching_postgresql((" & " if every else " | ").join(stems) + ":*")
        quoted = [f'"{stem}"' for stem in stems]
        return self._matching_sqlite((" AND " if every else " OR ").join(quoted) + "*")

    def _matching_sqlite(self, question: str):
        rows = "SELECT rowid FROM base_searchentry_words WHERE base_searchentry_words MATCH %s"
        rank = (
            "(SELECT bm25(base_searchentry_words, 8.0, 1.0) FROM base_searchentry_words "
            "WHERE base_searchentry_words MATCH %s AND rowid = base_searchentry.id)"
        )
        return (
            self.filter(id__in=RawSQL(rows, [question]))
            .annotate(
                rank=RawSQL(rank, [question], output_field=models.FloatField()) * models.F("weight")
            )
            .order_by("rank", "-date", "id")
        )

    def _matching_postgresql(self, question: str):
        match = "base_searchentry.words @@ to_tsquery('simple', %s)"
        rank = "-ts_rank(base_searchentry.words, to_tsquery('simple', %s))"
        return (
            self.annotate(found=RawSQL(match, [question], output_field=models.BooleanField()))
            .filter(found=True)
            .annotate(
                rank=RawSQL(rank, [question], output_field=models.FloatField()) * models.F("weight")
            )
            .order_by("rank", "-date", "id")
        )


class SearchEntry(models.Model):
    """What can be found of one object; `title_words` and `body_words` are stems, not text."""

    kind = models.CharField("nature", max_length=40)
    key = models.CharField("clé", max_length=120)
    title = models.CharField("titre", max_length=250)
    summary = models.CharField("résumé", max_length=400, blank=True)
    address = models.CharField("adresse", max_length=300)
    label = models.CharField("ce que c’est", max_length=60)
    date = models.DateField("date", null=True, blank=True)
    group = models.CharField("groupe", max_length=60, blank=True)
    weight = models.FloatField("poids", default=1.0)
    title_words = models.TextField(editable=False)
    body_words = models.TextField(editable=False)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entrée de recherche"
        verbose_name_plural = "entrées de recherche"
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="base_searchentry_object")
        ]

    def __str__(self):
        return self.title
