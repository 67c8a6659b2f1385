from django.conf import settings
from django.core.management.base import BaseCommand

from observatoire.directory.actions.demonstration import load_demonstration_people
from observatoire.groups.actions.demonstration import load_demonstration_meetings
from observatoire.portal.actions import ACCOUNTS, load_demonstration_content
from observatoire.portal.demonstration.letters import add_demonstration_mailings


class Command(BaseCommand):
    help = "Crée les pages de la démonstration qui manquent, et ses comptes."

    def handle(self, **options):
        created = load_demonstration_content(by=None)
        self.stdout.write(
            f"Pages créées\u00a0: {created}." if created else "Les pages étaient déjà là."
        )
        if settings.DEMONSTRATION:
            people = load_demonstration_people(by=None)
            self.stdout.write(f"Personnes fictives de l’annuaire\u00a0: {people}.")
            add_demonstration_mailings()
            load_demonstration_meetings()
            self.stdout.write(
                f"Comptes de démonstration\u00a0: {', '.join(ACCOUNTS)} (sur /compte/connexion/)."
            )
