"""The index of the base: one narrow row per published notice, and its words beside it.

`facets` says in one text all that a notice is sorted by, so that the counts of every facet come
from one question. `EntryText` holds the stems; FTS5 reads it (0002); PostgreSQL
keeps its lexemes, beside what a search asks of the entry (0006).
"""

from django.db import models

from observatoire.library.models.notice import Notice


class Entry(models.Model):
    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="entry")
    visibility = models.CharField(max_length=12)
    group = models.CharField(max_length=60, blank=True)
    facets = models.CharField(max_length=1000)
    date = models.DateField(null=True)
    added_at = models.DateTimeField()
    sorted_title = models.CharField(max_length=80)

    class Meta:
        verbose_name = "entrée de la base documentaire"
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["visibility", "group", "facets"], name="library_entry_facets"),
            models.Index(fields=["date", "id"], name="library_entry_date"),
            models.Index(fields=["added_at", "id"], name="library_entry_added"),
            models.Index(fields=["sorted_title", "id"], name="library_entry_title"),
        ]


class EntryText(models.Model):
    """Stems, not text; `marks` are the facets as words that nobody types."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.CASCADE, related_name="words"
    )
    title = models.TextField(blank=True)
    head = models.TextField(blank=True)
    body = models.TextField(blank=True)
    marks = models.TextField(blank=True)

    class Meta:
        verbose_name = "mots d’une entrée"
        ordering = ["entry"]
        default_permissions = ()


class KnownWord(models.Model):
    """A word of the titles and summaries that everyone may read: what a typing error is near to."""

    word = models.CharField(max_length=40, primary_key=True)
    stem = models.CharField(max_length=40, db_index=True)

    class Meta:
        verbose_name = "mot connu"
        ordering = ["word"]
        default_permissions = ()
