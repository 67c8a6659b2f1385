from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class LibraryConfig(AppConfig):
    name = "observatoire.library"
    label = "library"
    verbose_name = "Base documentaire"

    def ready(self):
        # Models must be loaded first.
        from observatoire.library import feeds, receivers, worker  # noqa: F401, PLC0415
        from observatoire.library.search import drafts  # noqa: PLC0415

        registry.register_menu(
            "base", MenuEntry("Base documentaire", feeds.ROOT, order=45, section="ressources")
        )
        registry.register_personal_data("depots_notices", feeds.DEPOSITS)
        registry.register_personal_data("recherches", feeds.SEARCHES)
        registry.register_cards("notices", feeds.cards)
        registry.register_resolver("notice", feeds.resolve_notice)
        registry.register_search("notices", drafts.notice_drafts)
        registry.register_todos("base", feeds.todos)
        registry.register_right_to_receive("notice", feeds.may_receive)
        registry.register_todos("veille", feeds.watch_todos)
        registry.register_job("base.veille", worker.harvest_sources, every=timedelta(hours=6))
        registry.register_job("base.liens", worker.look_at_links, every=timedelta(days=1))
        registry.register_job("base.moisson", worker.gather_records, every=timedelta(days=1))
        registry.register_job("base.alertes", worker.tell_searches, every=timedelta(hours=1))
        registry.register_job("base.menage", worker.sweep, every=timedelta(days=1))
        registry.register_panel("contribuer", "10-etude", feeds.deposit_panel)
        registry.register_becoming("notice", feeds.NOTICE_OF_IDEA)
        registry.register_themes("base", feeds.theme_names)
        registry.register_offered_studies("base", feeds.offered)
