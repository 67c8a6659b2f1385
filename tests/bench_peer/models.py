"""What one would write without thinking further: an indexed model, filters and its facets."""

from django.db import models
from wagtail.search import index


class Study(index.Indexed, models.Model):
    title = models.CharField(max_length=400)
    summary = models.TextField()
    kind = models.CharField(max_length=20)
    theme = models.CharField(max_length=60)
    territory = models.CharField(max_length=40)
    producer = models.CharField(max_length=60)
    year = models.IntegerField()
    visibility = models.CharField(max_length=12)

    search_fields = [
        index.SearchField("title", boost=8),
        index.SearchField("summary"),
        *(
            index.FilterField(name)
            for name in ("kind", "theme", "territory", "producer", "year", "visibility")
        ),
    ]

    class Meta:
        app_label = "bench_peer"
        ordering = ["pk"]

    def __str__(self):
        return self.title
