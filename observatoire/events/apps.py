from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class EventsConfig(AppConfig):
    name = "observatoire.events"
    label = "events"
    verbose_name = "Événements"

    def ready(self):
        from observatoire.events import feeds, search  # noqa: PLC0415 models must be loaded first

        registry.register_menu("evenements", MenuEntry("Événements", "/evenements/", order=50))
        registry.register_cards("evenements", feeds.cards)
        registry.register_resolver("evenement", feeds.resolve)
        registry.register_search("evenements", search.event_drafts)
        registry.register_personal_data("inscriptions", feeds.REGISTRATIONS)
        registry.register_personal_data("intervenants", feeds.SPEAKERS)
