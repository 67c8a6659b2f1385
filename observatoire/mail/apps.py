from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import registry


class MailConfig(AppConfig):
    name = "observatoire.mail"
    label = "mail"
    verbose_name = "Courriels"

    def ready(self):
        from observatoire.mail import feeds, receivers, worker  # noqa: PLC0415 models come first

        registry.register_watch("courriels", worker.deliver)
        registry.register_job("courriels.retours", worker.read_returns, every=timedelta(minutes=5))
        registry.register_job("courriels.menage", worker.sweep, every=timedelta(days=1))
        registry.register_light("courriels", feeds.light)
        registry.register_todos("courriels", feeds.todos)
        registry.register_personal_data("courriels", feeds.PERSONAL)
        receivers.listen_to_provider()
