from django.core.management.base import BaseCommand

from observatoire.library.actions.demonstration import load_demonstration_studies
from observatoire.library.actions.demonstration_sources import load_demonstration_sources


class Command(BaseCommand):
    help = "Crée les notices de la base documentaire de démonstration."

    def handle(self, **options):
        number = load_demonstration_studies(by=None)
        load_demonstration_sources()
        self.stdout.write(
            f"Notices créées\u00a0: {number}." if number else "Les notices étaient déjà là."
        )
