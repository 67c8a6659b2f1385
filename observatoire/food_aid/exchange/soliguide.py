"""Soliguide: places whose services may have hours, publics and conditions of their own."""

from __future__ import annotations

from observatoire.food_aid.exchange.draft import code, day, draft, mail, point, service, text, web
from observatoire.food_aid.opening import Shut, Timetable, read_grid, write_grid

KINDS = {
    "food_distribution": "repas",
    "food_packages": "colis",
    "baby_parcel": "colis_bebe",
    "social_grocery_stores": "epicerie",
    "food_voucher": "cheque",
    "solidarity_fridge": "frigo",
    "shared_kitchen": "cuisine",
    "cooking_workshop": "atelier",
    "community_garden": "jardin",
}
BACK = {ours: theirs for theirs, ours in KINDS.items()} | {
    "maraude": "food_distribution",
    "camion": "social_grocery_stores",
    "alimentaire": "food_packages",
}
ACCESS = ("inconditionnel", "preferentiel", "exclusif")
PUBLICS = {
    "isolated": "isoles",
    "family": "familles",
    "couple": "couples",
    "pregnant": "enceintes",
    "women": "femmes",
    "men": "hommes",
    "student": "etudiants",
    "handicap": "handicap",
    "addiction": "addictions",
    "prison": "justice",
    "asylum": "exiles",
    "refugee": "exiles",
}
DIETS = {
    "vegetarian": "vegetarien",
    "halal": "halal",
    "kosher": "casher",
    "gluten_free": "sans_gluten",
    "salt_free": "sans_sel",
    "lactose_free": "sans_lactose",
}
OUR_DIETS = {ours: theirs for theirs, ours in DIETS.items()}


def read_soliguide(given, reading) -> None:
    rows = given if isinstance(given, list) else given.get("places") or given.get("items") or []
    for row in rows:
        key = text(row.get("lieu_id") or row.get("_id"))
        if not key or not text(row.get("name")):
            reading.refused.append((key or "sans identifiant", "ni identifiant ni nom"))
        else:
            reading.drafts.append(_place(key, row))


def _place(key: str, row: dict) -> dict:
    position, entity = row.get("position") or {}, row.get("entity") or {}
    hours, losses = _hours(row.get("newhours"), row.get("tempInfos"))
    services = [_service(one, row, losses) for one in row.get("services_all") or ()]
    phones = entity.get("phones") or []
    if len(phones) > 1:
        losses.append("un seul téléphone est gardé")
    coordinates = (position.get("location") or {}).get("coordinates") or (None, None)
    return draft(
        key=key,
        structure=text(row.get("name"), 200),
        name=text(row.get("name"), 200),
        description=text(row.get("description")),
        address=text(position.get("address"), 250),
        postal_code=code(position.get("postalCode")),
        commune=code(position.get("cityCode")),
        commune_name=text(position.get("city"), 120),
        **point(coordinates[1], coordinates[0]),
        phone=text(phones[0].get("phoneNumber"), 60) if phones else "",
        email=mail(entity.get("mail")),
        site=web(entity.get("website")),
        is_step_free=((row.get("modalities") or {}).get("pmr") or {}).get("checked"),
        is_round=row.get("placeType") == "PARCOURS_MOBILE",
        languages=list(row.get("languages") or ()),
        hours=hours.as_record(),
        is_food_aid=any(one["kind"] != "autre" for one in services),
        visibility="public" if row.get("visibility", "ALL") == "ALL" else "partenaires",
        is_closed=row.get("status") == "PERMANENTLY_CLOSED",
        updated=day(row.get("updatedByUserAt") or row.get("updatedAt")),
        services=services,
        kept={"lieu_id": row.get("lieu_id"), "seo_url": row.get("seo_url", "")},
        losses=sorted(set(losses)),
    )


def _hours(grid, temporary) -> tuple[Timetable, list[str]]:
    found, losses = read_grid(grid)
    closure = (temporary or {}).get("closure") or {}
    start, end = day(closure.get("dateDebut")), day(closure.get("dateFin"))
    shut = ()
    if closure.get("actif") and start and end and start <= end:
        shut = Timetable.of_record({"ferme": [[start, end, text(closure.get("name"), 160)]]}).shut
    if ((temporary or {}).get("hours") or {}).get("actif"):
        losses.append("les horaires temporaires sont laissés")
    return Timetable(found.rules, found.holidays, shut, found.text), losses


