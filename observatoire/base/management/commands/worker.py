from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string

from observatoire.base.worker import LeasedWorker


class Command(BaseCommand):
    help = "Fait le travail en attente : tâches, échéances. Plusieurs peuvent tourner ensemble."

    def add_arguments(self, parser):
        parser.add_argument(
            "--une-fois", action="store_true", help="s’arrête quand il n’y a plus rien à faire"
        )
        parser.add_argument(
            "--pause", type=float, default=1.0, help="secondes entre deux regards sur la file"
        )

    def handle(self, *, une_fois, pause, **options):
        worker = LeasedWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=pause,
            batch=une_fois,
            backend_name="default",
            # Several workers started together do not look at the queue at the same instant.
            startup_delay=not une_fois,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
