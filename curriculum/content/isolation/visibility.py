"""What of the admin a person sees: what belongs to the platforms on which that person works."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Model, Q, QuerySet
from django.db.models.functions import Cast
from taggit.models import Tag
from wagtail.models import Collection, Page, Revision, Task, TaskState, Workflow, WorkflowState

from curriculum.content.memberships import Person, platforms_of
from curriculum.content.models import Picture, PlatformPage
from curriculum.content.roles import STAFF


def own_platforms(user: Person) -> QuerySet[PlatformPage]:
    """Return the platforms on which `user` works in the admin; all for a superuser."""
    return platforms_of(user, *STAFF)


def sees_all(user: Person) -> bool:
    """Return whether `user` sees every platform."""
    return bool(user.is_active and getattr(user, "is_superuser", False))


def visible_pages(user: Person) -> QuerySet[Page]:
    """Return the pages of the own platforms, and those above them, which name the way there."""
    if sees_all(user):
        return Page.objects.all()
    platforms = list(own_platforms(user))
    below = [Q(path__startswith=platform.path) for platform in platforms]
    above = {platform.path[: depth * Page.steplen] for platform in platforms for depth in range(1, platform.depth)}
    return Page.objects.filter(_any(below) | Q(path__in=above)) if platforms else Page.objects.none()


def _any(conditions: list[Q]) -> Q:
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole


def visible_collections(user: Person) -> QuerySet[Collection]:
    """Return the collections that hold the pictures of the own platforms."""
    if sees_all(user):
        return Collection.objects.all()
    return Collection.objects.filter(platform__in=own_platforms(user))


def visible_pictures(user: Person) -> QuerySet[Picture]:
    """Return the pictures of the own platforms."""
    return Picture.objects.filter(collection__in=visible_collections(user))


def visible_people(user: Person) -> QuerySet[AbstractBaseUser]:
    """Return `user` and the people who have a role on one of the own platforms."""
    people = get_user_model().objects.all()
    if sees_all(user):
        return people
    near = Q(pk=user.pk) | Q(groups__platform_role__platform__in=own_platforms(user))
    return people.filter(pk__in=people.filter(near).values("pk"))


def visible_workflows(user: Person) -> QuerySet[Workflow]:
    """Return the workflows that hang at a page of the own platforms."""
    if sees_all(user):
        return Workflow.objects.all()
    return Workflow.objects.filter(workflow_pages__page__in=visible_pages(user)).distinct()


def visible_tasks(user: Person) -> QuerySet[Task]:
    """Return the tasks of the own platforms' workflows."""
    if sees_all(user):
        return Task.objects.all()
    return Task.objects.filter(workflow_tasks__workflow__in=visible_workflows(user)).distinct()


def visible_workflow_states(user: Person) -> QuerySet[WorkflowState]:
    """Return how far pages of the own platforms are in their workflows."""
    return WorkflowState.objects.filter(**_of_pages(user))


def visible_task_states(user: Person) -> QuerySet[TaskState]:
    """Return the tasks that were started for pages of the own platforms."""
    return TaskState.objects.filter(workflow_state__in=visible_workflow_states(user))


def visible_revisions(user: Person) -> QuerySet[Revision]:
    """Return the revisions of pages of the own platforms."""
    return Revision.objects.filter(**_of_pages(user))


def _of_pages(user: Person) -> dict[str, object]:
    numbers = visible_pages(user).annotate(number=Cast("pk", output_field=CharField())).values("number")
    return {"base_content_type": ContentType.objects.get_for_model(Page), "object_id__in": numbers}


def visible_tags(user: Person) -> QuerySet[Tag]:
    """Return the tags of the pictures of the own platforms, the most frequent first."""
    items = Q(
        taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(Picture),
        taggit_taggeditem_items__object_id__in=visible_pictures(user).values("pk"),
    )
    return Tag.objects.filter(items).annotate(pictures=Count("taggit_taggeditem_items")).order_by("-pictures", "name")


#: What is seen of each kind of object that an address of the admin names by number.
VISIBLE = {
    Page: visible_pages,
    Picture: visible_pictures,
    Collection: visible_collections,
    Revision: visible_revisions,
    Task: visible_tasks,
    TaskState: visible_task_states,
    Workflow: visible_workflows,
    WorkflowState: visible_workflow_states,
}


def sees(user: Person, kind: type[Model], numbers: set[int]) -> bool:
    """Return whether `user` sees every object of `kind` that has one of the primary keys `numbers`.

    A key that no object has counts as not seen, so that an answer never tells which keys there are.
    """
    return sees_all(user) or VISIBLE[kind](user).filter(pk__in=numbers).count() == len(numbers)
