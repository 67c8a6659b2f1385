"""A notice: what is known of one study, wherever it was published."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.library.models.producer import Producer, Theme

YEARS = (MinValueValidator(1800), MaxValueValidator(2100))


def file_place(notice, name: str) -> str:
    """Where a deposited file lies: its own name is kept in a column, not in the store."""
    ending = name.rpartition(".")[2].lower()[:8] if "." in name else "bin"
    return f"base-documentaire/{notice.pk}/{uuid.uuid4().hex}.{ending}"


class NoticeQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Notice.Status.PUBLISHED)

    def readable(self, *, is_partner: bool, groups: frozenset[str]):
        """Published notices that a reader may see; the one rule of privacy of the base."""
        may = Q(visibility=Notice.Visibility.PUBLIC)
        if is_partner:
            may |= Q(visibility=Notice.Visibility.PARTNERS)
        if groups:
            may |= Q(visibility=Notice.Visibility.GROUP, group__slug__in=groups)
        return self.published().filter(may)


class Notice(models.Model):
    class Kind(models.TextChoices):
        STUDY = "etude", "Étude"
        REPORT = "rapport", "Rapport"
        ARTICLE = "article", "Article"
        FILE = "dossier", "Dossier"
        BOARD = "tableau_de_bord", "Tableau de bord"
        DATA = "donnees", "Données"
        GUIDE = "guide", "Guide"
        MINUTES = "compte_rendu", "Compte rendu"
        THESIS = "these", "Thèse ou mémoire"
        REPLAY = "enregistrement", "Enregistrement"
        OTHER = "autre", "Autre"

    class Status(models.TextChoices):
        DRAFT = "brouillon", "Brouillon"
        REVIEW = "relecture", "En relecture"
        PUBLISHED = "publiee", "Publiée"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Tout le monde"
        PARTNERS = "partenaires", "Les partenaires connectés"
        GROUP = "groupe", "Un groupe"

    class Precision(models.TextChoices):
        DAY = "jour", "le jour"
        MONTH = "mois", "le mois"
        YEAR = "annee", "l’année"

    class Licence(models.TextChoices):
        UNKNOWN = "", "Non précisée"
        OPEN = "etalab-2.0", "Licence Ouverte 2.0"
        CC_BY = "cc-by-4.0", "Creative Commons BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "Creative Commons BY-SA 4.0"
        CC_BY_NC = "cc-by-nc-4.0", "Creative Commons BY-NC 4.0"
        CC_BY_NC_ND = "cc-by-nc-nd-4.0", "Creative Commons BY-NC-ND 4.0"
        RESERVED = "droits-reserves", "Tous droits réservés"

    # A verbatim copy may be given to all, by whoever sells nothing.
    FREE = frozenset(
        {Licence.OPEN, Licence.CC_BY, Licence.CC_BY_SA, Licence.CC_BY_NC, Licence.CC_BY_NC_ND}
    )

    class Origin(models.TextChoices):
        TYPED = "saisie", "Saisie"
        DEPOSIT = "depot", "Dépôt d’un partenaire"
        HARVEST = "veille", "Veille"
        IMPORT = "import", "Import d’un fichier"
        TAKEN_OVER = "reprise", "Reprise de l’ancien site"
        DEMONSTRATION = "demonstration", "Démonstration"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("adresse de la page", max_length=140, unique=True, editable=False)
    title = models.CharField("titre", max_length=400)
    kind = models.CharField("nature", max_length=20, choices=Kind, default=Kind.STUDY)
    producers = models.ManyToManyField(
        Producer, verbose_name="producteurs", blank=True, related_name="notices"
    )
    authors = models.CharField(
        "auteurs", max_length=500, blank=True, help_text="Séparés par des points-virgules."
    )
    published_on = models.DateField("parue le", null=True, blank=True)
    precision = models.CharField(
        "ce que l’on sait de la date", max_length=6, choices=Precision, default=Precision.DAY
    )
    collection = models.CharField("collection ou revue", max_length=200, blank=True)
    number = models.CharField("numéro", max_length=60, blank=True)
    pages = models.CharField("pages", max_length=40, blank=True)
    summary = models.TextField("résumé", blank=True)
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="notices"
    )
    # « niveau:code », as the keys of territories: France and other regions have no row of ours.
    territories = models.JSONField("territoires", default=list, blank=True)
    covers_from = models.PositiveSmallIntegerField(
        "années couvertes, de", null=True, blank=True, validators=YEARS
    )
    covers_to = models.PositiveSmallIntegerField("à", null=True, blank=True, validators=YEARS)
    keywords = models.JSONField("mots-clés", default=list, blank=True)
    source_address = models.URLField("adresse chez le producteur", max_length=1000, blank=True)
    file = models.FileField("fichier", upload_to=file_place, max_length=200, blank=True)
    file_name = models.CharField("nom du fichier", max_length=200, blank=True, editable=False)
    file_size = models.PositiveBigIntegerField("taille", default=0, editable=False)
    file_text = models.TextField("texte du fichier", blank=True, editable=False)
    language = models.CharField(
        "langue",
        max_length=3,
        default="fr",
        validators=[RegexValidator(r"^[a-z]{2,3}$", "Deux ou trois lettres\u00a0: fr, en…")],
    )
    licence = models.CharField(
        "licence", max_length=20, choices=Licence, blank=True, default=Licence.UNKNOWN
    )
    doi = models.CharField("DOI", max_length=200, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)
    visibility = models.CharField(
        "qui peut la lire", max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    group = models.ForeignKey(
        "directory.Group",
        verbose_name="groupe",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
    )
    status = models.CharField("état", max_length=10, choices=Status, default=Status.DRAFT)
    # When those who read it today could first read it: what alerts and feeds go by.
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    is_featured = models.BooleanField("à la une", default=False)
    in_letter = models.BooleanField("zoom de la lettre", default=False)
    origin = models.CharField(
        "d’où vient la notice", max_length=14, choices=Origin, default=Origin.TYPED, editable=False
    )
    origin_text = models.CharField(
        "provenance",
        max_length=600,
        blank=True,
        help_text="Où la notice a été vue, si c’est utile.",
    )
    # The watched source and its own name for it (OAI identifier, guid), for what is found again.
    harvested_from = models.CharField("source suivie", max_length=120, blank=True, editable=False)
    external_id = models.CharField(
        "identifiant à la source", max_length=300, blank=True, editable=False
    )
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("modifiée le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "notice"
        verbose_name_plural = "notices"
        ordering = ["-published_on", "title", "id"]
        permissions = [("publish_notice", "Peut publier une notice")]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility="groupe", group__isnull=False)
                | (~Q(visibility="groupe") & Q(group=None)),
                name="library_notice_group",
                violation_error_message="Choisir le groupe, et lui seul, quand il est seul à lire.",
            ),
            models.CheckConstraint(
                condition=~Q(status="publiee") | Q(published_at__isnull=False),
                name="library_notice_published_at",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="library_notice_status"),
            models.Index(fields=["doi"], name="library_notice_doi"),
            models.Index(fields=["isbn"], name="library_notice_isbn"),
            models.Index(fields=["source_address"], name="library_notice_address"),
            models.Index(fields=["harvested_from", "external_id"], name="library_notice_external"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/base-documentaire/{self.slug}/"

    @property
    def file_address(self):
        return f"/base-documentaire/{self.slug}/fichier/" if self.file else ""

    @property
    def is_free(self):
        return self.licence in self.FREE

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED
