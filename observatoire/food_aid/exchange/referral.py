"""Open Referral HSDS 3 (services with their organization and locations) and OpenStreetMap."""

from __future__ import annotations

from observatoire.food_aid.exchange.draft import code, day, draft, mail, point, service, text, web
from observatoire.food_aid.opening import Timetable, read_osm, read_rrules, write_osm, write_rrules

OSM_KINDS = {"food_bank": "colis", "soup_kitchen": "repas", "food_sharing": "frigo"}
NOT_ON_MAP = "ce lieu d’OpenStreetMap ne donne pas d’aide alimentaire"


def read_referral(given, reading) -> None:
    rows = (
        given if isinstance(given, list) else given.get("services") or given.get("contents") or []
    )
    for row in rows:
        sites = row.get("service_at_locations") or [{}]
        for number, site in enumerate(sites):
            key = text(row.get("id"), 110) + (f"-{number}" if number else "")
            if not text(row.get("id")) or not text(row.get("name")):
                reading.refused.append((key or "sans identifiant", "ni identifiant ni nom"))
            else:
                reading.drafts.append(_place(key, row, site))


def _place(key: str, row: dict, site: dict) -> dict:
    organization, location = row.get("organization") or {}, site.get("location") or {}
    address = next(iter(location.get("addresses") or ()), {})
    schedules = site.get("schedules") or row.get("schedules") or []
    hours, losses = read_rrules(schedules)
    kinds = {text(one.get("kind")) for one in row.get("attributes") or ()}
    kind = text(row.get("kind")) or next(iter(sorted(kinds - {""})), "alimentaire")
    phones = row.get("phones") or organization.get("phones") or []
    documents = ", ".join(text(one.get("document")) for one in row.get("required_documents") or ())
    return draft(
        key=key,
        structure=text(organization.get("name") or row["name"], 200),
        structure_key=text(organization.get("id")),
        name=text(location.get("name") or row["name"], 200),
        description=text(row.get("description")),
        address=text(address.get("address_1"), 250),
        postal_code=code(address.get("postal_code")),
        commune_name=text(address.get("city"), 120),
        **point(location.get("latitude"), location.get("longitude")),
        phone=text(phones[0].get("number"), 60) if phones else "",
        email=mail(row.get("email")),
        site=web(row.get("url")),
        hours=hours.as_record(),
        is_food_aid=True,
        is_closed=row.get("status") in ("inactive", "defunct"),
        updated=day(row.get("assured_date") or row.get("last_modified")),
        services=[
            service(
                kind=kind,
                documents=documents[:250],
                conditions=text(row.get("eligibility_description")),
                price_detail=text(row.get("fees_description"), 200),
                price=_price(text(row.get("fees_description"))),
            )
        ],
        losses=losses,
    )


def _price(words: str) -> str:
    found = words.lower()
    if not found:
        return "inconnu"
    if "gratuit" in found or found in ("free", "none"):
        return "gratuit"
    return "libre" if "libre" in found else "participation"


def write_referral(drafts: list[dict]) -> tuple[dict, list[list[str]]]:
    rows, losses = [], []
    for one in drafts:
        lost: list[str] = []
        for number, each in enumerate(one["services"] or [service()]):
            schedules, more = write_rrules(Timetable.of_record(each["hours"] or one["hours"]))
            lost += more
            rows.append(_referral_row(one, each, number, schedules))
            if each["diets"] or each["products"] or each["publics"]:
                lost.append("publics, régimes et produits deviennent du texte")
        losses.append(sorted(set(lost)))
    return {"services": rows}, losses


