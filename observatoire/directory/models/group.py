"""Groups (steering committee, working groups…) and their members."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.directory.models.institution import Function
from observatoire.directory.models.person import Person


class GroupQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)


class Group(models.Model):
    """A body that meets. Its slug is the name that cards, files and search entries carry."""

    class Kind(models.TextChoices):
        STEERING = "pilotage", "Comité de pilotage"
        WORKING = "travail", "Groupe de travail"
        OTHER = "autre", "Autre instance"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("clé", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120, unique=True)
    kind = models.CharField("sorte", max_length=10, choices=Kind, default=Kind.WORKING)
    purpose = models.TextField("objet", blank=True)
    is_public = models.BooleanField("existence connue du public", default=True)
    closed_on = models.DateField("clos le", null=True, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "groupe"
        verbose_name_plural = "groupes"
        ordering = ["kind", "name", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/gestion/annuaire/groupes/{self.pk}/"


class MembershipQuerySet(models.QuerySet):
    def current(self):
        present = Q(person=None) | Q(person__merged_into=None)
        return self.filter(present, until=None, group__closed_on=None)

    def of_person(self, person):
        """Their own seats, and those of the functions that they hold today."""
        held = person.holdings.current().values("function")
        return self.current().filter(Q(person=person) | Q(function__in=held))


class Membership(models.Model):
    """A seat in a group: of a function, whoever holds it, or of a person."""

    class Role(models.TextChoices):
        PILOT = "pilote", "pilote"
        MEMBER = "membre", "membre"
        GUEST = "invite", "invité"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=10, choices=Role, default=Role.MEMBER)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "siège"
        verbose_name_plural = "sièges"
        ordering = ["group", "role", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, function=None)
                | Q(person=None, function__isnull=False),
                name="directory_membership_one_seat",
            ),
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(until=None, person__isnull=False),
                name="directory_membership_person_once",
            ),
            models.UniqueConstraint(
                fields=["group", "function"],
                condition=Q(until=None, function__isnull=False),
                name="directory_membership_function_once",
            ),
        ]


class Attendance(models.Model):
    """An institution was at a meeting of a group, by one of its functions; no name is kept.

    Written by who keeps the minutes. « Silent since » is read here.
    """

    institution = models.ForeignKey(
        "directory.Institution", on_delete=models.CASCADE, related_name="attendances"
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="attendances")
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    on = models.DateField("le", default=timezone.localdate)

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["-on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "group", "function", "on"],
                name="directory_attendance_once",
                nulls_distinct=False,
            )
        ]
