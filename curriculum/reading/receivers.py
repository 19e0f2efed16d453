"""What the public site does when an edition comes or goes."""

from typing import Any

from curriculum.content.models import Module
from curriculum.reading.actions.refresh_lesson_texts import refresh_lesson_texts
from curriculum.releases.signals import editions_changed


def connect_receivers() -> None:
    """Listen to releases from now on."""
    editions_changed.connect(_refresh, dispatch_uid="curriculum.reading.refresh_lesson_texts")


def _refresh(sender: object, module: Module, **_kwargs: Any) -> None:
    refresh_lesson_texts(module=module)
