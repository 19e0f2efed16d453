"""Pictures, which know the SHA-256 of their bytes and the name that their file came with."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

CHUNK = 1 << 16
LONGEST_NAME = 255


class Picture(AbstractImage):
    """One picture in the collection of one platform.

    `sha256` follows the file: a replaced file has another digest, and a released document names the digest, so that
    replacing a picture never changes what was released. `file_name` is what people called the file; the storage may
    call it otherwise, so that it is no part of a document.
    """

    file_name = models.CharField(_("name of the file"), max_length=255, blank=True, editable=False)

    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False, db_index=True)

    admin_form_fields = tuple(name for name in Image.admin_form_fields if name != "description")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the picture with the digest and the name of its file."""
        if (self.file and not getattr(self.file, "_committed", True)) or not self.sha256:
            self.sha256 = self._digest_of_file()
            self.file_name = PurePosixPath(self.file.name or "").name[-LONGEST_NAME:]
            if kwargs.get("update_fields"):
                kwargs["update_fields"] = {*kwargs["update_fields"], "sha256", "file_name"}
        super().save(*args, **kwargs)

    def _digest_of_file(self) -> str:
        digest = hashlib.sha256()
        try:
            with self.open_file() as file:
                file.seek(0)
                for chunk in iter(lambda: file.read(CHUNK), b""):
                    digest.update(chunk)
                file.seek(0)
        except OSError:
            return ""
        return digest.hexdigest()

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class PictureRendition(AbstractRendition):
    """One size of a picture, for the admin's lists."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="picture_rendition_is_unique"
            )
        ]
