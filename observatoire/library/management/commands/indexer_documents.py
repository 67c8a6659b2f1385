from django.core.management.base import BaseCommand

from observatoire.library.actions.index import rebuild_index


class Command(BaseCommand):
    help = "Refait l’index de la base documentaire."

    def handle(self, **options):
        self.stdout.write(f"Notices dans l’index\u00a0: {rebuild_index()}.")
