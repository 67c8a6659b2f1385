"""People, the functions they hold, and every address by which someone is reached."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from observatoire.base.french import normalise
from observatoire.directory.models.institution import Function, Institution


class PersonQuerySet(models.QuerySet):
    def present(self):
        """Without those that a merge has put inside another."""
        return self.filter(merged_into=None)

    def matching(self, words: str):
        """Those whose name, or address, holds every word."""
        found = self
        for word in words.lower().split():
            folded = normalise(word) or word
            named = Q(searched_name__contains=folded)
            reached = Q(pk__in=Address.objects.filter(email__contains=word).values("person"))
            found = found.filter(named | reached)
        return found


class Person(models.Model):
    """Someone the platform writes to, with or without an account."""

    class Source(models.TextChoices):
        TYPED = "saisie", "saisie par la coordination"
        IMPORT = "import", "importée d’un fichier"
        SELF = "inscription", "inscrite elle-même"
        DEMONSTRATION = "demonstration", "personne fictive de la démonstration"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    institution = models.ForeignKey(
        Institution,
        verbose_name="institution",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    source = models.CharField("origine", max_length=14, choices=Source, default=Source.TYPED)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="réunie à",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="absorbed",
    )
    searched_name = models.CharField(max_length=170, editable=False)
    # What retention counts from: an answer, a registration, a sign-in, a change made by themselves.
    last_sign_at = models.DateTimeField("dernier signe", default=timezone.now)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["last_name", "first_name", "id"]
        permissions = [("export_people", "Peut exporter l’annuaire")]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip()

    def save(self, **options):
        self.searched_name = normalise(f"{self.first_name} {self.last_name}")[:170]
        super().save(**options)

    def get_absolute_url(self):
        return f"/gestion/annuaire/personnes/{self.pk}/"


class HoldingQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None, person__merged_into=None)


class Holding(models.Model):
    """A person holds a function, from a day until another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "fonction tenue"
        verbose_name_plural = "fonctions tenues"
        ordering = ["-since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["function", "person"],
                condition=Q(until=None),
                name="directory_holding_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                name="directory_holding_dates",
            ),
        ]


class AddressQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(dead_since=None)


class Address(models.Model):
    """An e-mail address, and whose it is: one person, one function or one institution.

    An address of a function or of an institution is a mailbox that several people read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="addresses"
    )
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.CASCADE, related_name="addresses"
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="addresses"
    )
    label = models.CharField("libellé", max_length=80, blank=True)
    is_main = models.BooleanField("adresse principale", default=True)
    dead_since = models.DateTimeField("ne répond plus depuis", null=True, blank=True)
    dead_reason = models.CharField("raison", max_length=120, blank=True)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse"
        verbose_name_plural = "adresses"
        ordering = ["-is_main", "email"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="directory_address_lower"
            ),
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, function=None, institution=None)
                    | Q(person=None, function__isnull=False, institution=None)
                    | Q(person=None, function=None, institution__isnull=False)
                ),
                name="directory_address_one_owner",
            ),
        ]

    def __str__(self):
        return self.email

    def save(self, **options):
        self.email = self.email.strip().lower()
        super().save(**options)

    @property
    def owner(self):
        return self.person or self.function or self.institution
