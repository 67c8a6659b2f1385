from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class AlertsConfig(AppConfig):
    name = "observatoire.alerts"
    label = "alerts"
    verbose_name = "Alertes sociales"

    def ready(self):
        from observatoire.alerts import feeds, search  # noqa: PLC0415 models must be loaded first
        from observatoire.alerts.actions import waves  # noqa: PLC0415 same reason

        registry.register_menu(
            "alertes", MenuEntry("Alertes", "/alertes/", order=75, section="participer")
        )
        registry.register_cards("alertes", feeds.cards)
        registry.register_resolver("alerte", feeds.resolve_alert)
        registry.register_todos("alertes", feeds.todos)
        registry.register_light("alertes", feeds.light)
        registry.register_search("alertes", search.drafts)
        registry.register_personal_data("alertes", feeds.PERSONAL)
        registry.register_job("alertes.vagues", waves.send_due_waves, every=timedelta(hours=1))
        registry.register_job("alertes.chiffres", waves.notice_jumps, every=timedelta(days=1))
