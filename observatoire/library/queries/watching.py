"""Sources, their health, and the queue of what they gave."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Q, Value
from django.utils import timezone

from observatoire.base.models import Territory
from observatoire.library.models import Finding, Intake, Link, WatchedSource

SILENT = timedelta(days=180)


def region_places() -> list[tuple[str, str]]:
    """The région, then its départements: (key, name)."""
    rows = Territory.objects.filter(in_region=True, level__in=("region", "departement")).present()
    return [(f"{row.level}:{row.code}", row.name) for row in rows.order_by("-level", "code")]


def queue(*, q: str = "", source=None, theme: str = "", state: str = Finding.State.WAITING):
    found = Finding.objects.filter(state=state or Finding.State.WAITING)
    found = found.select_related("source", "twin", "notice", "settled_by")
    if q:
        found = found.filter(title__icontains=q)
    if source:
        found = found.filter(source=source)
    if theme:
        # A list of pairs in JSON: its text holds the slug between quotes, on both databases.
        found = found.filter(themes__icontains=f'"{theme}"')
    return found


def waiting() -> int:
    return Finding.objects.filter(state=Finding.State.WAITING).count()


def sources():
    waits = Count("findings", filter=Q(findings__state=Finding.State.WAITING))
    kept = Count("findings", filter=Q(findings__state=Finding.State.ACCEPTED))
    rows = WatchedSource.objects.select_related("theme").annotate(waits=waits, kept=kept)
    return rows.order_by("name", "address", "id")


def health(source: WatchedSource, now=None) -> tuple[str, str]:
    """(state, sentence) of a source."""
    now = now or timezone.now()
    if not source.is_active and not source.tried_at:
        return "attente", "À essayer en ligne."
    if source.error:
        return "non", source.error
    if not source.tried_at:
        return "attente", "Sera essayée au prochain passage."
    if now - (source.news_at or source.created_at) > SILENT:
        return "attente", "Silencieuse\u00a0: rien de nouveau depuis six mois."
    return "oui", "Répond."


def to_mend():
    return Link.objects.filter(state__in=(Link.State.DEAD, Link.State.DOUBTFUL)).select_related(
        "notice"
    )


def links(state: str = ""):
    if not state:
        return to_mend().order_by("-state", "since", "id")
    return Link.objects.filter(state=state).select_related("notice").order_by("address", "id")


def intakes():
    return Intake.objects.select_related("made_by").defer("references", "sheet")


DRY = "base.vides"  # what the daily work found: reading every notice at each desk would cost
FAILURES = 3


def asks() -> list[tuple[str, str, str, str, str]]:
    """(key, title, reason, address, word) of what a person has to look at."""
    found, dry = _counts(), cache.get(DRY) or 0
    rows = (
        (found["file"], "file", "proposition{} de la veille à trier", QUEUED, "", "Trier"),
        (
            found["sources"],
            "sources",
            "source{} de la veille en panne",
            FAILED,
            "sources/",
            "Voir",
        ),
        (found["liens"], "liens", "lien{} qui ne répond{} plus", GONE, "liens/", "Réparer"),
        (dry, "rythme", "case{} vide{} dans le rythme de la base", DRIED, "rythme/", "Voir"),
    )
    return [
        (key, f"{number} {said(words, number)}", reason, f"/gestion/veille/{room}", word)
        for number, key, words, reason, room, word in rows
        if number
    ]


def _counts() -> Counter:
    """Of three tables, in one question: every desk asks."""
    rows = {
        "file": Finding.objects.filter(state=Finding.State.WAITING),
        "sources": WatchedSource.objects.filter(is_active=True, failures__gte=FAILURES),
        "liens": Link.objects.filter(state=Link.State.DEAD),
    }
    first, *others = (
        found.order_by().annotate(what=Value(name)).values("what").annotate(number=Count("pk"))
        for name, found in rows.items()
    )
    return Counter(dict(first.union(*others, all=True).values_list("what", "number")))


QUEUED = "Les sources suivies ont publié du nouveau."
FAILED = "Elles ne répondent plus depuis trois essais."
GONE = "Des lecteurs cliquent sur une adresse morte."
DRIED = "Des thèmes n’ont rien eu de nouveau dans un département depuis six mois."


def said(words: str, number: int) -> str:
    plural = "s" if number > 1 else ""
    return words.format(plural, "nt" if number > 1 and "répond" in words else plural)
