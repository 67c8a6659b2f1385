"""The veille: sources that are watched, and what was found in them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.library.models.notice import Notice
from observatoire.library.models.producer import Theme


class WatchedSource(models.Model):
    """`detail` is the set of a repository, the start of the links of a page, or words asked."""

    class Kind(models.TextChoices):
        FEED = "flux", "Flux RSS ou Atom"
        OAI = "oai", "Entrepôt OAI-PMH"
        PAGE = "page", "Liste de liens d’une page"
        CROSSREF = "crossref", "Crossref, par mots"
        HAL = "hal", "HAL, par mots"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("sorte", max_length=10, choices=Kind, default=Kind.FEED)
    address = models.CharField("adresse", max_length=1000, blank=True)
    detail = models.CharField("précision", max_length=400, blank=True)
    producer = models.CharField("producteur", max_length=200, blank=True)
    theme = models.ForeignKey(
        Theme, verbose_name="thème", null=True, blank=True, on_delete=models.SET_NULL
    )
    territory = models.CharField("territoire", max_length=40, blank=True)
    every_days = models.PositiveSmallIntegerField("tous les (jours)", default=7)
    is_active = models.BooleanField("suivie", default=True)
    agreement = models.CharField("accord du producteur", max_length=200, blank=True)
    remark = models.CharField("remarque", max_length=400, blank=True)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    token = models.CharField(max_length=1000, blank=True, editable=False)
    due_at = models.DateTimeField(default=timezone.now, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    succeeded_at = models.DateTimeField(null=True, editable=False)
    news_at = models.DateTimeField(null=True, editable=False)
    error = models.CharField(max_length=500, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    left = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "source suivie"
        verbose_name_plural = "sources suivies"
        ordering = ["name", "address", "id"]
        default_permissions = ()

    def __str__(self):
        return self.name


class Finding(models.Model):
    """A reference that waits for a decision; `content` is the reference, field by field."""

    class State(models.TextChoices):
        WAITING = "attend", "À trier"
        ACCEPTED = "accepte", "Acceptée"
        REFUSED = "refuse", "Écartée"
        TWIN = "deja", "Déjà là"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(WatchedSource, on_delete=models.CASCADE, related_name="findings")
    external_id = models.CharField(max_length=300)
    title = models.CharField("titre", max_length=500)
    date = models.CharField("parue", max_length=10, blank=True)
    content = models.JSONField(default=dict)
    # [[key, why]]: what is proposed is said with its reason.
    themes = models.JSONField(default=list)
    territories = models.JSONField(default=list)
    twin = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.SET_NULL, related_name="twin_findings"
    )
    twin_reason = models.CharField(max_length=200, blank=True)
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    state = models.CharField("état", max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField("raison", max_length=300, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "trouvaille"
        ordering = ["-found_at", "-date", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="library_finding_once")
        ]
        indexes = [models.Index(fields=["state", "-found_at"], name="library_finding_state")]

    def __str__(self):
        return self.title
