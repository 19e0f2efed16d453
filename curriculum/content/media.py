"""Serves the files of pictures to those who work with them.

What the public reads are the released assets, which have their own addresses. Originals and the admin's thumbnails are
drafts: a person gets those of the own platforms. Nothing but a picture's own bytes leaves here, under the type that
its ending names, never to be sniffed or run.
"""

from pathlib import PurePosixPath

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.users.models import UserProfile

from curriculum.content.isolation.visibility import visible_people, visible_pictures
from curriculum.content.models import PictureRendition

MEDIA_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
SECONDS_KEPT = 3600


@require_safe
def serve_picture(request: HttpRequest, name: str) -> FileResponse:
    """Answer with the file `name`, a path below MEDIA_ROOT, or with 404 where the person sees no such picture."""
    media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())
    file = _file_named(name, request.user) if media_type else None
    if file is None:
        raise Http404
    try:
        response = FileResponse(file.open("rb"), content_type=media_type)
    except OSError as error:
        raise Http404 from error
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"private, max-age={SECONDS_KEPT}"
    return response


def _file_named(name: str, user: AbstractUser | AnonymousUser) -> FieldFile | None:
    """Return the file that a row in the database names exactly so; a name never becomes a path by itself."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return None
    pictures = visible_pictures(user)
    picture = pictures.filter(file=name).first()
    if picture:
        return picture.file
    rendition = PictureRendition.objects.filter(image__in=pictures, file=name).first()
    if rendition:
        return rendition.file
    profile = UserProfile.objects.filter(user__in=visible_people(user), avatar=name).first()
    return profile.avatar if profile else None
