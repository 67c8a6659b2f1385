"""A place in sentences: open when, for whom, what to bring, how much, how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from observatoire.food_aid.models import Place, Service
from observatoire.food_aid.opening import Timetable, in_words, spans_of_day, state_at
from observatoire.food_aid.opening.french import hour
from observatoire.food_aid.opening.recurrence import PARIS
from observatoire.food_aid.words import DIETS, PRODUCTS, PUBLICS, label

OLD = 183  # days after which a place is asked to confirm
STATE = {"ouvert": "Ouvert", "ferme": "Fermé", "inconnu": "Horaires à vérifier"}
UNSAID = "Non précisé"


@dataclass(frozen=True)
class Shown:
    """One service, ready to be read."""

    kind: str
    description: str
    hours: list[str]
    text: str
    state: str
    state_words: str
    facts: list[tuple[str, str]]


def timetable_of(place: Place, service: Service | None = None, closures=()) -> Timetable:
    return Timetable.of_record((service.hours if service else {}) or place.hours)


def shown(place: Place, service: Service, now: datetime) -> Shown:
    timetable = timetable_of(place, service)
    state = state_at(timetable, now)
    return Shown(
        kind=service.get_kind_display(),
        description=service.description,
        hours=in_words(timetable),
        text="" if timetable.rules else timetable.text,
        state=state,
        state_words=_state(timetable, state, now),
        facts=_facts(service),
    )


def _state(timetable: Timetable, state: str, now: datetime) -> str:
    local = now.astimezone(PARIS)
    minute = local.hour * 60 + local.minute
    today = spans_of_day(timetable, local.date())
    if state == "ouvert":
        until = next((one.closes for one in today if one.opens <= minute < one.closes), None)
        return f"Ouvert jusqu’à {hour(until % 1440)}" if until else "Ouvert"
    if state == "ferme":
        later = next((one.opens for one in today if one.opens > minute and one.is_sure), None)
        return f"Fermé, ouvre à {hour(later)}" if later is not None else "Fermé"
    return STATE[state]


def _facts(one: Service) -> list[tuple[str, str]]:
    """What a visitor asks for, in this order; what is not known says so."""
    found = [
        ("Pour qui", _publics(one)),
        ("Sur orientation", _yes(one.needs_referral, "un travailleur social doit orienter")),
        ("Inscription", _yes(one.needs_registration, "il faut s’inscrire")),
        ("Rendez-vous", _yes(one.needs_appointment, "il faut prendre rendez-vous")),
        ("À apporter", one.documents or UNSAID),
        ("Prix", " — ".join(filter(None, (one.get_price_display(), one.price_detail)))),
    ]
    if one.conditions:
        found.append(("Conditions", one.conditions))
    if one.diets:
        found.append(("Régimes", ", ".join(label(DIETS, code) for code in one.diets)))
    if one.products:
        found.append(("Produits", ", ".join(label(PRODUCTS, code) for code in one.products)))
    if one.is_full:
        found.append(("Places", "complet en ce moment"))
    return found


def _publics(one: Service) -> str:
    named = ", ".join(label(PUBLICS, code) for code in one.publics)
    access = one.get_access_display()
    return f"{access}\u00a0: {named.lower()}" if named else access


def _yes(value: bool | None, words: str) -> str:
    return {True: f"Oui, {words}", False: "Non", None: UNSAID}[value]


def freshness(place: Place, today: date) -> tuple[str, str]:
    """(class, sentence)."""
    if place.verified_on is None:
        return "inconnu", "Jamais vérifié\u00a0: appeler avant de se déplacer."
    words = f"Vérifié le {place.verified_on:%d/%m/%Y}"
    if place.verified_by:
        words += f" par {place.verified_by}"
    if place.verified_how:
        words += f" ({place.verified_how})"
    age = (today - place.verified_on).days
    if age > OLD:
        return "ancien", f"{words}\u00a0: il y a plus de six mois, appeler avant de se déplacer."
    return "frais", f"{words}."


def where(place: Place) -> str:
    """A hidden address is its commune, for everyone."""
    town = f"{place.postal_code} {place.commune_name}".strip()
    if place.hides_address:
        return f"{town} (adresse donnée par téléphone)"
    return ", ".join(filter(None, (place.address, town)))
