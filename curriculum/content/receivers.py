"""What the working copy does when Wagtail approves one of its pages, wherever that was asked for."""

from typing import Any

from wagtail.models import Revision
from wagtail.signals import page_published

from curriculum.content.actions.take_lesson_order import take_lesson_order
from curriculum.content.models import ModulePage


def connect_receivers() -> None:
    """Listen to approvals from now on."""
    page_published.connect(_take_order, sender=ModulePage, dispatch_uid="curriculum.content.take_lesson_order")


def _take_order(sender: object, instance: ModulePage, revision: Revision, **_kwargs: Any) -> None:
    if instance.lesson_order:
        take_lesson_order(module=instance, revision=revision)
