"""What each form cannot say: shown beside its exports, and counted at each import."""

_TYPED = {
    "soliguide": (
        "Soliguide",
        (
            "Sa grille ne dit ni « deuxième jeudi du mois », ni « une semaine sur deux ».",
            "« Prix libre » et « participation » deviennent un seul « payant », précisé en texte.",
            "La date et l’auteur de notre vérification deviennent une date de mise à jour.",
        ),
    ),
    "data-inclusion": (
        "data·inclusion v1",
        (
            "Deux prix seulement, gratuit ou payant : le reste passe en texte.",
            "Une seule thématique d’alimentation : colis, repas et épicerie s’y confondent.",
            "Régimes, produits, saturation et tournées n’ont pas de champ.",
        ),
    ),
    "hsds": (
        "Open Referral HSDS 3",
        (
            "Un horaire de certains mois est écrit pour toute l’année, les fermetures omises.",
            "Le prix devient une phrase ; les publics et les régimes, un texte d’éligibilité.",
        ),
    ),
    "osm": (
        "OpenStreetMap",
        (
            "Deux sortes seulement : repas (soup_kitchen) et denrées (food_bank).",
            "Ni orientation, ni inscription, ni documents à apporter, ni saturation.",
        ),
    ),
    "csv": (
        "Tableur (CSV)",
        ("Une ligne par service : les horaires y sont écrits à la manière d’OpenStreetMap.",),
    ),
    "geojson": ("GeoJSON", ("Les lieux sans coordonnées n’y sont pas.",)),
    "mednum": (
        "MedNum",
        (
            "Les services du numérique restent en texte : ce n’est pas de l’aide alimentaire.",
            "Un seul courriel, un seul site, le premier, par lieu.",
        ),
    ),
    "france-services": (
        "France services",
        ("Le groupe et la labellisation sont gardés tels quels, sans être montrés.",),
    ),
}


def _typeset(line: str) -> str:
    for mark in ":;»":
        line = line.replace(f" {mark}", f"\u00a0{mark}")
    return line.replace("« ", "«\u00a0")


LOSSES = {
    name: (label, tuple(_typeset(line) for line in lines))
    for name, (label, lines) in _TYPED.items()
}
