"""data·inclusion v1: structures, and services that name theirs."""

from __future__ import annotations

import re

from observatoire.food_aid.exchange.draft import code, day, draft, mail, point, service, text, web
from observatoire.food_aid.opening import Timetable, read_osm, write_osm

FOOD = frozenset(
    (
        "equipement-et-alimentation--alimentation",
        "gestion-financiere--obtenir-une-aide-alimentaire",
    )
)
WHOLESALE = "banques-alimentaires"
PUBLICS = {
    "actifs": "actifs",
    "beneficiaires-des-minimas-sociaux": "minimas",
    "demandeurs-emploi": "demandeurs_emploi",
    "etudiants": "etudiants",
    "familles": "familles",
    "femmes": "femmes",
    "jeunes": "jeunes",
    "personnes-en-situation-de-handicap": "handicap",
    "personnes-en-situation-durgence": "rue",
    "personnes-en-situation-juridique-specifique": "justice",
    "personnes-exilees": "exiles",
    "residents-qpv-frr": "quartiers",
    "seniors": "seniors",
}
BACK = {ours: theirs for theirs, ours in PUBLICS.items()}
UNPLACED = "un service sans structure dans le fichier est laissé"
NO_FIELD = (
    "zone_eligibilite",
    "lien_mobilisation",
    "nombre_semaines",
    "volume_horaire_hebdomadaire",
)


def read_inclusion(given, reading) -> None:
    structures, services = _both(given)
    by_structure: dict[str, list[dict]] = {}
    for row in services:
        by_structure.setdefault(text(row.get("structure_id")), []).append(row)
    for row in structures:
        key, name = text(row.get("id"), 120), text(row.get("nom"), 200)
        if row.get("__ignore__") in (True, "True"):
            reading.refused.append((key or "modèle", "ligne d’exemple du modèle"))
        elif not key or not name:
            reading.refused.append((key or "sans identifiant", "ni identifiant ni nom"))
        else:
            reading.drafts.append(_place(key, name, row, by_structure.pop(key, [])))
    for key, rows in by_structure.items():
        for row in rows:
            ignored = row.get("__ignore__") in (True, "True")
            why = "ligne d’exemple du modèle" if ignored else UNPLACED
            reading.refused.append((text(row.get("id")) or key or "service", why))


def _both(given) -> tuple[list[dict], list[dict]]:
    if isinstance(given, list):
        given = {"items": given}
    if "items" in given:
        rows = given["items"]
        return (
            [row for row in rows if "structure_id" not in row],
            [row for row in rows if "structure_id" in row],
        )
    structures = given.get("structures") or given.get("Structures") or []
    services = given.get("services") or given.get("Services") or []
    # A workbook of contributors has a date where « date_maj » should be written.
    return [row for row in structures if "id" in row], services


def _place(key: str, name: str, row: dict, given: list[dict]) -> dict:
    hours, losses = read_osm(text(row.get("horaires_accueil")))
    networks = _list(row.get("reseaux_porteurs"))
    services = [_service(one, losses) for one in given]
    for column, check in (("courriel", mail), ("site_web", web)):
        if text(row.get(column)) and not check(row.get(column)):
            losses.append(f"«\u00a0{column}\u00a0» illisible est laissé")
    return draft(
        key=key,
        structure=name,
        structure_key=key,
        network=networks[0] if networks else "",
        siret=re.sub(r"\D", "", text(row.get("siret")).removesuffix(".0"))[:14],
        is_supplier=WHOLESALE in networks and not any(one["kind"] != "autre" for one in services),
        name=name,
        description=text(row.get("description")),
        address=text(row.get("adresse"), 250),
        postal_code=code(row.get("code_postal")),
        commune=code(row.get("code_insee")),
        commune_name=text(row.get("commune"), 120),
        **point(row.get("latitude"), row.get("longitude")),
        phone=text(row.get("telephone"), 60),
        email=mail(row.get("courriel")),
        site=web(row.get("site_web")),
        hours=hours.as_record(),
        is_food_aid=any(one["kind"] != "autre" for one in services),
        updated=day(row.get("date_maj")),
        services=services,
        kept={"source": text(row.get("source")), "lien_source": text(row.get("lien_source"))},
        losses=sorted(set(losses)),
    )


