"""Reads an official outline file (`--contours FILE`): GeoJSON in longitude and latitude."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import shapely
from shapely.errors import GEOSException

from stats.territory.errors import TerritoryError
from stats.territory.register import Outlines

CODE_PROPERTIES = ("code", "insee_com", "codgeo", "insee", "depcom", "code_insee", "com")
DEGREES = (180.0, 90.0)


def read_contours(path: Path) -> Outlines:
    """Outlines by commune code. Raises TerritoryError when the file is not what it should be."""
    features = _features(path)
    shapes: dict[str, shapely.Geometry] = {}
    for rank, feature in enumerate(features, start=1):
        code = _code(feature.get("properties") or {})
        if not code:
            raise TerritoryError(
                f"{path.name}, contour {rank}\u00a0: aucune propriété ne donne le code de la "
                f"commune (attendu\u00a0: {', '.join(CODE_PROPERTIES)})."
            )
        shapes[code] = _shape(feature, path, code)
    years = re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", path.name)
    return Outlines(
        communes=shapes,
        vintage=max(map(int, years), default=None),
        source=f"IGN, Admin Express (fichier {path.name})",
    )


def _features(path: Path) -> list[dict]:
    try:
        raw = path.read_bytes()
        document = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    except FileNotFoundError as error:
        raise TerritoryError(
            f"Le fichier {path} n’existe pas\u00a0: donner à --contours un fichier GeoJSON des "
            "communes."
        ) from error
    except (OSError, EOFError, ValueError) as error:
        raise TerritoryError(
            f"Le fichier {path.name} n’est pas du GeoJSON lisible\u00a0: le télécharger à nouveau."
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not features:
        raise TerritoryError(
            f"Le fichier {path.name} ne contient aucun contour\u00a0: il faut une "
            "FeatureCollection GeoJSON, un contour par commune."
        )
    return features


def _code(properties: dict) -> str:
    by_name = {name.lower(): value for name, value in properties.items()}
    for name in CODE_PROPERTIES:
        if by_name.get(name):
            return str(by_name[name]).zfill(5)
    return ""


def _shape(feature: dict, path: Path, code: str) -> shapely.Geometry:
    try:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    except (GEOSException, KeyError) as error:
        raise TerritoryError(
            f"{path.name}, commune {code}\u00a0: le contour ne peut pas être lu."
        ) from error
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise TerritoryError(
            f"{path.name}, commune {code}\u00a0: le contour est un {shape.geom_type}, il faut un "
            "polygone."
        )
    if max(abs(bound) for bound in shape.bounds) > max(DEGREES):
        raise TerritoryError(
            f"{path.name}\u00a0: les coordonnées ne sont pas des degrés\u00a0: convertir le "
            "fichier en longitude et latitude (WGS 84)."
        )
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure")
