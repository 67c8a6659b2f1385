"""What is written to registrants: letters, ready to be drawn."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from observatoire.events.models import Channel, Event, Intervention, Registration, Reminder
from observatoire.mail.letter import Button, Item, Letter, Notice, Paragraph

WHY = "Vous recevez ce message parce que cette adresse est inscrite à cet événement."
RECALL = {
    Reminder.Kind.WEEK: "Dans une semaine",
    Reminder.Kind.DAY: "Demain",
    Reminder.Kind.HOUR: "Dans une heure",
}


def when_of(event: Event) -> str:
    """« mardi 7 avril 2026, de 9 h 30 à 11 h 30 »."""
    if event.starts_at is None:
        return event.when_words or "date à fixer"
    start = timezone.localtime(event.starts_at)
    day = "1er" if start.day == 1 else str(start.day)
    words = f"{date_format(start, 'l')} {day}\u00a0{date_format(start, 'F Y')}"
    if event.ends_at is None:
        return f"{words}, {_hour(start)}"
    return f"{words}, de {_hour(start)} à {_hour(timezone.localtime(event.ends_at))}"


def _hour(moment) -> str:
    minutes = f"\u00a0{moment:%M}" if moment.minute else ""
    return f"{moment.hour}\u00a0h{minutes}"


def where_of(event: Event, presence: str) -> str:
    if presence == Event.Mode.REMOTE:
        return "À distance\u00a0: votre page personnelle mène à la salle."
    return ", ".join(part for part in (event.place_name, event.place_address) if part)


def confirmed(one: Registration, page: str) -> Letter:
    event = one.event
    promoted = "Une place s’est libérée\u00a0: elle est à vous."
    opening = promoted if one.was_promoted else "Votre inscription est confirmée."
    return _letter(
        one,
        f"Inscription confirmée\u00a0: {event.title}",
        "Vous êtes inscrit",
        Paragraph.of(opening),
        Item(event.title, where_of(event, one.presence), mark=when_of(event)),
        Button("Ouvrir ma page d’inscription", page),
        Paragraph.of(
            "Elle sert à rejoindre la salle, à poser vos questions par écrit, à modifier votre "
            "inscription ou à l’annuler. Ce lien est à vous\u00a0: ne le faites pas suivre."
        ),
        *_news(one),
    )


def waiting(one: Registration, page: str) -> Letter:
    return _letter(
        one,
        f"Liste d’attente\u00a0: {one.event.title}",
        "Vous êtes en liste d’attente",
        Paragraph.of(
            "Toutes les places sont prises. Vous êtes en liste d’attente, dans l’ordre des "
            "demandes\u00a0: dès qu’une place se libère, elle vous est donnée et un message vous "
            "le dit. Vous n’avez rien à faire."
        ),
        Item(one.event.title, mark=when_of(one.event)),
        Button("Voir ou annuler ma demande", page),
        *_news(one),
    )


def cancelled(one: Registration) -> Letter:
    return _letter(
        one,
        f"Inscription annulée\u00a0: {one.event.title}",
        "Votre inscription est annulée",
        Paragraph.of("C’est fait, et votre place est rendue. Merci de l’avoir dit."),
        Item(one.event.title, mark=when_of(one.event)),
    )


def called_off(one: Registration) -> Letter:
    reason = one.event.cancelled_reason
    return _letter(
        one,
        f"Annulé\u00a0: {one.event.title}",
        "L’événement est annulé",
        Notice(f"Il n’aura pas lieu {when_of(one.event)}."),
        Paragraph.of(reason or "Nous sommes désolés de ce contretemps."),
    )


def changed(one: Registration, page: str) -> Letter:
    return _letter(
        one,
        f"Changement\u00a0: {one.event.title}",
        "Ce qui change",
        Notice(f"{one.event.title}\u00a0: {when_of(one.event)}."),
        Paragraph.of(where_of(one.event, one.presence)),
        Paragraph.of("Votre place est gardée. Le fichier joint met votre agenda à jour."),
        Button("Ouvrir ma page d’inscription", page),
    )


def reminder(one: Registration, kind: str, page: str) -> Letter:
    return _letter(
        one,
        f"{RECALL[kind]}\u00a0: {one.event.title}",
        RECALL[kind],
        Item(one.event.title, where_of(one.event, one.presence), mark=when_of(one.event)),
        Button("Ouvrir ma page d’inscription", page),
        Paragraph.of("Un empêchement\u00a0? Annuler libère votre place pour quelqu’un d’autre."),
    )


def speaker(one: Intervention, page: str) -> Letter:
    event = one.session.event
    return Letter(
        subject=f"Votre écran\u00a0: {event.title}",
        title="Vous intervenez",
        kicker=event.get_kind_display(),
        preview=when_of(event),
        blocks=(
            Item(one.session.title, mark=when_of(event)),
            Paragraph.of(
                "Cette page réunit les questions qui vous sont posées et mène à la salle. Elle "
                "s’ouvre sans mot de passe\u00a0: ne la faites pas suivre."
            ),
            Button("Ouvrir mon écran", page),
        ),
        why="Vous recevez ce message parce que vous intervenez dans cet événement.",
    )


def invitation(channel: Channel, link: str) -> Letter:
    """What a list receives; its editor reads it again before it leaves."""
    event = channel.event
    lines = [
        Item(one.title, mark=one.get_kind_display())
        for one in event.sessions.order_by("order", "id")
        if one.kind in ("etude", "table_ronde", "temoignage")
    ]
    return Letter(
        subject=f"Invitation\u00a0: {event.title}",
        title=event.title,
        kicker=event.get_kind_display(),
        preview=when_of(event),
        blocks=(
            Notice(f"{when_of(event).capitalize()}, {event.get_mode_display()}."),
            Paragraph.of(event.summary or event.title),
            *lines,
            Button("Voir le programme et m’inscrire", link),
        ),
        why="Vous recevez ce message au titre des invitations aux événements de la plateforme.",
    )


def partner_text(channel: Channel, link: str) -> str:
    """A text ready for the site or the letter of a partner."""
    event = channel.event
    lines = [f"{event.get_kind_display()}\u00a0: {event.title}", when_of(event).capitalize()]
    lines += [event.get_mode_display().capitalize(), ""]
    lines += [event.summary, ""] if event.summary else []
    for one in event.sessions.order_by("order", "id"):
        lines.append(f"- {one.title}")
    lines += ["", f"Programme et inscription\u00a0: {link}"]
    lines += [f"Organisé par {settings.PLATFORM_NAME}, {settings.PLATFORM_PLACE}."]
    return "\n".join(lines)


def _news(one: Registration) -> tuple:
    if not one.wants_news or one.news_confirmed_at:
        return ()
    return (
        Paragraph.of(
            "Vous avez souhaité connaître les prochains événements\u00a0: pour le confirmer, "
            "ouvrez votre page et cliquez sur «\u00a0Oui, tenez-moi au courant\u00a0»."
        ),
    )


def _letter(one: Registration, subject: str, title: str, *blocks) -> Letter:
    return Letter(
        subject=subject,
        title=title,
        kicker=one.event.get_kind_display(),
        preview=when_of(one.event),
        blocks=blocks,
        why=WHY,
    )


def survey(
    one: Registration, link: str, was_there: bool | None, others: list[tuple[Event, str]]
) -> Letter:
    """Asked the day after; `others`: events that left their survey for this letter."""
    opening = {
        True: "Merci d’avoir été là. Deux minutes pour dire ce que vous en avez pensé\u00a0?",
        False: "Vous n’avez pas pu être là\u00a0: dites-nous pourquoi, en une minute.",
        None: "Deux minutes pour dire ce que vous en avez pensé\u00a0?",
    }[was_there]
    more = [block for event, address in others for block in _other_survey(event, address)]
    return _letter(
        one,
        f"Votre avis\u00a0: {one.event.title}",
        "Votre avis",
        Paragraph.of(opening),
        Button("Donner mon avis", link),
        Paragraph.of("Votre réponse est anonyme\u00a0: rien ne la relie à votre adresse."),
        *more,
    )


def _other_survey(event: Event, link: str) -> tuple:
    words = f"Et sur «\u00a0{event.title}\u00a0», dont l’enquête n’avait pas pu partir\u00a0?"
    return (Paragraph.of(words), Button("Donner aussi cet avis", link))


def survey_recall(one: Registration, link: str) -> Letter:
    return _letter(
        one,
        f"Encore deux minutes\u00a0? {one.event.title}",
        "Votre avis nous manque",
        Paragraph.of("Ce lien n’a pas encore servi. L’enquête se ferme bientôt."),
        Button("Donner mon avis", link),
        Paragraph.of("C’est notre seul rappel, et la réponse est anonyme."),
    )


def replay(one: Registration, was_there: bool | None) -> Letter:
    """In other words to who was there, and to who was not."""
    opening = {
        True: "Vous y étiez\u00a0: voici de quoi revoir un passage, ou le partager.",
        False: "Vous n’avez pas pu être là\u00a0: voici toute la rencontre, à votre heure.",
        None: "La rencontre se revoit en entier.",
    }[was_there]
    address = f"{settings.SITE_ADDRESS}/evenements/{one.event.slug}/replay/"
    return _letter(
        one,
        f"Le replay est en ligne\u00a0: {one.event.title}",
        "Le replay est en ligne",
        Paragraph.of(opening),
        Item(
            one.event.title, "Replay, diaporamas, réponses aux questions.", mark=when_of(one.event)
        ),
        Button("Revoir", address),
    )
