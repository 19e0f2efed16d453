"""Pictures by the SHA-256 of their bytes: those of releases for everybody, those of drafts for who may see them."""

from pathlib import PurePosixPath

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from curriculum.content.isolation.visibility import visible_pictures
from curriculum.content.media import MEDIA_TYPES
from curriculum.content.models import Picture
from curriculum.releases.models import Asset

CACHE_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def asset(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Answer with the bytes of a released picture, or of a draft's picture to the people of its platform."""
    released = Asset.objects.filter(sha256=sha256).first()
    if released is not None:
        if f'"{sha256}"' in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
            return _guarded(HttpResponseNotModified(), sha256, CACHE_FOR_EVER)
        return _guarded(_file_response(released.file, released.media_type), sha256, CACHE_FOR_EVER)
    picture = _picture_of_own_platform(request, sha256)
    if picture is None:
        raise Http404
    return _guarded(_file_response(picture.file, _media_type(picture)), sha256, "private, no-cache")


def _file_response(file: File, media_type: str) -> FileResponse:
    try:
        return FileResponse(file.open("rb"), content_type=media_type)
    except OSError as error:
        raise Http404 from error


def _guarded(response: HttpResponseBase, sha256: str, cache_control: str) -> HttpResponseBase:
    response["ETag"] = f'"{sha256}"'
    response["Cache-Control"] = cache_control
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _picture_of_own_platform(request: HttpRequest, sha256: str) -> Picture | None:
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    return visible_pictures(request.user).filter(sha256=sha256).first()


def _media_type(picture: Picture) -> str:
    found = MEDIA_TYPES.get(PurePosixPath(picture.file.name).suffix.lower())
    if found is None:
        raise Http404
    return found
