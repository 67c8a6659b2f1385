"""What is deposited: an import, its files, and how far it went."""

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.db.models import Q

from observatoire.indicators.rules import may_publish


class ImportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who publishes sees every deposit; the others see their own."""
        return self if may_publish(person) else self.filter(by=person)

    def matching(self, *, words="", state="", source=""):
        """Those whose file or source holds the words, in a state, of a source."""
        found = self
        for word in words.split():
            named = ImportFile.objects.given().filter(name__icontains=word).values("owner")
            found = found.filter(Q(pk__in=named) | Q(source_title__icontains=word))
        found = found.filter(state=state) if state else found
        return found.filter(source=source) if source else found


class Import(models.Model):
    """Files of one source, deposited together: read in the background, then published or not."""

    class State(models.TextChoices):
        DEPOSITED = "depose", "déposé"
        READING = "en_lecture", "en lecture"
        READ = "lu", "lu"
        PUBLISHING = "publication", "en cours de publication"
        REFUSED = "refuse", "refusé"
        PUBLISHED = "publie", "publié"
        UNDONE = "annule", "annulé"
        ABANDONED = "abandonne", "abandonné"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField("source", max_length=80)
    source_title = models.CharField("titre de la source", max_length=250)
    replaces = models.BooleanField("remplace ce que la source a publié", default=False)
    state = models.CharField("état", max_length=12, choices=State, default=State.DEPOSITED)
    progress = models.PositiveSmallIntegerField("avancement", default=0)
    step = models.CharField("étape", max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField("lectures commencées", default=0)
    failure = models.TextField("échec", blank=True)
    rows = models.PositiveIntegerField("lignes lues", default=0)
    accepted = models.PositiveIntegerField("lignes acceptées", default=0)
    refused = models.PositiveIntegerField("lignes refusées", default=0)
    unmatched = models.PositiveIntegerField("lignes non rattachées", default=0)
    report = models.JSONField("compte rendu", default=dict, blank=True)
    difference = models.JSONField("différence", default=dict, blank=True)
    engine_import = models.CharField("import du magasin", max_length=32, blank=True)
    deposited_at = models.DateTimeField("déposé le", auto_now_add=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="déposé par",
        null=True,
        on_delete=models.SET_NULL,
        related_name="deposits",
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "dépôt de chiffres"
        verbose_name_plural = "dépôts de chiffres"
        ordering = ["-deposited_at", "id"]
        default_permissions = ()
        permissions = [
            ("publish_import", "Peut publier des chiffres et annuler une publication"),
            # The catalogue is made of files: its right has no table of its own.
            ("change_catalogue", "Peut modifier le catalogue des indicateurs"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["engine_import"],
                condition=Q(state="publie"),
                name="indicators_import_published_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="publie") | Q(published_at__isnull=False),
                name="indicators_import_published_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "-deposited_at"], name="indicators_import_state")]

    def __str__(self):
        return f"{self.source_title} ({self.deposited_at:%d/%m/%Y})"

    def get_absolute_url(self):
        return f"/gestion/chiffres/{self.pk}/"

    @property
    def is_waiting(self):
        """The worker has not finished with it."""
        state = self.State
        return self.state in {state.DEPOSITED, state.READING, state.PUBLISHING}


def deposit_path(instance, name):
    """Among the private files: nothing serves them but the view that checks rights."""
    return f"depots/{instance.owner_id}/{PurePosixPath(name).name}"


class ImportFileQuerySet(models.QuerySet):
    def given(self):
        """Without what the reading wrote beside them."""
        return self.filter(kind=ImportFile.Kind.GIVEN)


class ImportFile(models.Model):
    """A file as it was given, or what its reading wrote; erased when the deposit is abandoned."""

    class Kind(models.TextChoices):
        GIVEN = "depose", "déposé"
        REPORT = "compte_rendu", "compte rendu complet"
        TABLE = "table", "chiffres lus"
        SECRECY = "secret", "avant et après le secret"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        Import, verbose_name="dépôt", on_delete=models.CASCADE, related_name="files"
    )
    kind = models.CharField("nature", max_length=12, choices=Kind, default=Kind.GIVEN)
    file = models.FileField("fichier", upload_to=deposit_path, max_length=300, blank=True)
    name = models.CharField("nom", max_length=200)
    sha256 = models.CharField("empreinte", max_length=64)
    size = models.PositiveBigIntegerField("octets")

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier déposé"
        verbose_name_plural = "fichiers déposés"
        ordering = ["name", "id"]
        default_permissions = ()

    def __str__(self):
        return self.name


class Release(models.Model):
    """Deposits read beforehand, that one hour publishes together; under embargo until then."""

    class State(models.TextChoices):
        PREPARED = "prepare", "préparée"
        RELEASED = "publiee", "publiée"
        REFUSED = "refusee", "arrêtée"
        CANCELLED = "annulee", "annulée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("titre", max_length=150)
    summary = models.TextField("ce qui paraît", blank=True)
    due_at = models.DateTimeField("heure de parution")
    is_announced = models.BooleanField("annoncée au calendrier", default=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.PREPARED)
    failure = models.TextField("raison de l’arrêt", blank=True)
    released_at = models.DateTimeField("parue le", null=True, blank=True)
    created_at = models.DateTimeField("préparée le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="préparée par",
        null=True,
        on_delete=models.SET_NULL,
        related_name="releases",
    )

    class Meta:
        verbose_name = "parution"
        verbose_name_plural = "parutions"
        ordering = ["-due_at", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "due_at"], name="indicators_release_due")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/gestion/parutions/{self.pk}/"


class ReleaseItem(models.Model):
    """A deposit of a batch; one deposit waits for one hour only."""

    release = models.ForeignKey(
        Release, verbose_name="parution", on_delete=models.CASCADE, related_name="items"
    )
    imported = models.OneToOneField(
        Import, verbose_name="dépôt", on_delete=models.CASCADE, related_name="release_item"
    )

    class Meta:
        verbose_name = "dépôt d’une parution"
        verbose_name_plural = "dépôts d’une parution"
        ordering = ["id"]
        default_permissions = ()


class ErratumQuerySet(models.QuerySet):
    def of_number(self, indicator, level, territory, period):
        """Those of this number, of its series, of its indicator: an empty part means « all »."""
        return self.filter(
            Q(level="") | Q(level=level),
            Q(territory="") | Q(territory=territory),
            Q(period="") | Q(period=period),
            indicator=indicator,
        )


class Erratum(models.Model):
    """What was wrong, said to readers; it stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("titre", max_length=150)
    body = models.TextField("ce qui était faux, et ce qui est juste")
    indicator = models.CharField("indicateur", max_length=80)
    level = models.CharField("niveau", max_length=20, blank=True)
    territory = models.CharField("territoire", max_length=20, blank=True)
    period = models.CharField("période", max_length=20, blank=True)
    published_at = models.DateTimeField("publié le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL
    )

    objects = ErratumQuerySet.as_manager()

    class Meta:
        verbose_name = "erratum"
        verbose_name_plural = "errata"
        ordering = ["-published_at", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["indicator"], name="indicators_erratum_of")]

    def __str__(self):
        return self.title


class Waiver(models.Model):
    """A doubt of a reading that a person looked at and lets through, with a word that says why."""

    imported = models.ForeignKey(
        Import, verbose_name="dépôt", on_delete=models.CASCADE, related_name="waivers"
    )
    doubt = models.CharField("doute", max_length=64)
    word = models.CharField("raison", max_length=250)
    made_at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = "levée de doute"
        verbose_name_plural = "levées de doute"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["imported", "doubt"], name="indicators_waiver_once")
        ]
