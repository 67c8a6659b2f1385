"""What the alerts write. A letter never holds the words of an alert: they are read signed in."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format

from observatoire.alerts.models import Alert, Wave
from observatoire.mail.letter import Button, Letter, Paragraph


def received(alert: Alert) -> Letter:
    return _about(
        alert,
        f"Alerte reçue\u00a0: {alert}",
        f"Votre alerte est bien reçue\u00a0: {alert}.",
        f"Vous aurez une réponse d’ici le {date_format(alert.answer_due, 'j F Y')}.",
    )


def answered(alert: Alert) -> Letter:
    return _about(
        alert,
        f"Réponse à votre alerte\u00a0: {alert}",
        "La coordination a répondu à votre alerte.",
        alert.answer,
    )


def sorted_alert(alert: Alert) -> Letter:
    return _about(
        alert,
        f"Alerte à examiner\u00a0: {alert}",
        f"Une alerte est confiée à {alert.group.name}\u00a0: {alert}.",
        "Le voyez-vous aussi\u00a0? Une minute suffit pour le dire, avant la prochaine réunion.",
        button="Dire ce que nous voyons",
    )


def concluded(alert: Alert, note: str) -> Letter:
    return _about(
        alert,
        f"Alerte {alert.get_outcome_display()}\u00a0: {alert}",
        f"Votre alerte est conclue\u00a0: {alert.get_outcome_display()}.",
        note,
    )


def wave_opened(wave: Wave) -> Letter:
    until = date_format(wave.closes_on, "j F Y")
    return Letter(
        subject=f"{wave.title}\u00a0: que voyez-vous sur le terrain\u00a0?",
        blocks=(
            Paragraph.of(
                "Deux fois par an, nous demandons à chaque partenaire ce qu’il voit changer. "
                f"Trois minutes suffisent, jusqu’au {until}. «\u00a0Rien à signaler\u00a0» est "
                "une réponse."
            ),
            Button("Répondre", f"{settings.SITE_ADDRESS}/alertes/"),
        ),
    )


def wave_reminded(wave: Wave) -> Letter:
    until = date_format(wave.closes_on, "j F Y")
    return Letter(
        subject=f"{wave.title}\u00a0: il reste quelques jours",
        blocks=(
            Paragraph.of(
                f"Votre institution n’a pas encore répondu\u00a0; la vague finit le {until}. "
                "«\u00a0Rien à signaler\u00a0» se dit en un clic."
            ),
            Button("Répondre", f"{settings.SITE_ADDRESS}/alertes/"),
        ),
    )


def _about(alert: Alert, subject: str, *sentences: str, button: str = "Voir l’alerte") -> Letter:
    address = f"{settings.SITE_ADDRESS}{alert.get_absolute_url()}"
    return Letter(
        subject=subject[:180],
        blocks=(*(Paragraph.of(one) for one in sentences), Button(button, address)),
    )
