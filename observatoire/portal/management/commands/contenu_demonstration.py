from django.conf import settings
from django.core.management.base import BaseCommand

from observatoire.portal.actions import (
    COORDINATION,
    DEMONSTRATION_PASSWORD,
    load_demonstration_content,
)


class Command(BaseCommand):
    help = "Crée les pages de la démonstration qui manquent, et le compte de la coordination."

    def handle(self, **options):
        created = load_demonstration_content(by=None)
        self.stdout.write(
            f"Pages créées\u00a0: {created}." if created else "Les pages étaient déjà là."
        )
        if settings.DEMONSTRATION:
            self.stdout.write(
                f"Compte de démonstration\u00a0: {COORDINATION}, "
                f"mot de passe {DEMONSTRATION_PASSWORD} (sur /gestion/)."
            )
