from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import Becoming, MenuEntry, Ref, registry


class EventsConfig(AppConfig):
    name = "observatoire.events"
    label = "events"
    verbose_name = "Événements"

    def ready(self):
        from observatoire.events import (  # noqa: PLC0415 models must be loaded first
            feeds,
            receivers,  # noqa: F401 same reason
            search,
        )
        from observatoire.events.actions import replay, satisfaction, telling  # noqa: PLC0415 same reason
        from observatoire.events.actions.programme import session_from_idea  # noqa: PLC0415
        from observatoire.events.rules import may_keep_events  # noqa: PLC0415 same reason

        registry.register_menu(
            "evenements", MenuEntry("Événements", "/evenements/", order=50, section="rendez_vous")
        )
        registry.register_cards("evenements", feeds.cards)
        registry.register_resolver("evenement", feeds.resolve)
        registry.register_search("evenements", search.event_drafts)
        registry.register_search("reponses", search.question_drafts)
        registry.register_personal_data("inscriptions", feeds.REGISTRATIONS)
        registry.register_personal_data("intervenants", feeds.SPEAKERS)
        registry.register_personal_data("presences", feeds.ATTENDANCES)
        registry.register_personal_data("salles", feeds.ROOM_REPORTS)
        registry.register_right_to_receive("evenement", feeds.may_receive)
        registry.register_todos("evenements", feeds.todos)
        # Five minutes: the finest of the reminders is an hour before.
        often = timedelta(minutes=5)
        registry.register_job("evenements.rappels", telling.remind_everyone, every=often)
        registry.register_job("evenements.messages", telling.tell_everyone, every=often)
        registry.register_job("evenements.enquetes", satisfaction.send_due_surveys, every=often)
        registry.register_job("evenements.replays", replay.send_replays, every=often)
        registry.register_cards("conferences", feeds.conference_cards)
        registry.register_resolver("seance", feeds.resolve_session)
        registry.register_panel("speaker", "attestation", feeds.speaker_panel)
        session = Becoming("Une séance du programme", may_keep_events, _is_event, session_from_idea)
        registry.register_becoming("seance", session)
        registry.register_caller("evenement", feeds.callers)


def _is_event(owner: Ref | None) -> bool:
    return owner is not None and owner.kind == "evenement"
