from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from observatoire.library.actions.intake import confirm_intake, open_intake
from observatoire.library.actions.refusal import Refused


class Command(BaseCommand):
    help = "Lit l’export WordPress, ou des pages enregistrées, de l’ancien site."

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path)
        parser.add_argument("--faire", action="store_true", help="écrire les notices")
        parser.add_argument("--publier", action="store_true", help="publier celles qui sont prêtes")

    def handle(self, fichier, faire, publier, **options):
        try:
            data = fichier.read_bytes()
            intake = open_intake(by=None, name=fichier.name, data=data, takeover=True)
            made = confirm_intake(by=None, intake=intake, publish=publier) if faire else 0
        except OSError:
            raise CommandError(f"Le fichier {fichier} ne s’ouvre pas.") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for line, title, outcome, sentence, _ in intake.rows:
            self.stdout.write(" | ".join(filter(None, [str(line), outcome, title, sentence])))
        where = f"/gestion/veille/imports/{intake.pk}/"
        done = (
            f"Notices ajoutées\u00a0: {made}."
            if faire
            else ("Rien n’est écrit\u00a0: ajouter --faire.")
        )
        self.stdout.write(f"{done} Compte rendu et annulation\u00a0: {where}")
