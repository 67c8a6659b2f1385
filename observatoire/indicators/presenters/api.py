"""What the open interface says of an indicator, a territory, an observation: plain dictionaries."""

from __future__ import annotations

from stats.catalogue import Indicator
from stats.observation import Observation
from stats.releases.number import address
from stats.statuses import join_marks
from stats.territory import Territory


def indicator_record(indicator: Indicator) -> dict:
    return {
        "code": indicator.code,
        "titre": indicator.title,
        "theme": str(indicator.theme),
        "unite": indicator.unit,
        "definition": indicator.definition,
        "numerateur": indicator.numerator,
        "denominateur": indicator.denominator,
        "source": indicator.source,
        "producteur": indicator.producer,
        "rythme": indicator.rhythm,
        "niveaux": list(indicator.levels),
        "sens": indicator.direction,
        "raison_du_sens": indicator.direction_reason,
        "cycle": str(indicator.cycle),
        "disponibilite": str(indicator.availability),
        "cle": indicator.key,
        "mises_en_garde": list(indicator.caveats),
        "adresse": f"/indicateurs/{indicator.code}/",
    }


def territory_record(territory: Territory) -> dict:
    return {
        "niveau": str(territory.level),
        "code": territory.code,
        "nom": territory.name,
        "population": territory.population,
        "population_annee": territory.population_year,
        "superficie": territory.area,
        "millesime": territory.vintage,
        "depuis": territory.start.isoformat() if territory.start else None,
        "jusqu_au": territory.end.isoformat() if territory.end else None,
    }


def observation_record(row: Observation, *, every_column: bool = False) -> dict:
    """The twelve columns of the contract, in their order, and those one may ask for."""
    record = {
        "indicateur": row.indicator,
        "territoire": row.territory,
        "libelle": row.label,
        "niveau": str(row.level),
        "periode": row.period,
        "valeur": row.value,
        "statut": str(row.status),
        "marques": join_marks(row.marks),
        "unite": row.unit,
        "source": row.source,
        "millesime": row.vintage,
        "revision": row.revision,
    }
    if every_column:
        record |= {
            "edition": row.edition,
            "note": row.note,
            "borne_basse": row.lower,
            "borne_haute": row.upper,
            "adresse": address(row.key),
        }
    return record
