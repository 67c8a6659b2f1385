"""Who signs in, and under which name ProConnect knows them."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager):
    """Makes users from an e-mail address, always kept in lower case."""

    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("Un compte demande une adresse électronique.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Signs in with an e-mail address; there is no user name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    is_staff = models.BooleanField("accède à la gestion", default=False)
    is_active = models.BooleanField("compte ouvert", default=True)
    is_demonstration = models.BooleanField("compte de démonstration", default=False)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    # Raised, it closes every session: when a key is added or removed, or when its owner asks.
    sign_in_generation = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="directory_user_email_lower"
            )
        ]

    def __str__(self):
        return self.get_full_name()

    def save(self, **options):
        self.email = self.email.strip().lower()
        super().save(**options)

    def _get_session_auth_hash(self, secret=None):
        """What a session must know to stay open: it changes with any of the account's keys."""
        known = f"{self.password}|{self.email}|{self.sign_in_generation}"
        return salted_hmac(
            "observatoire.session", known, secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self):
        return self.first_name or self.email


class ProConnectLink(models.Model):
    """The subject under which ProConnect knows an account; it never changes, an address may."""

    user = models.OneToOneField(
        User, verbose_name="compte", on_delete=models.CASCADE, related_name="proconnect"
    )
    subject = models.CharField("sujet", max_length=255, unique=True)
    linked_at = models.DateTimeField("relié le", default=timezone.now)

    class Meta:
        verbose_name = "lien ProConnect"
        verbose_name_plural = "liens ProConnect"
        ordering = ["linked_at", "id"]
        default_permissions = ()
