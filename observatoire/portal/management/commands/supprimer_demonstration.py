from django.core.management.base import BaseCommand

from observatoire.directory.actions.demonstration import remove_demonstration_people
from observatoire.events.actions.demonstration import remove_demonstration_events
from observatoire.events.actions.demonstration_calls import remove_demonstration_calls
from observatoire.groups.actions.demonstration import remove_demonstration_meetings
from observatoire.library.actions.demonstration import remove_demonstration_studies
from observatoire.newsletter.actions.demonstration import remove_demonstration_letters
from observatoire.portal.actions import remove_demonstration_content


class Command(BaseCommand):
    help = "Supprime les pages et les comptes de la démonstration ; le reste n’est pas touché."

    def handle(self, **options):
        letters = remove_demonstration_letters(by=None)
        self.stdout.write(f"Lettres supprimées\u00a0: {letters}.")
        calls = remove_demonstration_calls()
        self.stdout.write(f"Appels supprimés\u00a0: {calls}.")
        events = remove_demonstration_events(by=None)
        self.stdout.write(f"Événements supprimés\u00a0: {events}.")
        meetings = remove_demonstration_meetings(by=None)
        self.stdout.write(f"Réunions supprimées\u00a0: {meetings}.")
        deleted = remove_demonstration_content(by=None)
        studies = remove_demonstration_studies(by=None)
        people = remove_demonstration_people(by=None)
        self.stdout.write(f"Notices supprimées\u00a0: {studies}.")
        self.stdout.write(f"Personnes fictives supprimées\u00a0: {people}.")
        self.stdout.write(f"Pages supprimées\u00a0: {deleted}.")
