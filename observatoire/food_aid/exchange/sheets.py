"""Spreadsheets: MedNum, France services, and any other by the names of its columns."""

from __future__ import annotations

import re

from observatoire.base.french import normalise
from observatoire.food_aid.exchange.draft import (
    code,
    day,
    draft,
    from_lambert93,
    mail,
    number,
    point,
    service,
    text,
    web,
)
from observatoire.food_aid.opening import Rule, Timetable, read_osm
from observatoire.food_aid.words import DIETS, KIND, PRICE, PUBLICS

DAYS = ("h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi", "h_dimanche")
# Our key → names of columns, as normalised; the first that the file has is taken.
COLUMNS = {
    "key": "id id_fs matricule id_lieumed typo_uid identifiant source_key",
    "structure": "structure porteur association organisme structure_parente",
    "network": "reseau",
    "siret": "siret pivot",
    "name": "nom lib_fs lib_france_services nom_structure user_nom nom_du_lieu lieu name",
    "description": "description presentation_resume commentaire commentaire.horaires presentation",
    "address": "adresse user_adres address",
    "postal_code": "code_postal cp postal_code",
    "commune": "code_insee insee_com commune_insee code_commune",
    "commune_name": "commune lib_com ville nom_commune",
    "latitude": "latitude lat y_wgs84",
    "longitude": "longitude lng lon x_wgs84",
    "x": "x",
    "y": "y",
    "phone": "telephone num_tel tel",
    "email": "courriel courriels mail email contact.mail mail_struc e-mail",
    "site": "site_web site url",
    "transport": "transport acces transports",
    "hours": "horaires horaires_accueil horaire opening_hours",
    "updated": "date_maj dat_maj verifie_le mise_a_jour",
    "kind": "sorte type_aide kind",
    "referral": "orientation",
    "price": "prix frais tarif frais_a_charge",
    "publics": "publics public",
    "diets": "regimes regime",
    "documents": "documents a_apporter justificatifs",
}
KINDS = {normalise(label): key for key, label in KIND} | {key: key for key, _ in KIND}
SPAN = re.compile(r"(\d{1,2})[h:](\d{2})?\s*-\s*(\d{1,2})[h:](\d{2})?")
NOT_A_SPAN = "un horaire qui n’est pas «\u00a09:00 - 12:00\u00a0» est gardé en texte"


def is_france_services(rows: list[dict]) -> bool:
    first = rows[0] if rows else {}
    return "id_fs" in first or "lib_france_services" in first


def is_mednum(rows: list[dict]) -> bool:
    first = rows[0] if rows else {}
    return {"pivot", "dispositif_programmes_nationaux"} <= first.keys()


def read_rows(given, reading, *, mapping: dict) -> None:
    rows = given
    if isinstance(given, dict) and "features" in given:
        rows = [_feature(one) for one in given["features"]]
    if not rows:
        return
    names = _columns(rows[0], mapping)
    if "name" not in names:
        reading.refused.append(("titres", "aucune colonne ne dit le nom du lieu"))
        return
    for line, row in enumerate(rows, start=2):
        told = {ours: row.get(theirs) for ours, theirs in names.items()}
        name = text(told.get("name"), 200)
        key = text(told.get("key"), 120) or f"ligne-{line}"
        if not name:
            reading.refused.append((f"ligne {line}", "le nom est vide"))
        else:
            reading.drafts.append(_place(key, name, told, row, reading.format, set(names.values())))


def _feature(one: dict) -> dict:
    found = dict(one.get("properties") or {})
    coordinates = (one.get("geometry") or {}).get("coordinates") or ()
    if len(coordinates) >= 2:
        found |= {"longitude": coordinates[0], "latitude": coordinates[1]}
        found = {key: value for key, value in found.items() if key not in ("LATITUDE", "LONGITUDE")}
    return found


def _columns(first: dict, mapping: dict) -> dict[str, str]:
    theirs = {normalise(text(name)).replace(" ", "_"): name for name in first}
    found = {}
    for ours, names in COLUMNS.items():
        named = next((theirs[one] for one in names.split() if one in theirs), None)
        if named is not None:
            found[ours] = named
    return found | {ours: name for ours, name in mapping.items() if name in first}


