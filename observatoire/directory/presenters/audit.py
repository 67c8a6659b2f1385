"""The audit, in words and as the cells of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone

from observatoire.directory.models import AuditLine

HEADER = ["le", "par", "action", "objet", "clé", "détails"]
VERBS = {
    "connexion": "s’est connecté",
    "fermer_sessions": "a fermé des sessions",
    "roles": "a changé les rôles",
    "mot_de_passe": "a changé son mot de passe",
    "retirer_mot_de_passe": "a retiré son mot de passe",
    "relier_proconnect": "a relié ProConnect",
    "delier_proconnect": "a délié ProConnect",
    "catalogue": "a modifié le catalogue",
    "charger": "a chargé des territoires",
    "contenu_demonstration": "a créé le contenu de démonstration",
    "contenu_demonstration_supprime": "a supprimé le contenu de démonstration",
}

REASONS = {
    "ajout_application": "application ajoutée",
    "ajout_cle": "clé d’accès ajoutée",
    "retrait_application": "application retirée",
    "retrait_cle": "clé d’accès retirée",
}


def in_words(verb: str) -> str:
    """A verb as people read it; one that is not known yet, without its underscores."""
    return VERBS.get(verb, verb.replace("_", " "))


def details_in_words(details: dict) -> str:
    return ", ".join(f"{name}\u00a0: {_value(value)}" for name, value in sorted(details.items()))


def present_lines(lines: Iterable[AuditLine]) -> list[dict]:
    return [
        {
            "at": line.at,
            "who": str(line.by) if line.by else "",
            "did": in_words(line.verb),
            "object": line.kind.replace("_", " "),
            "key": line.key,
            "details": details_in_words(line.details),
        }
        for line in lines
    ]


def as_cells(lines: Iterable[AuditLine]) -> Iterator[list[str]]:
    for line in lines:
        at, who = timezone.localtime(line.at), str(line.by) if line.by else ""
        words = details_in_words(line.details)
        yield [f"{at:%Y-%m-%d %H:%M:%S}", who, line.verb, line.kind, line.key, words]


def _value(value) -> str:
    return (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else REASONS.get(str(value), str(value))
    )
