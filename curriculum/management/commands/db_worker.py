"""Run what is left to the background worker."""

from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from curriculum.forks.actions.take_up_forks import take_up_forks


class Command(DatabaseWorker):
    """`manage.py db_worker`: the worker of django-tasks-db, for our one backend that has something to do.

    It first takes up what a worker that was killed has left.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Work on the backend “background” where no other is named."""
        super().add_arguments(parser)
        parser.set_defaults(backend_name="background")

    def handle(self, **options: Any) -> None:
        """Take up what is left, then wait for work until a signal comes."""
        take_up_forks()
        super().handle(**options)
