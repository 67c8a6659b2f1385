"""Structures, the places they hold, the services given there, and when they close."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.food_aid.models.source import Source
from observatoire.food_aid.words import ACCESS, KIND, PRICE


class Structure(models.Model):
    """Who holds places. A wholesale supplier feeds other structures: it is no access point."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=200)
    network = models.CharField("réseau", max_length=60, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    national_code = models.CharField("code national ou partenaire", max_length=80, blank=True)
    is_supplier = models.BooleanField(
        "fournisseur en gros",
        default=False,
        help_text="Une banque alimentaire sert des associations : ses entrepôts ne sont pas "
        "des lieux d’accueil.",
    )

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        ordering = ["name", "id"]
        default_permissions = ()

    def __str__(self):
        return self.name


class PlaceQuerySet(models.QuerySet):
    def kept(self):
        """Those that still stand: neither closed, nor joined to another."""
        return self.filter(state__in=(Place.State.ACTIVE, Place.State.ASKED), joined_to=None)

    def public(self):
        return self.kept().filter(visibility=Place.Visibility.PUBLIC)


class Place(models.Model):
    """Where one goes, or what comes; hours and access may differ from one service to the next."""

    class State(models.TextChoices):
        ACTIVE = "active", "en ligne"
        ASKED = "demande", "à confirmer"
        ASIDE = "ecarte", "écarté faute de confirmation"
        CLOSED = "ferme", "fermé définitivement"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "tout le monde"
        PARTNERS = "partenaires", "les partenaires connectés"

    class Precision(models.TextChoices):
        ADDRESS = "adresse", "à l’adresse"
        COMMUNE = "commune", "au centre de la commune"
        UNKNOWN = "inconnue", "inconnue"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("adresse de la page", max_length=120, unique=True)
    structure = models.ForeignKey(
        Structure, verbose_name="structure", on_delete=models.PROTECT, related_name="places"
    )
    source = models.ForeignKey(
        Source, verbose_name="source", on_delete=models.PROTECT, related_name="places"
    )
    source_key = models.CharField("identifiant dans la source", max_length=120)
    name = models.CharField("nom", max_length=200)
    description = models.TextField("présentation", blank=True)
    is_round = models.BooleanField("itinérant", default=False)
    address = models.CharField("adresse", max_length=250, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.CharField("commune", max_length=5, blank=True)
    commune_name = models.CharField("nom de la commune", max_length=120, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    precision = models.CharField(
        "précision", max_length=8, choices=Precision, default=Precision.UNKNOWN
    )
    hides_address = models.BooleanField(
        "adresse cachée", default=False, help_text="Le public ne voit que la commune."
    )
    phone = models.CharField("téléphone", max_length=60, blank=True)
    email = models.EmailField("adresse électronique du lieu", blank=True)
    site = models.URLField("site", max_length=300, blank=True)
    transport = models.CharField("s’y rendre", max_length=250, blank=True)
    is_step_free = models.BooleanField("accessible en fauteuil", null=True, blank=True)
    languages = models.JSONField("langues", default=list, blank=True)
    hours = models.JSONField("horaires", default=dict, blank=True)
    is_food_aid = models.BooleanField("sa source dit qu’il donne de l’aide", default=False)
    is_synthetic = models.BooleanField("inventé", default=False, editable=False)
    visibility = models.CharField(
        "qui le voit", max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    state = models.CharField("état", max_length=8, choices=State, default=State.ACTIVE)
    verified_on = models.DateField("vérifié le", null=True, blank=True)
    verified_by = models.CharField("par", max_length=120, blank=True)
    verified_how = models.CharField("comment", max_length=120, blank=True)
    asked_on = models.DateField("confirmation demandée le", null=True, blank=True)
    joined_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined"
    )
    kept_fields = models.JSONField("ce que la source a de plus", default=dict, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    changed_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="food_place_once"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="food_place_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "joined_to"], name="food_place_state"),
            models.Index(fields=["commune"], name="food_place_commune"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/aide-alimentaire/lieux/{self.slug}/"


class Service(models.Model):
    """What is given at a place; empty hours are those of the place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="services")
    kind = models.CharField("sorte", max_length=12, choices=KIND)
    description = models.TextField("précisions", blank=True)
    hours = models.JSONField("horaires", default=dict, blank=True)
    access = models.CharField("accueil", max_length=14, choices=ACCESS, default="inconnu")
    needs_referral = models.BooleanField("sur orientation", null=True, blank=True)
    needs_registration = models.BooleanField("sur inscription", null=True, blank=True)
    needs_appointment = models.BooleanField("sur rendez-vous", null=True, blank=True)
    documents = models.CharField("à apporter", max_length=250, blank=True)
    conditions = models.TextField("conditions", blank=True)
    price = models.CharField("prix", max_length=14, choices=PRICE, default="inconnu")
    price_detail = models.CharField("précisions sur le prix", max_length=200, blank=True)
    publics = models.JSONField("publics", default=list, blank=True)
    diets = models.JSONField("régimes", default=list, blank=True)
    products = models.JSONField("produits", default=list, blank=True)
    is_full = models.BooleanField("complet", null=True, blank=True)

    class Meta:
        verbose_name = "service"
        ordering = ["place", "kind", "id"]
        default_permissions = ()

    def __str__(self):
        return self.get_kind_display()


class Closure(models.Model):
    """A place shut for a time: August, works, a holiday."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="closures")
    start = models.DateField("du")
    end = models.DateField("au")
    reason = models.CharField("raison", max_length=160, blank=True)

    class Meta:
        verbose_name = "fermeture"
        ordering = ["start", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")), name="food_closure_dates"
            )
        ]

    def __str__(self):
        return f"{self.start} – {self.end}"


class Stop(models.Model):
    """One halt of a round, in its order, with its own hours."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField("ordre")
    name = models.CharField("arrêt", max_length=160)
    commune = models.CharField("commune", max_length=5, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    hours = models.JSONField("horaires", default=dict, blank=True)

    class Meta:
        verbose_name = "arrêt"
        verbose_name_plural = "arrêts"
        ordering = ["place", "order", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["place", "order"], name="food_stop_order")]

    def __str__(self):
        return self.name
