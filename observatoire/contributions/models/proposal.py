"""What is proposed: an idea, who brings it, whom it names, what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.contributions.models.call import Call


def place_of_file(attached, name: str) -> str:
    """Under a name that says nothing; the one it came with is kept beside it."""
    return f"contributions/{uuid.uuid4().hex}"


class ProposalQuerySet(models.QuerySet):
    def standing(self):
        """Those that their author has not taken back."""
        return self.exclude(status=Proposal.Status.WITHDRAWN)

    def unanswered(self):
        return self.standing().filter(answered_at=None)

    def shared(self):
        """Those that partners may read; a call that keeps its ideas to itself has none."""
        return self.standing().filter(is_private=False, call__shares_ideas=True)


class Proposal(models.Model):
    """An idea: not a finished talk. It may name someone else than who brings it."""

    class Nature(models.TextChoices):
        STUDY = "etude", "Une étude ou des données"
        INITIATIVE = "initiative", "Une initiative locale"
        TESTIMONY = "temoignage", "Un témoignage"
        THEME = "theme", "Un thème à traiter"
        OTHER = "autre", "Autre chose"

    class Body(models.TextChoices):
        INSTITUTION = "institution", "Institution ou service public"
        ASSOCIATION = "association", "Association"
        RESEARCH = "recherche", "Organisme d’étude ou de recherche"
        OTHER = "autre", "Autre"

    class Status(models.TextChoices):
        RECEIVED = "recue", "Reçue"
        KEPT = "retenue", "Retenue"
        LATER = "plus_tard", "Gardée pour une autre occasion"
        DECLINED = "non_retenue", "Non retenue"
        WITHDRAWN = "retiree", "Retirée par son auteur"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, verbose_name="appel", on_delete=models.CASCADE, related_name="proposals"
    )
    # Drawn with the form: the same form sent twice is one proposal.
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("numéro", editable=False)
    title = models.CharField("l’idée en une ligne", max_length=160)
    summary = models.TextField("en quelques phrases", max_length=4000)
    nature = models.CharField("c’est", max_length=12, choices=Nature, default=Nature.INITIATIVE)
    body = models.CharField("portée par", max_length=12, choices=Body, default=Body.INSTITUTION)
    organisation = models.CharField("structure", max_length=160, blank=True)
    territory = models.ForeignKey(
        "base.Territory",
        verbose_name="département",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_rural = models.BooleanField("concerne le milieu rural", default=False)
    is_private = models.BooleanField("à ne pas montrer aux autres partenaires", default=False)
    # Who brings the idea; taken away once the delay is over, or when asked.
    contact_name = models.CharField("votre nom", max_length=120, blank=True)
    contact_email = models.EmailField("votre adresse électronique", blank=True)
    # Whom it names, when it is someone else.
    named_name = models.CharField("personne à inviter", max_length=120, blank=True)
    named_email = models.EmailField("son adresse électronique", blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    same_as = models.ForeignKey(
        "self",
        verbose_name="même initiative que",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="others",
    )
    status = models.CharField("suite", max_length=12, choices=Status, default=Status.RECEIVED)
    answer = models.TextField("réponse", max_length=3000, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField("reçue le", default=timezone.now)
    changed_at = models.DateTimeField("changée le", default=timezone.now)
    # Raised, it closes the links already sent.
    link_number = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "number"], name="contributions_proposal_number"
            ),
            models.CheckConstraint(
                condition=Q(same_as=None) | ~Q(same_as=models.F("id")),
                name="contributions_proposal_not_its_double",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(status="recue"),
                name="contributions_answer_says_what",
            ),
        ]
        indexes = [models.Index(fields=["contact_email"], name="contributions_by_email")]

    def __str__(self):
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("proposition", str(self.pk))

    @property
    def place(self) -> str:
        return self.territory.name if self.territory else "région, ou au-delà"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


class Attachment(models.Model):
    """A file laid down with an idea, or by a speaker: read through one view that checks rights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.CASCADE, related_name="attachment"
    )
    speaker = models.ForeignKey(
        "contributions.Speaker",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    file = models.FileField("fichier", upload_to=place_of_file)
    title = models.CharField("nom du fichier", max_length=160)
    size = models.PositiveIntegerField("octets")
    laid_at = models.DateTimeField("déposé le", default=timezone.now)

    class Meta:
        verbose_name = "fichier proposé"
        verbose_name_plural = "fichiers proposés"
        ordering = ["-laid_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, speaker=None)
                | Q(proposal=None, speaker__isnull=False),
                name="contributions_file_one_owner",
            )
        ]


class Outcome(models.Model):
    """What a proposal became, by name: a session, a theme, a notice, an item of the letter."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField("nature", max_length=60)
    key = models.CharField("clé", max_length=120)
    label = models.CharField("en mots", max_length=80)
    made_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "suite d’une proposition"
        verbose_name_plural = "suites d’une proposition"
        ordering = ["made_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "kind", "key"], name="contributions_outcome_once"
            )
        ]

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.key)
