from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class PortalConfig(AppConfig):
    name = "observatoire.portal"
    label = "portal"
    verbose_name = "Portail"

    def ready(self):
        # Models must be loaded first.
        from observatoire.portal.actions import send_notice  # noqa: PLC0415
        from observatoire.portal.queries import desk  # noqa: PLC0415
        from observatoire.portal.views import panels  # noqa: PLC0415

        registry.register_menu("accueil", MenuEntry("Accueil", "/", 0))
        registry.register_menu("agenda", MenuEntry("Agenda", "/agenda/", 60, section="rendez_vous"))
        registry.register_panel("home", "30-etudes", panels.studies)
        registry.register_panel("home", "40-rendez-vous", panels.events)
        registry.register_panel("home", "50-lettre", panels.letter)
        registry.register_panel("home", "60-note", panels.note)
        registry.register_panel("home", "70-actualites", panels.news)
        registry.register_panel("territory", "30-savoir", panels.about_territory)
        registry.register_todos("pages", desk.drafts_to_publish)
        registry.register_correspondent("", lambda notice: send_notice(notice=notice))
        registry.register_light("travaux", panels.background_work)
        registry.register_cache_key("jour", panels.today)