def _referral_row(one: dict, each: dict, number: int, schedules: list[dict]) -> dict:
    words = [each["conditions"], ", ".join(each["publics"]), ", ".join(each["diets"])]
    fees = {"gratuit": "gratuit", "libre": "prix libre", "participation": "participation"}
    return {
        "id": one["key"] + (f"-s{number}" if number else ""),
        "name": one["name"],
        "kind": each["kind"],
        "description": one["description"],
        "status": "inactive" if one["is_closed"] else "active",
        "email": one["email"] or None,
        "url": one["site"] or None,
        "fees_description": each["price_detail"] or fees.get(each["price"]),
        "eligibility_description": " ; ".join(filter(None, words)) or None,
        "required_documents": [{"document": each["documents"]}] if each["documents"] else [],
        "assured_date": one["updated"] or None,
        "organization": {"id": one["structure_key"], "name": one["structure"]},
        "phones": [{"number": one["phone"]}] if one["phone"] else [],
        "service_at_locations": [
            {
                "location": {
                    "name": one["name"],
                    "latitude": one["latitude"],
                    "longitude": one["longitude"],
                    "addresses": [
                        {
                            "address_1": one["address"],
                            "city": one["commune_name"],
                            "postal_code": one["postal_code"],
                            "country": "FR",
                        }
                    ],
                },
                "schedules": schedules,
            }
        ],
    }


def read_osm_elements(given, reading) -> None:
    for row in given.get("elements") or ():
        tags = row.get("tags") or {}
        key = f"{text(row.get('type')) or 'node'}/{text(row.get('id'))}"
        kind = OSM_KINDS.get(tags.get("social_facility") or tags.get("amenity"))
        if kind is None:
            reading.refused.append((key, NOT_ON_MAP))
            continue
        hours, losses = read_osm(text(tags.get("opening_hours")))
        middle = row.get("center") or row
        name = text(tags.get("name") or tags.get("operator"), 200)
        if not name:
            name, losses = "Lieu sans nom", [*losses, "le lieu n’a pas de nom"]
        number = text(tags.get("addr:housenumber"))
        reading.drafts.append(
            draft(
                key=key,
                structure=text(tags.get("operator") or name, 200),
                name=name,
                description=text(tags.get("description")),
                address=f"{number} {text(tags.get('addr:street'))}".strip(),
                postal_code=code(tags.get("addr:postcode")),
                commune_name=text(tags.get("addr:city"), 120),
                **point(middle.get("lat"), middle.get("lon")),
                phone=text(tags.get("phone") or tags.get("contact:phone"), 60),
                email=mail(tags.get("email") or tags.get("contact:email")),
                site=web(tags.get("website") or tags.get("contact:website")),
                is_step_free={"yes": True, "no": False}.get(tags.get("wheelchair")),
                hours=hours.as_record(),
                is_food_aid=True,
                updated=day(tags.get("check_date") or row.get("timestamp")),
                services=[service(kind=kind)],
                losses=losses,
            )
        )


def write_osm_elements(drafts: list[dict]) -> tuple[dict, list[list[str]]]:
    rows, losses = [], []
    for number, one in enumerate(drafts, start=1):
        kinds = {each["kind"] for each in one["services"]}
        hours, lost = write_osm(Timetable.of_record(one["hours"]))
        if len(kinds) > 1 or kinds - {"repas", "colis"}:
            lost = [*lost, "la sorte devient la plus proche des deux d’OpenStreetMap"]
        step = {True: "yes", False: "no", None: None}[one["is_step_free"]]
        tags = {
            "amenity": "social_facility",
            "social_facility": "soup_kitchen" if kinds & {"repas", "maraude"} else "food_bank",
            "name": one["name"],
            "operator": one["structure"],
            "description": one["description"],
            "opening_hours": hours,
            "addr:street": one["address"],
            "addr:postcode": one["postal_code"],
            "addr:city": one["commune_name"],
            "phone": one["phone"],
            "email": one["email"],
            "website": one["site"],
            "wheelchair": step,
            "check_date": one["updated"],
        }
        rows.append(
            {
                "type": "node",
                "id": -number,
                "lat": one["latitude"],
                "lon": one["longitude"],
                "tags": {key: value for key, value in tags.items() if value},
            }
        )
        losses.append(sorted(set(lost)))
    return {"elements": rows}, losses
