from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from observatoire.surveys.actions import Refused, load_catalogue
from observatoire.surveys.questionnaire import Faulty


class Command(BaseCommand):
    help = "Prend dans la base les questionnaires du catalogue."

    def handle(self, **options):
        try:
            found = load_catalogue(folder=settings.CATALOGUE / "questionnaires")
        except (Faulty, Refused) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"Questionnaires\u00a0: {len(found)}.")
