"""Every address of the site, from Django's own resolver, and how to fill the places in it for one platform."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Site

from curriculum.releases.models import Asset
from tests.integration.security.world import Realm

PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
#: Screens about a fork or one of its pages.
OF_FORKS = ("admin/curriculum/fork/<int:page_id>/", "admin/curriculum/fork/page/")
SNIPPETS = re.compile(r"wagtailsnippet(?:s|choosers)_(\w+?)_(\w+)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One pattern of the resolver."""

    namespace: str
    name: str  # without its namespace; empty for an address that nobody reverses
    pattern: str  # as Django writes it, such as admin/pages/<int:page_id>/edit/

    @property
    def full_name(self) -> str:
        """Return the name with its namespace, "-" for none."""
        return ":".join(part for part in (self.namespace, self.name) if part) or "-"


def all_routes() -> list[Route]:
    """Return every address, each pattern once, in the order in which Django tries them."""
    routes: dict[str, Route] = {}
    for route in _routes(get_resolver(), "", ""):
        known = routes.get(route.pattern)
        if known is None or not known.name:  # the first answers, a later one may lend its name
            routes[route.pattern] = route
    return list(routes.values())


def _routes(resolver: URLResolver, above: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = above + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(namespace=namespace, name=entry.name or "", pattern=pattern)
        else:
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from _routes(entry, pattern, inner)


def address(route: Route, realm: Realm) -> str:
    """Return the address of `route` for the objects of `realm`."""
    if route.name == "wagtail_serve":
        return f"/pages/{realm.platform.slug}/"
    if route.pattern.endswith("^.*/$"):
        return f"/{route.pattern.removesuffix('^.*/$')}no-such-address/"
    path = PLACE.sub(lambda match: str(_value(route, match[1] or match[2], realm)), route.pattern)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "") + _query(route, realm)


def _query(route: Route, realm: Realm) -> str:
    if route.name == "wagtail_bulk_action":
        return f"?id={realm.lesson.pk}"
    if route.full_name in {"wagtailadmin_choose_page_chosen_multiple"}:
        return f"?id={realm.lesson.pk}"
    if route.full_name == "wagtailimages_chooser:chosen_multiple":
        return f"?id={realm.picture.pk}"
    return ""


def _value(route: Route, name: str, realm: Realm) -> object:
    """Return what stands at the place `name` of `route`; a new kind of place must be told here."""
    if name == "pk":
        return _primary_key(route, realm)
    if route.namespace == "wagtailadmin_workflows" and name in {"app_label", "model_name"}:
        return {"app_label": "wagtailcore", "model_name": "groupapprovaltask"}[name]
    if route.namespace == "wagtailadmin_pages" and name in {"app_label", "model_name"}:
        return {"app_label": "curriculum", "model_name": "lessonpage"}[name]
    if route.namespace == "modules" and name == "page_id":
        return realm.module.pk
    if route.pattern.startswith(OF_FORKS) and name == "page_id":
        return realm.fork.pk
    if route.name == "wagtailadmin_tag_model_autocomplete" and name == "model_name":
        return "tag"
    values = _values(realm)
    assert name in values, f"{route.pattern}: say in routes.py which object “{name}” stands for"
    return values[name]


def _primary_key(route: Route, realm: Realm) -> object:
    if snippet := SNIPPETS.fullmatch(route.namespace):
        model = apps.get_model(snippet[1], snippet[2])
        return model.objects.values_list("pk", flat=True).first() or 1
    keys = {
        "wagtailadmin_api:documents": 1,
        "wagtailadmin_api:images": realm.picture.pk,
        "wagtailadmin_api:pages": realm.lesson.pk,
        "wagtailadmin_collections": realm.platform.collection_id,
        "wagtailadmin_pages": realm.lesson.pk,
        "wagtailadmin_workflows": realm.workflow.pk if "task" not in route.name else realm.task_state.task_id,
        "wagtaildocs_chooser": 1,
        "wagtailimages_chooser": realm.picture.pk,
        "wagtailsites": Site.objects.values_list("pk", flat=True).first(),
        "wagtailusers_groups": realm.group.pk,
        "wagtailusers_users": realm.people["translator"].pk,
    }
    assert route.namespace in keys, f"{route.pattern}: say in routes.py which object its “pk” stands for"
    return keys[route.namespace]


def _values(realm: Realm) -> dict[str, object]:
    page, code = realm.lesson.pk, realm.module.code.lower()
    return {
        "action": "delete",
        "action_name": "approve",
        "app_label": "wagtailcore",
        "app_name": "taggit",
        "code": "es",
        "collection_id": realm.platform.collection_id,
        "content_type_app_name": "curriculum",
        "content_type_model_name": "lessonpage",
        "destination_id": realm.module.pk,
        "doc_id": 1,
        "document_id": 1,
        "filter_spec": "max-165x165",
        "image_id": realm.picture.pk,
        "language": "en",
        "lesson": realm.lesson.code.lower(),
        "model_name": "page",
        "module": code,
        "name": realm.picture.file.name,
        "number": "1.0.0",
        "object_id": page,
        "page_id": page,
        "page_pk": page,
        "page_to_move_id": page,
        "page_view_restriction_id": 1,
        "parent_page_id": realm.module.pk,
        "part": realm.fork.node_id,
        "person_id": realm.people["translator"].pk,
        "platform": realm.platform.slug,
        "platform_slug": realm.platform.slug,
        "request_id": realm.request.pk,
        "revision_id": realm.revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": realm.revision.pk,
        "role": "translator",
        "session_id": 1,
        "sha256": Asset.objects.values_list("sha256", flat=True).first(),
        "task_id": realm.task_state.task_id,
        "task_state_id": realm.task_state.pk,
        "token": "token",
        "translation_id": realm.translation.pk,
        "uidb64": "uid",
        "unit_id": realm.fork.node_id,
        "uploaded_file_id": 1,
        "workflow_pk": realm.workflow.pk,
        "workflow_state_id": realm.workflow_state.pk,
    }
