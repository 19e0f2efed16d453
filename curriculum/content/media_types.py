"""What kind of picture some bytes are."""

import io

from PIL import Image

#: By Pillow's name of the format. Phones write photographs as MPO, which every reader of JPEG can read.
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def media_type_of(content: bytes) -> str | None:
    """Return the media type of a picture, or None for bytes that are no picture or of a format not taken here."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return MEDIA_TYPES.get(image.format or "")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