def _service(one: dict, place: dict, losses: list[str]) -> dict:
    kind = KINDS.get(one.get("category"), "autre")
    publics = one.get("publics") if one.get("differentPublics") else place.get("publics")
    modalities = (
        one.get("modalities") if one.get("differentModalities") else place.get("modalities")
    )
    hours = {}
    if one.get("differentHours"):
        found, lost = read_grid(one.get("hours"))
        hours, losses[:] = found.as_record(), [*losses, *lost]
    modalities, publics = modalities or {}, publics or {}
    price = modalities.get("price") or {}
    detail = text(price.get("precisions"), 200)
    full = (one.get("saturated") or {}).get("status")
    specific = one.get("categorySpecificFields") or {}
    return service(
        kind=kind,
        description=text(one.get("description")),
        hours=hours,
        access=_access(publics, modalities),
        needs_referral=(modalities.get("orientation") or {}).get("checked"),
        needs_registration=(modalities.get("inscription") or {}).get("checked"),
        needs_appointment=(modalities.get("appointment") or {}).get("checked"),
        conditions=text(modalities.get("other")),
        price=_price(price.get("checked"), detail),
        price_detail=detail,
        publics=_publics(publics),
        diets=[DIETS[one] for one in specific.get("dietaryAdaptationsType") or () if one in DIETS],
        is_full=full == "HIGH" if full else None,
    )


def _access(publics: dict, modalities: dict) -> str:
    if modalities.get("inconditionnel"):
        return "inconditionnel"
    number = publics.get("accueil")
    return ACCESS[number] if isinstance(number, int) and 0 <= number < 3 else "inconnu"


def _price(checked, detail: str) -> str:
    if checked is None:
        return "inconnu"
    if not checked:
        return "gratuit"
    return "libre" if "libre" in detail.lower() else "participation"


def _publics(publics: dict) -> list[str]:
    """Soliguide lists all of them where a place is open to all: that says nothing."""
    if publics.get("accueil") in (None, 0):
        return []
    named = [
        one
        for key in ("administrative", "familialle", "gender", "other")
        for one in _named(publics.get(key))
    ]
    return sorted({PUBLICS[one] for one in named if one in PUBLICS})


def _named(value) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def write_soliguide(drafts: list[dict]) -> tuple[dict, list[list[str]]]:
    rows, losses = [], []
    for one in drafts:
        lost: list[str] = []
        rows.append(_written(one, lost))
        losses.append(sorted(set(lost)))
    return {"places": rows}, losses


def _written(one: dict, lost: list[str]) -> dict:
    timetable = Timetable.of_record(one["hours"])
    grid, losses = write_grid(Timetable(timetable.rules, timetable.holidays, (), timetable.text))
    lost += losses
    shut: Shut | None = next(iter(timetable.shut), None)
    if len(timetable.shut) > 1:
        lost.append("une seule fermeture temporaire est écrite")
    return {
        "lieu_id": one["key"],
        "name": one["name"],
        "description": one["description"],
        "placeType": "PARCOURS_MOBILE" if one["is_round"] else "LIEU",
        "visibility": "ALL" if one["visibility"] == "public" else "PRO",
        "status": "PERMANENTLY_CLOSED" if one["is_closed"] else "ONLINE",
        "languages": one["languages"],
        "position": {
            "address": one["address"],
            "postalCode": one["postal_code"],
            "cityCode": one["commune"],
            "city": one["commune_name"],
            "location": {"type": "Point", "coordinates": [one["longitude"], one["latitude"]]},
        },
        "entity": {
            "mail": one["email"],
            "website": one["site"],
            "phones": [{"phoneNumber": one["phone"]}] if one["phone"] else [],
        },
        "modalities": {"pmr": {"checked": one["is_step_free"]}},
        "newhours": grid,
        "tempInfos": {
            "closure": {
                "actif": shut is not None,
                "dateDebut": str(shut.start) if shut else None,
                "dateFin": str(shut.end) if shut else None,
                "name": shut.reason if shut else None,
            }
        },
        "services_all": [_service_written(each, lost) for each in one["services"]],
        "updatedByUserAt": one["updated"] or None,
    }


def _service_written(one: dict, lost: list[str]) -> dict:
    grid, losses = write_grid(Timetable.of_record(one["hours"])) if one["hours"] else ({}, [])
    lost += losses
    if one["kind"] in ("maraude", "camion", "alimentaire"):
        lost.append("une sorte qui n’existe pas dans Soliguide prend la plus proche")
    if one["products"]:
        lost.append("les produits ne sont pas écrits")
    back = {ours: theirs for theirs, ours in PUBLICS.items()}
    checked = None if one["price"] == "inconnu" else one["price"] != "gratuit"
    detail = one["price_detail"] or ("prix libre" if one["price"] == "libre" else None)
    return {
        "category": BACK.get(one["kind"], "other"),
        "description": one["description"],
        "differentHours": bool(one["hours"]),
        "hours": grid,
        "differentPublics": True,
        "publics": {
            "accueil": ACCESS.index(one["access"]) if one["access"] in ACCESS else None,
            "familialle": [back[each] for each in one["publics"] if each in back],
        },
        "differentModalities": True,
        "modalities": {
            "inconditionnel": one["access"] == "inconditionnel",
            "orientation": {"checked": one["needs_referral"]},
            "inscription": {"checked": one["needs_registration"]},
            "appointment": {"checked": one["needs_appointment"]},
            "price": {"checked": checked, "precisions": detail},
            "other": one["conditions"],
        },
        "categorySpecificFields": {
            "dietaryAdaptationsType": [OUR_DIETS[each] for each in one["diets"]]
        },
        "saturated": {"status": {True: "HIGH", False: "LOW", None: None}[one["is_full"]]},
    }
