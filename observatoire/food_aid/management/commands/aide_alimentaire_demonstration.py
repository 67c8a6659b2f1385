from django.conf import settings
from django.core.management.base import BaseCommand

from observatoire.food_aid.actions.demonstration import load_demonstration_places


class Command(BaseCommand):
    help = "Pose les lieux d’aide alimentaire de la démonstration qui manquent."

    def handle(self, **options):
        if not settings.DEMONSTRATION:
            self.stdout.write("Ce site n’est pas une démonstration\u00a0: rien n’est posé.")
            return
        self.stdout.write(f"Lieux posés\u00a0: {load_demonstration_places()}.")
