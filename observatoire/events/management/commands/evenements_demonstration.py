from django.conf import settings
from django.core.management.base import BaseCommand

from observatoire.events.actions.demonstration import load_demonstration_events
from observatoire.events.actions.demonstration_calls import load_demonstration_calls


class Command(BaseCommand):
    help = "Pose les événements de la démonstration qui manquent."

    def handle(self, **options):
        if not settings.DEMONSTRATION:
            self.stdout.write("Ce site n’est pas une démonstration\u00a0: rien n’est posé.")
            return
        made = load_demonstration_events(by=None)
        calls = load_demonstration_calls()
        self.stdout.write(f"Événements posés\u00a0: {made}\u00a0; appels\u00a0: {calls}.")
