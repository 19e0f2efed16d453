"""Model fields for lists of codes."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_CODES = 40
CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,39}")


class ChoicesField(models.JSONField):
    """A list of codes out of fixed choices; edited as checkboxes, so in the order of the choices.

    `options` is a sequence of (code, name) pairs or a callable that returns one.
    """

    def __init__(self, *args: Any, options: Any = (), **kwargs: Any) -> None:
        self.options = options
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.options,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        """Return the chosen codes, each once, in their order; raises ValidationError for a code that is no choice."""
        codes = [code for code, _name in (self.options() if callable(self.options) else self.options)]
        unknown = [str(code) for code in value or [] if code not in codes]
        if unknown:
            raise ValidationError(_("“%(code)s” is not one of the choices."), params={"code": unknown[0][:40]})
        return list(dict.fromkeys(value or []))


class CodeListFormField(forms.CharField):
    """Codes in one line, divided by commas or spaces."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Sequence[str]:  # type: ignore[override]  # a list of what CharField gives
        return [word for word in re.split(r"[,\s]+", super().to_python(value) or "") if word]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class CodeListField(models.JSONField):
    """A list of free codes such as QMS-1; edited as one line of text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return CodeListFormField(
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            max_length=MOST_CODES * 41,
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        """Return the codes; raises ValidationError where one is none or there are more than 40."""
        for code in value or []:
            if not isinstance(code, str) or not CODE.fullmatch(code):
                raise ValidationError(
                    _("“%(code)s” is no code. Write capital letters, digits and hyphens, such as QMS-1."),
                    params={"code": str(code)[:40]},
                )
        if len(value or []) > MOST_CODES:
            raise ValidationError(_("Write at most %(most)d codes."), params={"most": MOST_CODES})
        return list(dict.fromkeys(value or []))
