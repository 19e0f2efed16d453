"""The form that pictures come in by."""

from typing import Any

from django.core.exceptions import ValidationError
from PIL.Image import DecompressionBombError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureFileField(WagtailImageField):
    """Wagtail's field for a picture's file, which refuses a damaged file instead of failing at it."""

    def to_python(self, data: Any) -> Any:
        """Return the checked file; raises ValidationError for one that is damaged or has too many pixels."""
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError, DecompressionBombError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class PictureForm(BaseImageForm):
    """Wagtail's form for a picture, with this app's field for its file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = PictureFileField(label=file.label, required=file.required, widget=file.widget)