def _place(key: str, name: str, told: dict, row: dict, form: str, used: set[str]) -> dict:
    hours, losses = _hours(told, row)
    kinds = [one for part in _parts(told.get("kind")) if (one := KINDS.get(normalise(part)))]
    is_food = form == "tableur" and bool(kinds) and kinds != ["autre"]
    kept = {
        text(column): text(value, 300)
        for column, value in row.items()
        if column and column not in used and column not in DAYS and text(value)
    }
    if kept:
        losses = [*losses, f"{len(kept)} colonnes gardées sans être montrées"]
    return draft(
        key=key,
        structure=text(told.get("structure") or name, 200),
        network=text(told.get("network"), 60),
        siret=_siret(told.get("siret")),
        name=name,
        description=text(told.get("description")),
        address=text(told.get("address"), 250),
        postal_code=code(told.get("postal_code")),
        commune=code(told.get("commune")),
        commune_name=text(told.get("commune_name"), 120),
        **_point(told),
        phone=text(told.get("phone"), 60),
        email=mail(told.get("email")),
        site=web(told.get("site")),
        transport=text(told.get("transport"), 250),
        is_round=_is_round(row),
        hours=hours.as_record(),
        is_food_aid=is_food,
        updated=day(told.get("updated")),
        services=[_service(one, told) for one in kinds or ["autre"]],
        kept=kept,
        losses=losses,
    )


def _siret(value) -> str:
    found = re.sub(r"\D", "", text(value).removesuffix(".0"))
    return found if len(found) == 14 else ""


def _is_round(row: dict) -> bool:
    told = text(row.get("itinerance") or row.get("format_fs") or row.get("ITINERANCE"))
    return told.lower().startswith(("itin", "bus", "oui"))


def _parts(value) -> list[str]:
    return [one.strip() for one in re.split(r"[|,;]", text(value)) if one.strip()]


def _service(kind: str, told: dict) -> dict:
    publics = {normalise(label): key for key, label in PUBLICS}
    diets = {normalise(label): key for key, label in DIETS}
    prices = {normalise(label): key for key, label in PRICE} | {"payant": "participation"}
    said = normalise(text(told.get("referral")))
    return service(
        kind=kind,
        needs_referral={"oui": True, "non": False}.get(said),
        documents=text(told.get("documents"), 250),
        price=prices.get(normalise(next(iter(_parts(told.get("price"))), "")), "inconnu"),
        price_detail=text(told.get("price"), 200),
        publics=[
            publics[one]
            for part in _parts(told.get("publics"))
            if (one := normalise(part)) in publics
        ],
        diets=[
            diets[one] for part in _parts(told.get("diets")) if (one := normalise(part)) in diets
        ],
    )


def _point(told: dict) -> dict:
    """Degrees, else Lambert-93, which one of the files writes as text with a comma."""
    found = point(told.get("latitude"), told.get("longitude"))
    x, y = number(told.get("x")), number(told.get("y"))
    if found["latitude"] is None and x and y and 0 < x < 1_300_000 and 6_000_000 < y < 7_200_000:
        latitude, longitude = from_lambert93(x, y)
        return point(round(latitude, 6), round(longitude, 6))
    return found


def _hours(told: dict, row: dict) -> tuple[Timetable, list[str]]:
    if any(one in row for one in DAYS):
        return _by_day(row)
    return read_osm(text(told.get("hours")))


def _by_day(row: dict) -> tuple[Timetable, list[str]]:
    rules, strange = [], []
    for weekday, column in enumerate(DAYS):
        for part in filter(None, (one.strip() for one in text(row.get(column)).split("/"))):
            found = SPAN.fullmatch(part)
            spans = [int(one or 0) for one in found.groups()] if found else []
            if not found or spans[0] * 60 + spans[1] >= spans[2] * 60 + spans[3] or spans[2] > 24:
                strange += [part] if part not in ("-", "Fermé") else []
            else:
                rules.append(Rule(spans[0] * 60 + spans[1], spans[2] * 60 + spans[3], (weekday,)))
    return Timetable(tuple(rules), text=" ; ".join(strange)), [NOT_A_SPAN] if strange else []
