"""How far a page of a module is: drafted, waiting for approval, sent back, approved or dropped."""

from django.core.exceptions import ValidationError
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import WorkflowState, get_default_page_content_type

from curriculum.content.models import LessonPage, ModulePage

CHANGED = Q(live=False) | Q(has_unpublished_changes=True)


class PageState(TextChoices):
    """States of a page, as committee and editors speak of them."""

    DRAFT = "draft", gettext_lazy("Draft")
    WAITING = "waiting", gettext_lazy("Waiting for approval")
    RETURNED = "returned", gettext_lazy("Changes requested")
    APPROVED = "approved", gettext_lazy("Approved")
    DROPPED = "dropped", gettext_lazy("Dropped")


OF_WORKFLOW = {
    WorkflowState.STATUS_IN_PROGRESS: PageState.WAITING,
    WorkflowState.STATUS_NEEDS_CHANGES: PageState.RETURNED,
}


def with_workflow_status(pages: QuerySet) -> QuerySet:
    """Return `pages`, each with `workflow_status`: that of its active workflow, or None."""
    active = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(), object_id=Cast(OuterRef("pk"), CharField())
    )
    return pages.annotate(workflow_status=Subquery(active.values("status")[:1]))


def state_of(page: ModulePage | LessonPage) -> PageState:
    """Return the state of a page that `with_workflow_status` read."""
    if page.workflow_status in OF_WORKFLOW:
        return OF_WORKFLOW[page.workflow_status]
    if not page.live or page.has_unpublished_changes:
        return PageState.DRAFT
    return PageState.DROPPED if getattr(page, "dropped_reason", "") else PageState.APPROVED


def pages_of(module: ModulePage) -> list[ModulePage | LessonPage]:
    """Return the page of a module and its lessons in order, fresh from the database, with their workflow status."""
    own = with_workflow_status(ModulePage.objects.filter(pk=module.pk)).select_related("latest_revision", "locked_by")
    lessons = with_workflow_status(module.lessons()).select_related("latest_revision", "locked_by")
    return [*own, *lessons]


def changed_pages(module: ModulePage) -> list[ModulePage | LessonPage]:
    """Return those pages of a module that have a change which is not approved."""
    return [page for page in pages_of(module) if not page.live or page.has_unpublished_changes]


def unfinished_parts(page: ModulePage | LessonPage) -> list[str]:
    """Return a sentence for each part of the latest draft of `page` that the editor would not accept."""
    draft = page.get_latest_revision_as_object()
    faulty: dict[str, str] = {}
    try:
        draft.full_clean()
    except ValidationError as error:
        faulty = {name: " ".join(messages) for name, messages in error.message_dict.items()}
    for name in page.stream_fields:
        try:
            draft._meta.get_field(name).stream_block.clean(getattr(draft, name))
        except ValidationError:
            faulty.setdefault(name, _("Something is missing or wrong here. Open the page and save it to see where."))
    return [_("%(page)s, %(part)s: %(problem)s") % {
        "page": page.code, "part": _label(page, name), "problem": problem,
    } for name, problem in faulty.items()]  # fmt: skip


def _label(page: ModulePage | LessonPage, name: str) -> str:
    names = {field.name for field in page._meta.get_fields()}
    return capfirst(page._meta.get_field(name).verbose_name) if name in names else _("The page")
