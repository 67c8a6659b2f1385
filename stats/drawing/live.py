"""The specification of a map, told to a script that draws it again to be moved and questioned.

Nothing is computed here: colours, classes, sentences and addresses are those of the specification
that the server's picture comes from, so that the two never differ. The outlines, which are heavy
and do not change, are fetched apart.
"""

from __future__ import annotations

from stats.drawing.palette import CENSORED, SECRET

PATTERNS = {SECRET: "hachures", CENSORED: "points"}


def live(spec: dict) -> dict:
    """A JSON object. `territoires` is code → [sentence, entry of the legend or null, address].

    Circles and texts are placed in the metres of the outlines. ValueError when the specification
    is not that of a map.
    """
    surfaces = spec["layer"][0] if "layer" in spec else {}
    if surfaces.get("data", {}).get("format", {}).get("type") != "topojson":
        raise ValueError("this specification draws no map")
    mark, encoding = surfaces["mark"], surfaces["encoding"]
    entries = encoding.get("color", {}).get("scale", {}).get("domain", [])
    rows = surfaces["transform"][0]["from"]["data"]["values"]
    return {
        "mots": spec["description"],
        "largeur": spec["width"],
        "hauteur": spec["height"],
        "fond": mark.get("fill", ""),
        "bord": mark["stroke"],
        "trait": mark["strokeWidth"],
        "legende": spec.get("usermeta", {}).get("legende", []),
        "territoires": {
            row["code"]: [
                row["infobulle"],
                entries.index(row["classe"]) if "classe" in row else None,
                row.get("lien", ""),
            ]
            for row in rows
        },
        "cercles": [_circle(layer) for layer in spec["layer"] if _mark(layer) == "circle"],
        "textes": [_text(layer) for layer in spec["layer"] if _mark(layer) == "text"],
    }


def legend_entry(text: str, colour: str) -> dict:
    """One line of the legend, as a specification keeps it for who draws it anew."""
    return {"texte": text, "couleur": colour, "motif": PATTERNS.get(colour, "")}


def _mark(layer: dict) -> str:
    return layer["mark"]["type"]


def _circle(layer: dict) -> dict:
    mark = layer["mark"]
    return {
        "couleur": mark["fill"],
        "opacite": mark["fillOpacity"],
        "trait": mark["strokeWidth"],
        "places": [[row["x"], row["y"], row["surface"]] for row in layer["data"]["values"]],
    }


def _text(layer: dict) -> dict:
    mark, field = layer["mark"], layer["encoding"]["text"]["field"]
    return {
        "decalage": mark["dy"],
        "graisse": mark["fontWeight"],
        "corps": mark["fontSize"],
        "places": [
            [row["x"], row["y"], row[field], row.get("encre") or mark["fill"]]
            for row in layer["data"]["values"]
        ],
    }
