"""Reads the environment: the only place where the site learns how it is deployed."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Code Insee → its name, « en… » and « des… »: what the site says of it unless told otherwise.
REGIONS = {
    "01": ("Guadeloupe", "en Guadeloupe", "de la Guadeloupe"),
    "02": ("Martinique", "en Martinique", "de la Martinique"),
    "03": ("Guyane", "en Guyane", "de la Guyane"),
    "04": ("La Réunion", "à La Réunion", "de La Réunion"),
    "06": ("Mayotte", "à Mayotte", "de Mayotte"),
    "11": ("Île-de-France", "en Île-de-France", "d’Île-de-France"),
    "24": ("Centre-Val de Loire", "en Centre-Val de Loire", "du Centre-Val de Loire"),
    "27": ("Bourgogne-Franche-Comté", "en Bourgogne-Franche-Comté", "de Bourgogne-Franche-Comté"),
    "28": ("Normandie", "en Normandie", "de Normandie"),
    "32": ("Hauts-de-France", "dans les Hauts-de-France", "des Hauts-de-France"),
    "44": ("Grand Est", "dans le Grand Est", "du Grand Est"),
    "52": ("Pays de la Loire", "en Pays de la Loire", "des Pays de la Loire"),
    "53": ("Bretagne", "en Bretagne", "de Bretagne"),
    "75": ("Nouvelle-Aquitaine", "en Nouvelle-Aquitaine", "de Nouvelle-Aquitaine"),
    "76": ("Occitanie", "en Occitanie", "d’Occitanie"),
    "84": ("Auvergne-Rhône-Alpes", "en Auvergne-Rhône-Alpes", "d’Auvergne-Rhône-Alpes"),
    "93": (
        "Provence-Alpes-Côte d’Azur",
        "en Provence-Alpes-Côte d’Azur",
        "de Provence-Alpes-Côte d’Azur",
    ),
    "94": ("Corse", "en Corse", "de Corse"),
}


def region(code: str) -> tuple[str, str, str]:
    """Its name, where it is, whose it is. A region that does not exist stops the start."""
    if code not in REGIONS:
        raise ImproperlyConfigured(
            f"OBS_REGION vaut «\u00a0{code}\u00a0», qui n’est pas le code d’une région. "
            "Écrire celui de l’Insee, par exemple 52 pour les Pays de la Loire."
        )
    return REGIONS[code]


def text(name: str, default: str | None = None, *, remedy: str = "") -> str:
    """The value of a variable; without default, a missing one stops the start with its remedy."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is not None:
        return default
    raise ImproperlyConfigured(
        f"La variable d’environnement {name} manque. {remedy} "
        "Toutes les variables sont décrites dans .env.example."
    )


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "oui", "non", "1", "0"}:
        return default if value == "" else value in {"oui", "1"}
    raise ImproperlyConfigured(f"{name} vaut « {value} » : écrire oui ou non.")


def names(name: str, default: str) -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def networks(name: str, default: str) -> tuple:
    """IP networks, and « unix » for a socket that has no address."""
    try:
        return tuple(
            part if part == "unix" else ip_network(part, strict=False)
            for part in names(name, default)
        )
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} nomme ce qui n’est pas un réseau ({error}) : "
            "écrire par exemple 127.0.0.1,10.0.0.0/8."
        ) from error


def secret_key(name: str, *, folder: Path, is_demonstration: bool) -> str:
    """The secret key; a demonstration makes its own and keeps it, so that sessions survive."""
    if not is_demonstration:
        return text(
            name,
            remedy="Générer une longue suite aléatoire et la garder secrète, par exemple avec "
            "« python -c 'import secrets; print(secrets.token_urlsafe(50))' ».",
        )
    kept = folder / "cle-secrete"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        kept.chmod(0o600)
    return kept.read_text(encoding="utf-8")


def database(url: str) -> dict:
    """Django's settings from « sqlite:///path » or « postgresql://user:pass@host/name »."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path,
            # Readers and one writer at once; a writer waits for its turn instead of failing.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        host = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(host.get("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"OBS_DATABASE_URL commence par « {parts.scheme} » : "
        "écrire sqlite:///chemin ou postgresql://utilisateur:motdepasse@hote/base."
    )


def relay(place: str) -> dict | None:
    """How to reach the relay « host:port »; None where there is none."""
    if not place:
        return None
    host, _, port = place.partition(":")
    security, password = text("OBS_SMTP_CHIFFREMENT", "auto"), text("OBS_SMTP_MOTDEPASSE", "")
    if not password.isascii():
        raise ImproperlyConfigured(
            "OBS_SMTP_MOTDEPASSE porte un accent ou un signe que le courrier ne transporte "
            "pas\u00a0: en choisir un autre chez le relais."
        )
    if security not in {"auto", "starttls", "tls", "aucun"}:
        raise ImproperlyConfigured(
            f"OBS_SMTP_CHIFFREMENT vaut « {security} » : écrire auto, starttls, tls ou aucun."
        )
    return {
        "host": host,
        "port": int(port or (465 if security == "tls" else 25)),
        "security": security,
        "user": text("OBS_SMTP_UTILISATEUR", ""),
        "password": password,
        "authority": text("OBS_COURRIEL_AUTORITE", ""),
    }


PROVIDERS = {
    "brevo": ("anymail.backends.brevo.EmailBackend", "BREVO_API_KEY"),
    "mailgun": ("anymail.backends.mailgun.EmailBackend", "MAILGUN_API_KEY"),
    "postmark": ("anymail.backends.postmark.EmailBackend", "POSTMARK_SERVER_TOKEN"),
    "sparkpost": ("anymail.backends.sparkpost.EmailBackend", "SPARKPOST_API_KEY"),
    "scaleway": ("anymail.backends.scaleway.EmailBackend", "SCALEWAY_SECRET_KEY"),
}


def provider(name: str) -> str:
    """The anymail backend of a provider of mail; empty where there is none."""
    if not name:
        return ""
    if name not in PROVIDERS:
        raise ImproperlyConfigured(
            f"OBS_COURRIEL_FOURNISSEUR vaut « {name} » : écrire {', '.join(sorted(PROVIDERS))}."
        )
    return PROVIDERS[name][0]


def provider_keys(name: str, key: str, secret: str) -> dict:
    """Anymail's settings; events of the provider come with « courriels:SECRET »."""
    return {PROVIDERS[name][1]: key, "WEBHOOK_SECRET": f"courriels:{secret}"}
