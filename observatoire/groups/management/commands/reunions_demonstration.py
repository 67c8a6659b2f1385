from django.core.management.base import BaseCommand

from observatoire.groups.actions.demonstration import load_demonstration_meetings


class Command(BaseCommand):
    help = "Dépose les réunions de la démonstration, une fois."

    def handle(self, **options):
        made = load_demonstration_meetings()
        self.stdout.write(f"{made} réunions de démonstration." if made else "Déjà là.")
