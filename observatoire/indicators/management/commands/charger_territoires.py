from django.core.management.base import BaseCommand

from observatoire.indicators.actions import load_territories_into_database


class Command(BaseCommand):
    help = "Prend dans la base les territoires que « python -m stats territoires » a construits."

    def handle(self, **options):
        load_territories_into_database(progress=self.stdout.write)
