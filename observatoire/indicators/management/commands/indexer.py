from django.core.management.base import BaseCommand

from observatoire.indicators.actions import index_everything


class Command(BaseCommand):
    help = "Récrit l’index de recherche du site."

    def handle(self, **options):
        index_everything(progress=self.stdout.write)
