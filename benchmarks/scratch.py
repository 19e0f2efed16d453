"""A database and a media folder of their own, with the demonstration in them, for benchmarks of what is stored."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.test.utils import override_settings, setup_databases, teardown_databases

from curriculum.demonstration.loading import steps


@contextmanager
def demonstration() -> Iterator[None]:
    """Work on a database with the demonstration, but for its people, on the server that is set up; then remove it."""
    with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media):
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        try:
            for step in steps():
                if step.name != "people":  # their passwords take a second to make
                    step.run()
            yield
        finally:
            teardown_databases(databases, verbosity=0)
