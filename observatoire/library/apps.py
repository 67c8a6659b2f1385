from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class LibraryConfig(AppConfig):
    name = "observatoire.library"
    label = "library"
    verbose_name = "Base documentaire"

    def ready(self):
        # Models must be loaded first.
        from observatoire.library import feeds  # noqa: PLC0415

        registry.register_menu("base", MenuEntry("Base documentaire", feeds.ROOT, order=50))
        registry.register_personal_data("depots_notices", feeds.DEPOSITS)
        registry.register_personal_data("recherches", feeds.SEARCHES)
