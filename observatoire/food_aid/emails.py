"""What the census writes, as letters of mail."""

from __future__ import annotations

from observatoire.food_aid.models import Place
from observatoire.mail.letter import Button, Letter, Paragraph


def confirmation(place: Place, address: str) -> Letter:
    return Letter(
        subject="Vos horaires d’aide alimentaire sont-ils toujours justes\u00a0?",
        blocks=(
            Paragraph.of(
                f"Le lieu «\u00a0{place.name}\u00a0» est montré sur la carte de l’aide "
                "alimentaire. Ses renseignements ont plus de six mois."
            ),
            Paragraph.of(
                "Un clic suffit pour les confirmer, sans compte. Sans réponse sous un mois, "
                "le lieu sera retiré de la carte jusqu’à votre réponse."
            ),
            Button("Vérifier et confirmer", address),
        ),
    )
