"""An event: a matinale, a conference of the partners, a meeting; from the idea to the bilan."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.directory.models import Group, Topic


class EventQuerySet(models.QuerySet):
    def announced(self):
        """What the public may know of: neither an idea, nor what is being prepared."""
        hidden = (Event.Stage.IDEA, Event.Stage.PREPARED)
        return self.exclude(stage__in=hidden)

    def public(self):
        return self.announced().filter(group=None)

    def seen_by(self, groups):
        """Announced events that a reader of these groups may see."""
        return self.announced().filter(Q(group=None) | Q(group__slug__in=groups))


class Event(models.Model):
    """Its stage only moves by an action, one step at a time (`actions/stages.py`)."""

    class Kind(models.TextChoices):
        MATINALE = "matinale", "Matinale"
        CONFERENCE = "conference", "Conférence des partenaires"
        MEETING = "rencontre", "Rencontre"

    class Stage(models.TextChoices):
        IDEA = "idee", "idée"
        PREPARED = "prepare", "préparé"
        ANNOUNCED = "annonce", "annoncé"
        REGISTERING = "inscriptions", "inscriptions"
        LIVE = "direct", "en direct"
        CLOSED = "clos", "clos"

    class Mode(models.TextChoices):
        ON_SITE = "place", "sur place"
        REMOTE = "distance", "à distance"
        BOTH = "deux", "sur place et à distance"

    class Room(models.TextChoices):
        NONE = "", "pas encore de salle"
        ADDRESS = "adresse", "une adresse"
        BIGBLUEBUTTON = "bbb", "BigBlueButton"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("adresse de la page", max_length=120, unique=True, editable=False)
    kind = models.CharField("sorte", max_length=12, choices=Kind, default=Kind.MATINALE)
    title = models.CharField("titre", max_length=160)
    theme = models.CharField("thème", max_length=120, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name="sujets", blank=True, related_name="events")
    summary = models.TextField("pourquoi venir", blank=True, max_length=600)
    audience = models.CharField("public", max_length=200, blank=True)
    stage = models.CharField("étape", max_length=12, choices=Stage, default=Stage.IDEA)
    # Known to the group alone, where there is one.
    group = models.ForeignKey(
        Group,
        verbose_name="réservé au groupe",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    # When. Of a past event the day may be unknown: `around`, which orders events, is then a day of
    # the right month, and `when_words` says what is known.
    starts_at = models.DateTimeField("début", null=True, blank=True)
    ends_at = models.DateTimeField("fin", null=True, blank=True)
    around = models.DateField("vers le", null=True, blank=True)
    when_words = models.CharField("date en mots", max_length=120, blank=True)
    # Where
    mode = models.CharField("façon d’y être", max_length=8, choices=Mode, default=Mode.REMOTE)
    place_name = models.CharField("lieu", max_length=160, blank=True)
    place_address = models.TextField("adresse du lieu", blank=True, max_length=300)
    access = models.TextField("comment venir", blank=True, max_length=1000)
    access_plan = models.ForeignKey(
        "base.Document",
        verbose_name="plan d’accès",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accessibility = models.TextField("accessibilité et besoins", blank=True, max_length=600)
    room_kind = models.CharField("salle à distance", max_length=8, choices=Room, blank=True)
    room_address = models.URLField("adresse de la salle", max_length=500, blank=True)
    # Who comes
    places_on_site = models.PositiveIntegerField("places sur place", null=True, blank=True)
    places_remote = models.PositiveIntegerField("places à distance", null=True, blank=True)
    closes_at = models.DateTimeField("inscriptions jusqu’au", null=True, blank=True)
    asks_needs = models.BooleanField("demande les besoins particuliers", default=True)
    moderators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="modérateurs", blank=True, related_name="moderated"
    )
    # Raised by each change that calendars must hear of; and by each change of the live page.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    live_version = models.PositiveIntegerField(default=0, editable=False)
    desk_version = models.PositiveIntegerField(default=0, editable=False)  # what moderators see
    # The last rank given in the waiting list: ranks are never used twice.
    last_rank = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField("annoncé le", null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True, editable=False)
    cancelled_reason = models.CharField("raison de l’annulation", max_length=300, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True, editable=False)
    # After: the replay
    replay_address = models.URLField("adresse du replay", max_length=500, blank=True)
    replay_file = models.ForeignKey(
        "base.Document",
        verbose_name="fichier du replay",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    replay_chapters = models.JSONField("chapitres", default=list, blank=True)
    replay_captions = models.ForeignKey(
        "base.Document",
        verbose_name="sous-titres (VTT)",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    replay_transcript = models.TextField("transcription", blank=True)
    replay_published_at = models.DateTimeField("replay publié le", null=True, blank=True)
    replay_sent_at = models.DateTimeField("replay envoyé le", null=True, blank=True)
    replay_views = models.PositiveIntegerField("vues du replay", default=0)
    # What is known of events held before the platform: figures that nobody's row supports.
    reported_registered = models.PositiveIntegerField("inscrits déclarés", null=True, blank=True)
    reported_present = models.PositiveIntegerField("présents déclarés", null=True, blank=True)
    reported_about = models.BooleanField("présents\u00a0: environ", default=False)
    reported_note = models.TextField("ce que l’on sait", blank=True)
    reported_source = models.CharField("source", max_length=200, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "événements"
        ordering = [models.F("around").desc(nulls_first=True), "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | Q(starts_at=None)
                | Q(ends_at__gt=models.F("starts_at")),
                name="events_event_ends_after",
            ),
        ]
        indexes = [models.Index(fields=["stage", "starts_at"], name="events_event_stage")]

    def __str__(self):
        return self.title

    def save(self, **options):
        if self.starts_at is not None:
            self.around = timezone.localdate(self.starts_at)
        super().save(**options)

    def get_absolute_url(self):
        return f"/evenements/{self.slug}/"

    @property
    def admin_address(self):
        return f"/gestion/evenements/{self.pk}/"

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    @property
    def is_public(self):
        return self.group_id is None and self.stage not in (self.Stage.IDEA, self.Stage.PREPARED)

    @property
    def is_over(self):
        """Its hour is past; « clos » is a stage, which says that all is settled."""
        if self.stage == self.Stage.CLOSED:
            return True
        end = self.ends_at or self.starts_at
        if end is not None:
            return end < timezone.now()
        return self.around is not None and self.around < timezone.localdate()

    @property
    def takes_remote(self):
        return self.mode != self.Mode.ON_SITE

    @property
    def takes_on_site(self):
        return self.mode != self.Mode.REMOTE

    def presences(self):
        """The ways of being there that a registrant chooses from."""
        if self.mode == self.Mode.BOTH:
            return [self.Mode.ON_SITE, self.Mode.REMOTE]
        return [self.Mode(self.mode)]

    def places(self, presence):
        """How many may come that way; None: as many as wish."""
        return self.places_on_site if presence == self.Mode.ON_SITE else self.places_remote


class Waiver(models.Model):
    """Something that an event owes before it is closed, and that one gives up, with a reason."""

    class Subject(models.TextChoices):
        SURVEY = "enquete", "enquête de satisfaction"
        REPLAY = "replay", "replay"
        QUESTIONS = "questions", "questions sans réponse"
        BILAN = "bilan", "bilan"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="waivers")
    subject = models.CharField("objet", max_length=10, choices=Subject)
    reason = models.CharField("raison", max_length=300)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "dispense"
        verbose_name_plural = "dispenses"
        ordering = ["event", "subject"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "subject"], name="events_waiver_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="events_waiver_has_reason"),
        ]
