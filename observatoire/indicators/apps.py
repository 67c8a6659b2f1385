from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class IndicatorsConfig(AppConfig):
    name = "observatoire.indicators"
    label = "indicators"
    verbose_name = "Indicateurs"

    def ready(self):
        from observatoire.indicators import feeds  # noqa: PLC0415 models must be loaded first
        from observatoire.indicators.queries import movements  # noqa: PLC0415 same reason

        board = MenuEntry(
            "Tableau de bord", "/tableaux-de-bord/pauvrete/", order=10, section="chiffres"
        )
        registry.register_menu("tableau", board)
        registry.register_menu(
            "indicateurs", MenuEntry("Indicateurs", "/indicateurs/", order=20, section="chiffres")
        )
        registry.register_menu(
            "territoires", MenuEntry("Territoires", "/territoires/", order=30, section="chiffres")
        )
        registry.register_menu(
            "comparer", MenuEntry("Comparer", "/comparer/", order=40, section="chiffres")
        )
        registry.register_menu(
            "donnees", MenuEntry("Données ouvertes", "/donnees/", order=90, section="chiffres")
        )
        registry.register_cache_key("magasin", feeds.cache_key)
        registry.register_credits("territoires", feeds.credits)
        registry.register_light("chiffres", feeds.light)
        registry.register_cards("chiffres", feeds.cards)
        registry.register_todos("chiffres", feeds.import_todos)
        registry.register_search("indicateurs", feeds.indicator_drafts)
        registry.register_search("territoires", feeds.territory_drafts)
        registry.register_resolver("indicateur", feeds.resolve_indicator)
        registry.register_latest_period("indicateur", feeds.latest_period)
        registry.register_saying("indicateur", movements.saying)
        registry.register_movements("indicateurs", movements.latest)
        registry.register_check("indicateur", movements.faults_of)
        registry.register_panel("home", "10-themes", feeds.themes_panel)
        registry.register_panel("home", "20-territoire", feeds.territory_panel)
        registry.register_job("parutions", feeds.release_due, every=timedelta(minutes=1))
