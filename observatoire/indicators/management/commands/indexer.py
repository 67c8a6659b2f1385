from django.core.management.base import BaseCommand

from observatoire.indicators.actions import index_everything
from observatoire.indicators.actions.publishing import prepare_figures


class Command(BaseCommand):
    help = "Récrit l’index de recherche du site, et prépare les chiffres pour le premier visiteur."

    def handle(self, **options):
        index_everything(progress=self.stdout.write)
        prepare_figures()
