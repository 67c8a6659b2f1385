from django.core.management.base import BaseCommand

from observatoire.directory.actions.retention import purge


class Command(BaseCommand):
    help = "Rejoue les effacements, puis purge ce qui a été gardé assez longtemps."

    def handle(self, **options):
        for label, count in purge(by=None).counts.items():
            self.stdout.write(f"{label}\u00a0: {count}.")
