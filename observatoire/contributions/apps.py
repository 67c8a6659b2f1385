from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class ContributionsConfig(AppConfig):
    name = "observatoire.contributions"
    label = "contributions"
    verbose_name = "Contributions"

    def ready(self):
        # Models must be loaded first.
        from observatoire.contributions import feeds, receivers, search  # noqa: F401, PLC0415

        registry.register_menu(
            "contribuer", MenuEntry("Contribuer", "/contribuer/", order=70, section="participer")
        )
        registry.register_cards("appels", feeds.cards)
        registry.register_resolver("appel", feeds.resolve_call)
        registry.register_todos("contributions", feeds.todos)
        registry.register_search("appels", search.call_drafts)
        for name, entry in feeds.PERSONAL.items():
            registry.register_personal_data(name, entry)
