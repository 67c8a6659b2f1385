"""Why a figure is hidden, in French, by the word that the engine gives."""

REASONS = {
    "seuil": "moins de personnes ou de répondants que le seuil",
    "seuil_effectif": "effectif sous le seuil",
    "zero_sensible": "zéro qui révèle",
    "dominance": "un contributeur fait l’essentiel de la valeur",
    "p": "les autres contributeurs pèsent trop peu face au plus grand",
    "secondaire": "masquée pour qu’une soustraction ne donne pas un secret",
    "deja_masque": "masquée dans une publication antérieure",
    "taux": "le taux redonnerait l’effectif masqué",
}
