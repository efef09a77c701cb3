"""The follower as a command: `manage.py follow` beside the server, or `--once` now and then."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

import positions
from positions.following import Build
from record.models import FOLLOWED


class Command(BaseCommand):
    """Keeps the read models in Django's database up to date with the ledger."""

    help = "Keep the read models up to date with the ledger, until interrupted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the one option."""
        parser.add_argument("--once", action="store_true", help="catch up, and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Catch up; keep up, unless it is for once; say how far it has come."""
        del args, options
        with positions.open(settings.LEDGER) as ledger:
            follower = ledger.follow(*FOLLOWED, into=settings.DATABASES["default"]["NAME"])
            follower.catch_up()
            self.say(follower.builds)
            if not once:
                for each in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(each, lambda *_: follower.stop())
                follower.run()
                self.say(follower.builds)

    def say(self, builds: tuple[Build, ...]) -> None:
        """Print how far each read model has come."""
        for each in builds:
            self.stdout.write(f"{each.projection}: {each.events} events")
