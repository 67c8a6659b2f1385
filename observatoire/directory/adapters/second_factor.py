"""What allauth asks of us about second factors: how their secrets are kept, their names."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon. Il change toutes les trente secondes\u00a0: "
        "attendre le suivant et recommencer.",
    }

    def encrypt(self, text):
        """Whoever reads the database alone makes no code of it."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _safe().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type):
        return "Ma clé d’accès"

    def _get_site_name(self):
        return settings.PLATFORM_NAME


def _safe() -> MultiFernet:
    """The present secret key writes; the former ones still read."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second-facteur" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