def _list(value) -> list[str]:
    if isinstance(value, list):
        return [text(one) for one in value if one]
    return [one.strip() for one in text(value).replace("|", ",").split(",") if one.strip()]


def _service(row: dict, losses: list[str]) -> dict:
    hours, lost = read_osm(text(row.get("horaires_accueil")))
    themes, publics = _list(row.get("thematiques")), _list(row.get("publics"))
    losses += lost
    losses += [f"«\u00a0{one}\u00a0» n’a pas de place" for one in NO_FIELD if row.get(one)]
    if text(row.get("frais")) == "payant":
        losses.append("«\u00a0payant\u00a0» est lu comme une participation")
    modes = _list(row.get("mobilisable_par"))
    return service(
        kind="alimentaire" if FOOD & set(themes) else "autre",
        description=text(row.get("nom"))
        + (f". {text(row.get('description'))}" if row.get("description") else ""),
        hours=hours.as_record(),
        access="inconditionnel" if publics == ["tous-publics"] else "inconnu",
        needs_referral=(modes == ["professionnels"]) if modes else None,
        conditions=text(row.get("conditions_acces")),
        price={"gratuit": "gratuit", "payant": "participation"}.get(
            text(row.get("frais")), "inconnu"
        ),
        price_detail=text(row.get("frais_precisions"), 200),
        publics=sorted({PUBLICS[one] for one in publics if one in PUBLICS}),
    )


def write_inclusion(drafts: list[dict]) -> tuple[dict, list[list[str]]]:
    structures, services, losses = [], [], []
    for one in drafts:
        hours, lost = write_osm(Timetable.of_record(one["hours"]))
        structures.append(_structure_written(one, hours))
        for number, each in enumerate(one["services"]):
            services.append(_service_written(one, each, number, lost))
        losses.append(sorted(set(lost)))
    return {"structures": structures, "services": services}, losses


def _structure_written(one: dict, hours: str) -> dict:
    return {
        "source": "observatoire",
        "id": one["key"],
        "nom": one["name"],
        "date_maj": one["updated"] or None,
        "description": one["description"] or None,
        "siret": one["siret"] or None,
        "commune": one["commune_name"] or None,
        "code_postal": one["postal_code"] or None,
        "code_insee": one["commune"] or None,
        "adresse": one["address"] or None,
        "longitude": one["longitude"],
        "latitude": one["latitude"],
        "telephone": one["phone"] or None,
        "courriel": one["email"] or None,
        "site_web": one["site"] or None,
        "horaires_accueil": hours or None,
        "reseaux_porteurs": [one["network"]] if one["network"] else None,
    }


def _service_written(place: dict, one: dict, number: int, lost: list[str]) -> dict:
    hours, losses = write_osm(Timetable.of_record(one["hours"]))
    lost += losses
    if one["kind"] not in ("alimentaire", "autre"):
        lost.append("la sorte d’aide devient la seule thématique d’alimentation")
    if one["price"] in ("participation", "libre"):
        lost.append("le prix devient «\u00a0payant\u00a0»")
    if one["diets"] or one["products"] or one["is_full"] is not None:
        lost.append("régimes, produits et saturation ne sont pas écrits")
    referral = one["needs_referral"]
    return {
        "source": "observatoire",
        "structure_id": place["key"],
        "id": f"{place['key']}-{number}",
        "nom": one["description"] or one["kind"],
        "date_maj": place["updated"] or None,
        "thematiques": ["equipement-et-alimentation--alimentation"]
        if one["kind"] != "autre"
        else [],
        "frais": {"gratuit": "gratuit", "inconnu": None}.get(one["price"], "payant"),
        "frais_precisions": one["price_detail"] or None,
        "publics": ["tous-publics"]
        if one["access"] == "inconditionnel"
        else [BACK[each] for each in one["publics"] if each in BACK],
        "conditions_acces": one["conditions"] or None,
        "mobilisable_par": None
        if referral is None
        else ["professionnels"]
        if referral
        else ["professionnels", "usagers"],
        "horaires_accueil": hours or None,
    }
