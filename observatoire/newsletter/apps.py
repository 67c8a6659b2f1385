from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class NewsletterConfig(AppConfig):
    name = "observatoire.newsletter"
    label = "newsletter"
    verbose_name = "Lettre électronique"

    def ready(self):
        from observatoire.newsletter import feeds, search  # noqa: PLC0415 models come first
        from observatoire.newsletter.actions import witnessing  # noqa: PLC0415 same reason

        registry.register_menu(
            "lettres", MenuEntry("Lettres", feeds.ROOT, order=60, section="ressources")
        )
        registry.register_cards("lettres", feeds.cards)
        registry.register_resolver("lettre", feeds.resolve)
        registry.register_search("lettres", search.drafts)
        registry.register_todos("lettres", feeds.todos)
        registry.register_right_to_receive("lettre", feeds.may_receive)
        registry.register_personal_data("abonnes", feeds.SUBSCRIBERS)
        registry.register_personal_data("temoins", feeds.WITNESSES)
        registry.register_becoming("lettre", feeds.LINE_OF_IDEA)
        registry.register_caller("lettre", feeds.callers)
        registry.register_job("lettre.temoins", witnessing.ask_all, every=timedelta(hours=1))
