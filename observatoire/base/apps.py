from django.apps import AppConfig

from observatoire.base.registry import registry


class BaseConfig(AppConfig):
    name = "observatoire.base"
    label = "base"
    verbose_name = "Pages et fondations"

    def ready(self):
        # Receivers keep the site generation and the search entries of pages true.
        from observatoire.base import receivers  # noqa: F401, PLC0415 models must be loaded first
        from observatoire.base.search import page_drafts  # noqa: PLC0415 same reason

        registry.register_search("pages", page_drafts)
