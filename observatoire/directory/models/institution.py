"""Institutions, and the functions in them, which outlive those who hold them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.base.french import normalise
from observatoire.directory.models.topic import Topic


class InstitutionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def matching(self, words: str):
        """Those whose name or acronym holds every word, whatever its case and accents."""
        found = self
        for word in normalise(words).split():
            found = found.filter(searched_name__contains=word)
        return found


class Institution(models.Model):
    """A body that sends people to the platform: a service, a council, an association."""

    class Kind(models.TextChoices):
        STATE = "etat", "Service de l’État"
        AGENCY = "agence", "Agence ou établissement public"
        DEPARTEMENT = "departement", "Conseil départemental"
        LOCAL = "collectivite", "Commune, intercommunalité ou CCAS"
        REGION = "region", "Conseil régional"
        SOCIAL_SECURITY = "protection_sociale", "Organisme de protection sociale"
        OPERATOR = "operateur", "Opérateur"
        ASSOCIATION = "association", "Association"
        NETWORK = "reseau", "Fédération ou réseau"
        RESEARCH = "recherche", "Organisme d’étude ou de recherche"
        EDUCATION = "enseignement", "Enseignement"
        OTHER = "autre", "Autre"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("adresse de la page", max_length=120, unique=True, editable=False)
    name = models.CharField("nom", max_length=200, unique=True)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    kind = models.CharField("type", max_length=20, choices=Kind, default=Kind.OTHER)
    territory = models.ForeignKey(
        "base.Territory",
        verbose_name="territoire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="institutions",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="rattachée à",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
    )
    website = models.URLField("site internet", blank=True)
    charter_signed_on = models.DateField("a signé la charte le", null=True, blank=True)
    logo = models.ForeignKey(
        "base.Image",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_on = models.DateField("n’existe plus depuis le", null=True, blank=True)
    searched_name = models.CharField(max_length=260, editable=False)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "institution"
        verbose_name_plural = "institutions"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                name="directory_institution_not_its_parent",
            )
        ]

    def __str__(self):
        return self.acronym or self.name

    def save(self, **options):
        self.searched_name = normalise(f"{self.name} {self.acronym}")[:260]
        super().save(**options)

    def get_absolute_url(self):
        return f"/annuaire/{self.slug}/"


class MailDomain(models.Model):
    """What follows the @ in the addresses of an institution: it names that of a newcomer."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField("domaine", max_length=120, unique=True)

    class Meta:
        verbose_name = "domaine de courrier"
        verbose_name_plural = "domaines de courrier"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, **options):
        self.name = self.name.strip().lower().lstrip("@")
        super().save(**options)


class FunctionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)


class Function(models.Model):
    """What someone does in an institution: « référent pauvreté ». People come and go in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        Institution,
        verbose_name="institution",
        on_delete=models.CASCADE,
        related_name="functions",
    )
    title = models.CharField("intitulé", max_length=160)
    topics = models.ManyToManyField(
        Topic, verbose_name="sujets", blank=True, related_name="functions"
    )
    is_public = models.BooleanField("citée dans l’annuaire public", default=True)
    closed_on = models.DateField("supprimée le", null=True, blank=True)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = FunctionQuerySet.as_manager()

    class Meta:
        verbose_name = "fonction"
        verbose_name_plural = "fonctions"
        ordering = ["institution__name", "title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "title"], name="directory_function_once")
        ]

    def __str__(self):
        return f"{self.title}, {self.institution}"


class Succession(models.Model):
    """An institution is asked who comes after: its address is dead, or its function empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="successions"
    )
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.CASCADE, related_name="successions"
    )
    person = models.ForeignKey(
        "directory.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField("constaté le", default=timezone.now)
    asked_at = models.DateTimeField("demandé le", null=True, blank=True)
    closed_at = models.DateTimeField("réglé le", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "succession à demander"
        verbose_name_plural = "successions à demander"
        ordering = ["opened_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "function", "person"],
                condition=Q(closed_at=None),
                name="directory_succession_once",
                nulls_distinct=False,
            )
        ]

    def get_absolute_url(self):
        return f"/gestion/annuaire/successions/{self.pk}/"

    @property
    def label(self):
        """What someone is asked for."""
        return self.function.title if self.function else "Contact de l’institution"
