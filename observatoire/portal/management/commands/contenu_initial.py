from django.core.management.base import BaseCommand

from observatoire.portal.actions import load_initial_content


class Command(BaseCommand):
    help = "Crée l’accueil et les pages légales d’une plateforme neuve ; ce qui est là y reste."

    def handle(self, **options):
        created = load_initial_content(by=None)
        self.stdout.write(
            f"Pages créées\u00a0: {created}." if created else "Les pages étaient déjà là."
        )
