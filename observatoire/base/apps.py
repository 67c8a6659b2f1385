from datetime import timedelta

from django.apps import AppConfig
from django.core.management import call_command

from observatoire.base.registry import registry


class BaseConfig(AppConfig):
    name = "observatoire.base"
    label = "base"
    verbose_name = "Pages et fondations"

    def ready(self):
        # Receivers keep the site generation and the search entries of pages true.
        from observatoire.base import receivers  # noqa: F401, PLC0415 models must be loaded first
        from observatoire.base.models import Allowance  # noqa: PLC0415 same reason
        from observatoire.base.search import page_drafts  # noqa: PLC0415 same reason

        registry.register_search("pages", page_drafts)
        registry.register_job("decomptes", Allowance.objects.forget_old, every=timedelta(days=1))
        registry.register_job("sessions", forget_sessions, every=timedelta(days=1))


def forget_sessions() -> None:
    """Those that are over: nothing of their visitor is kept."""
    call_command("clearsessions")
