from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import registry


class SurveysConfig(AppConfig):
    name = "observatoire.surveys"
    label = "surveys"
    verbose_name = "Enquêtes"

    def ready(self):
        from observatoire.surveys import feeds  # noqa: PLC0415 models come first

        registry.register_personal_data("enquetes", feeds.INVITATIONS)
        registry.register_resolver("enquete", feeds.card)
        registry.register_job("enquetes.cloture", feeds.close_due, every=timedelta(hours=1))
