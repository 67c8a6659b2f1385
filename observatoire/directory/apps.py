from django.apps import AppConfig

from observatoire.base.registry import PersonalData, registry


class DirectoryConfig(AppConfig):
    name = "observatoire.directory"
    label = "directory"
    verbose_name = "Annuaire"

    def ready(self):
        from observatoire.directory.queries import account  # noqa: PLC0415 models must be loaded first

        registry.register_personal_data(
            "comptes",
            PersonalData(
                label="Comptes",
                model="directory.User",
                fields=("email", "first_name", "last_name", "last_login"),
                export=account.export_account,
                erase=account.erase_account,
            ),
        )
