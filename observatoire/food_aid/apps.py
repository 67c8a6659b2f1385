from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class FoodAidConfig(AppConfig):
    name = "observatoire.food_aid"
    label = "food_aid"
    verbose_name = "Aide alimentaire"

    def ready(self):
        from observatoire.food_aid import feeds  # noqa: PLC0415 models must be loaded first
        from observatoire.food_aid.actions import remarks  # noqa: PLC0415 same reason

        entry = MenuEntry("Aide alimentaire", "/aide-alimentaire/", order=48, section="ressources")
        registry.register_menu("aide-alimentaire", entry)
        registry.register_personal_data("aide-alimentaire", feeds.REMARKS)
        registry.register_personal_data("lieux-aide-alimentaire", feeds.PLACES)
        registry.register_todos("aide-alimentaire", feeds.todos)
        registry.register_search("aide-alimentaire", feeds.drafts)
        registry.register_job(
            "aide_alimentaire.confirmations", remarks.ask_old_places, every=timedelta(days=1)
        )
