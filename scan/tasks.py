"""How small tasks run where no worker is: in the process that asks for them, once its transaction is committed."""

from functools import partial

from django.db import transaction
from django_tasks import TaskResult
from django_tasks.backends.immediate import ImmediateBackend


class AfterCommitBackend(ImmediateBackend):
    """Runs each task at once outside a transaction, else right after the commit; never after a rollback.

    Wagtail brings its search index and its list of references up to date by tasks. Within the transaction a fault of
    theirs, which the backend notes and keeps to itself, would leave PostgreSQL refusing everything that follows, and
    an approval would be lost for the sake of an index.
    """

    def _execute_task(self, task_result: TaskResult) -> None:
        transaction.on_commit(partial(super()._execute_task, task_result))
