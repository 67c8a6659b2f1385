from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import MenuEntry, registry


class DirectoryConfig(AppConfig):
    name = "observatoire.directory"
    label = "directory"
    verbose_name = "Annuaire"

    def ready(self):
        # Models must be loaded first.
        from observatoire.directory import feeds, receivers, search  # noqa: F401, PLC0415
        from observatoire.directory.actions.retention import purge  # noqa: PLC0415
        from observatoire.directory.queries.rights import may_read_collection  # noqa: PLC0415

        registry.register_menu(
            "annuaire", MenuEntry("Annuaire", "/annuaire/", order=80, section="participer")
        )
        registry.register_personal_data("personnes", feeds.PEOPLE)
        registry.register_personal_data("adresses", feeds.ADDRESSES)
        registry.register_personal_data("accords", feeds.DECISIONS)
        registry.register_personal_data("fichiers_contacts", feeds.FILES)
        registry.register_personal_data("comptes", feeds.ACCOUNTS)
        registry.register_personal_data("adresses_connexion", feeds.PROVED)
        registry.register_todos("annuaire", feeds.people_todos)
        registry.register_light("annuaire", feeds.light)
        registry.register_search("institutions", search.institution_drafts)
        registry.register_resolver("institution", feeds.resolve_institution)
        registry.register_reader("groupes", may_read_collection)
        registry.register_job("purge", purge, every=timedelta(days=1))
