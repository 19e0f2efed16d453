"""Every name that code gives to something is translated: errors, choices, fields, panels, blocks, menus, log."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db.models import Model, TextChoices
from django.utils.functional import Promise
from wagtail.admin.menu import admin_menu, reports_menu, settings_menu
from wagtail.admin.panels import Panel, get_edit_handler
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.log_actions import registry
from wagtail.models import Orderable, Page

import curriculum
from curriculum.exceptions import CurriculumError
from curriculum.log_actions import ACTIONS
from tests.integration.interface.visible_texts import holds_strange_word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pseudo")]

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?(?:\.\d+)?[sd]|\{\w*\}")
KNOWN = frozenset({"scan", "pdf"})
#: A process of its own, which reads standard input as soon as it is started.
PROGRAMS = ("curriculum.workbook.worker",)
#: Fields that Wagtail adds to forms of pages and draws with words of its own.
DRAWN_BY_WAGTAIL = frozenset({"comment_notifications"})
Named = tuple[str, object]


@cache
def our_modules() -> tuple[ModuleType, ...]:
    """Return every module of the app, so that all its classes are known."""
    names = (info.name for info in pkgutil.walk_packages(curriculum.__path__, "curriculum."))
    return tuple(importlib.import_module(name) for name in names if name not in PROGRAMS and ".migrations" not in name)


def our_classes(base: type) -> list[type]:
    """Return the classes of the app that build on `base`, in order of name."""
    found: set[type] = set()
    for module in our_modules():
        found |= {value for value in vars(module).values() if isinstance(value, type) and issubclass(value, base)}
    own = (kind for kind in found if kind.__module__.startswith("curriculum."))
    return sorted(own, key=lambda kind: (kind.__module__, kind.__qualname__))


def untranslated(named: Iterator[Named]) -> list[str]:
    """Return what of `named` is a text in plain Latin letters."""
    texts = ((name, PLACEHOLDER.sub("", str(text))) for name, text in named if text)
    return [f"{name}: {text}" for name, text in texts if holds_strange_word(text, KNOWN)]


def errors() -> Iterator[Named]:
    for kind in our_classes(CurriculumError):
        yield kind.__name__, kind.sentence


def choices() -> Iterator[Named]:
    for kind in our_classes(TextChoices):
        yield from ((f"{kind.__name__}.{member.name}", member.label) for member in kind)


def models() -> Iterator[Named]:
    for model in our_models():
        options = model._meta
        if not is_edited(model):
            continue
        if not issubclass(model, Orderable):  # rows of a page go by the label of their panel
            yield f"{model.__name__}, name", options.verbose_name
            yield f"{model.__name__}, plural", options.verbose_name_plural
        for field in options.local_fields:
            yield f"{model.__name__}.{field.name}, help", field.help_text
            yield from ((f"{model.__name__}.{field.name}, choice", label) for _code, label in field.flatchoices)
            yield from (
                (f"{model.__name__}.{field.name}, check", check.message)
                for check in field.validators
                if isinstance(getattr(check, "message", None), Promise | str)
            )


def panels() -> Iterator[Named]:
    for model in our_models():
        if is_edited(model):
            handler = model.get_edit_handler() if issubclass(model, Page) else get_edit_handler(model)
            yield from _panel(handler, model.__name__)


def _panel(panel: Panel, where: str) -> Iterator[Named]:
    yield f"{where}, panel", panel.heading
    yield f"{where}, help of a panel", panel.help_text
    name = getattr(panel, "field_name", None)
    if name and hasattr(panel, "db_field") and not panel.heading:
        yield f"{where}.{name}", panel.db_field.verbose_name
    for child in (*getattr(panel, "children", ()), *filter(None, [getattr(panel, "child_edit_handler", None)])):
        yield from _panel(child, where)


def blocks() -> Iterator[Named]:
    for model in our_models():
        for field in model._meta.local_fields:
            if isinstance(field, StreamField):
                yield from _block(field.stream_block, f"{model.__name__}.{field.name}", is_root=True)


def _block(block: Block, where: str, *, is_root: bool = False) -> Iterator[Named]:
    if not is_root:
        yield f"{where}, label", block.label
        yield f"{where}, help", getattr(block.meta, "help_text", "")
        yield f"{where}, group", getattr(block.meta, "group", "")
        given = getattr(block, "_constructor_kwargs", {}).get("choices")
        yield from ((f"{where}, choice", label) for _code, label in (given if isinstance(given, list) else ()))
    for name, child in getattr(block, "child_blocks", {}).items():
        yield from _block(child, f"{where}.{name}")
    if hasattr(block, "child_block"):
        items = block.child_block
        yield from _block(items, f"{where}[]", is_root=not items.meta.label)


def form_fields() -> Iterator[Named]:
    for kind in our_classes(forms.BaseForm):
        for name, field in getattr(kind, "base_fields", {}).items():
            if isinstance(field.widget, forms.HiddenInput) or name in DRAWN_BY_WAGTAIL:
                continue
            yield f"{kind.__name__}.{name}", field.label or name
            yield f"{kind.__name__}.{name}, help", field.help_text
            given = getattr(field, "_choices", ())
            yield from (
                (f"{kind.__name__}.{name}, choice", label) for _code, label in (() if callable(given) else given)
            )


def menus() -> Iterator[Named]:
    for menu in (admin_menu, settings_menu, reports_menu):
        yield from (("menu", item.label) for item in menu.registered_menu_items)


def log_entries() -> Iterator[Named]:
    yield from ((name, label) for name, label in registry.get_choices() if name.startswith("curriculum"))
    yield from ((name, sentence) for name, _label, sentence in ACTIONS)


def is_edited(model: type[Model]) -> bool:
    """Whether people edit rows of `model` in the admin by panels."""
    return issubclass(model, Page) or hasattr(model, "panels")


def our_models() -> list[type[Model]]:
    return list(apps.get_app_config("curriculum").get_models())


@pytest.mark.parametrize(
    "named",
    [errors, choices, models, panels, blocks, form_fields, menus, log_entries],
    ids=lambda named: named.__name__,
)
def test_names__are_translated(named: Any) -> None:
    assert list(named()), "nothing was found to look at"
    assert untranslated(named()) == []


def test_names__one_forgotten_is_found() -> None:
    assert untranslated(iter([("here", "Forgotten %(name)s"), ("there", "⟦Ñóţ⟧ %(name)s"), ("nowhere", "")])) == [
        "here: Forgotten "
    ]


def test_error_sentence__is_translated_when_it_is_read() -> None:
    """An error that was raised in one language is told in the language of whoever reads it."""
    assert not holds_strange_word(str(CurriculumError()))
