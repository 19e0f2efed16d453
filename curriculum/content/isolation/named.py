"""Which objects a request to the admin is about: those in its address, its query or the fields that say where to.

What blocks and texts refer to is not meant here: see `referring`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import Collection, Page, Revision, Task, TaskState, Workflow, WorkflowState

from curriculum.content.models import Picture

#: One object that a request names: its kind, and its primary key or None for what is no number.
Named = tuple[type[Model], int | None]

KIND_OF_ARGUMENT: Mapping[str, type[Model]] = {
    "page_id": Page,
    "parent_page_id": Page,
    "page_to_move_id": Page,
    "destination_id": Page,
    "page_pk": Page,
    "image_id": Picture,
    "collection_id": Collection,
    "revision_id": Revision,
    "revision_id_a": Revision,
    "revision_id_b": Revision,
    "task_id": Task,
    "task_state_id": TaskState,
    "workflow_pk": Workflow,
    "workflow_state_id": WorkflowState,
}
#: What `pk` means, by namespace.
KIND_OF_NAMESPACE: Mapping[str, type[Model]] = {
    "wagtailadmin_api:pages": Page,
    "wagtailadmin_api:images": Picture,
    "wagtailadmin_pages": Page,
    "wagtailadmin_collections": Collection,
    "wagtailimages_chooser": Picture,
}
#: Words that stand for a revision in an address of the comparison.
REVISION_WORDS = frozenset({"live", "earliest", "latest"})
KIND_OF_PARAMETER: Mapping[str, type[Model]] = {
    "childOf": Page,
    "parent_page_id": Page,
    "new_parent_page": Page,
    "chooser": Page,  # where the bulk action “move” moves to
    "collection_id": Collection,
    "collection": Collection,
}
#: Addresses whose parameters `id` name several objects.
KIND_OF_CHOSEN: Mapping[str, type[Model]] = {
    "wagtailadmin_choose_page_chosen_multiple": Page,
    "wagtailimages_chooser:chosen_multiple": Picture,
}
BULK = "wagtail_bulk_action"
KIND_OF_BULK: Mapping[tuple[str, str], type[Model]] = {
    ("wagtailcore", "page"): Page,
    ("curriculum", "picture"): Picture,
}


def objects_named(request: HttpRequest, match: ResolverMatch) -> Iterator[Named]:
    """Yield the objects that `request` to an address of the admin names."""
    yield from _in_address(match)
    yield from _in_parameters(request.GET.lists())
    if kind := KIND_OF_CHOSEN.get(match.view_name):
        yield from ((kind, number_in(value)) for value in request.GET.getlist("id"))
    if match.url_name == BULK:
        yield from _in_bulk(request, match)
    if request.method == "POST":
        yield from _in_parameters(request.POST.lists())


def _in_address(match: ResolverMatch) -> Iterator[Named]:
    for name, value in match.kwargs.items():
        kind = KIND_OF_ARGUMENT.get(name) or (KIND_OF_NAMESPACE.get(match.namespace) if name == "pk" else None)
        if kind and not (kind is Revision and value in REVISION_WORDS):
            yield kind, number_in(value)


def _in_parameters(lists: Any) -> Iterator[Named]:
    for name, values in lists:
        if kind := KIND_OF_PARAMETER.get(name):
            yield from ((kind, number_in(value)) for value in values if value)


def _in_bulk(request: HttpRequest, match: ResolverMatch) -> Iterator[Named]:
    """Yield what a bulk action is for. “All” means all children of a page, so it needs that page."""
    kind = KIND_OF_BULK.get((match.kwargs["app_label"].lower(), match.kwargs["model_name"].lower()))
    if kind is None:
        return
    for value in request.GET.getlist("id"):
        if value == "all" and (kind is Picture or request.GET.get("childOf")):
            continue  # Wagtail itself takes no other pictures than those that the person may change
        yield kind, number_in(value)


def number_in(value: object) -> int | None:
    """Return the primary key that `value` writes, or None for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
