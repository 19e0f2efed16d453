"""How a working copy is shown to the public's eyes.

Readers' templates live above this stage (`curriculum.reading`), so that stage hands in how it draws a draft and where
an edition stands. Without it a draft has no preview and no public address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

if TYPE_CHECKING:
    from curriculum.content.models.identified import DocumentPage


@dataclass(frozen=True, kw_only=True, slots=True)
class Readers:
    """What the readers' stage gives: `render` draws a draft for an audience, `address` is the public path or None."""

    render: Callable[[HttpRequest, "DocumentPage", str], HttpResponse]
    address: Callable[["DocumentPage"], str | None]


_registered: list[Readers] = []


def register_readers(readers: Readers) -> None:
    """Let `readers` draw previews and name public addresses from now on."""
    _registered[:] = [readers]


def render(request: HttpRequest, page: "DocumentPage", audience: str) -> HttpResponse:
    """Return the draft `page` as readers of `audience` will see it."""
    if not _registered:
        raise Http404
    return _registered[0].render(request, page, audience)


def public_address(page: "DocumentPage") -> str | None:
    """Return the path of the current edition of `page`, or None where nothing is released yet."""
    return _registered[0].address(page) if _registered and page.pk else None


def redirect_to_edition(page: "DocumentPage") -> HttpResponse:
    """Return a redirect to the current edition of `page`; raises Http404 where there is none."""
    address = public_address(page)
    if address is None:
        raise Http404
    return HttpResponseRedirect(address)
