"""Refuses requests to the admin that name an object of another platform.

The answer is the one for an object that does not exist, so that it tells nothing, and it comes before any view runs:
a bulk action that mixes own and foreign pages is refused whole.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch, reverse
from django.views.defaults import page_not_found
from wagtail.admin.auth import permission_denied

from curriculum.content.isolation.named import BULK, KIND_OF_BULK, objects_named
from curriculum.content.isolation.referring import without_foreign_references
from curriculum.content.isolation.visibility import sees, sees_all
from curriculum.content.roles import SHARED_SNIPPETS

#: Addresses that no platform needs and that show, or act on, what belongs to all.
FOR_SUPERUSERS = frozenset(
    {
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtailadmin_error_test",
    }
)
FOR_SUPERUSERS_WHOLE = frozenset({"wagtailadmin_workflows"})  # namespaces
#: Documents are installed because templates of the admin name their addresses; nobody uses them.
CLOSED = frozenset({"wagtaildocs", "wagtaildocs_chooser", "wagtailadmin_api:documents"})
#: Things that all platforms share and the committee edits: their bulk actions are checked by Wagtail.
SHARED = frozenset(("curriculum", model) for model in SHARED_SNIPPETS)


class PlatformGate:
    """Middleware that stands before every view of the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer in place of the view where the request names what the person does not see."""
        match = request.resolver_match
        if match is None or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if match.namespace in CLOSED:
            return _not_found(request)
        user = request.user
        if not user.has_perm("wagtailadmin.access_admin") or sees_all(user):
            return None  # Wagtail sends the one to the login page and refuses the other nothing
        if _is_for_superusers(match):
            return _refused(request)
        if not _sees_all_named(request, match):
            return _not_found(request)
        if request.method == "POST":
            request.POST = without_foreign_references(request.POST, user)  # type: ignore[assignment]  # mutable
        return None


def _is_for_superusers(match: ResolverMatch) -> bool:
    if match.url_name == BULK:
        kind = (match.kwargs["app_label"].lower(), match.kwargs["model_name"].lower())
        return kind not in KIND_OF_BULK and kind not in SHARED
    return match.view_name in FOR_SUPERUSERS or match.namespace in FOR_SUPERUSERS_WHOLE


def _sees_all_named(request: HttpRequest, match: ResolverMatch) -> bool:
    named: dict[type[Model], set[int]] = defaultdict(set)
    for kind, number in objects_named(request, match):
        if number is None:
            return False
        named[kind].add(number)
    return all(sees(request.user, kind, numbers) for kind, numbers in named.items())


def _not_found(request: HttpRequest) -> HttpResponse:
    return page_not_found(request, Exception(), template_name="wagtailadmin/404.html")


def _refused(request: HttpRequest) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return permission_denied(request)
