"""Make a platform: its subtree, groups with their permissions, collection and workflow."""

import re

from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from curriculum.content.models.platform import GENERIC, PlatformPage, PlatformRole
from curriculum.content.roles import (
    APPROVERS,
    GENERIC_ROLES,
    NATIONAL_ROLES,
    PAGE_PERMISSIONS,
    PICTURE_PERMISSIONS,
    SHARED_SNIPPETS,
    STAFF,
    Role,
)
from curriculum.content.texts import normal_text
from curriculum.exceptions import InvalidValueError, PlatformExistsError

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_SLUG = 40
LONGEST_NAME = 255
RESERVED = frozenset({"search", "admin", "pages", "assets", "interface", "static", "media"})


@transaction.atomic
def create_platform(
    *, slug: str, name: str, country: str = "", language: str = "en", summary: str = "", by: AbstractBaseUser | None
) -> PlatformPage:
    """Make the platform `slug` and all that belongs to it, and return its page.

    `country` is a two-letter code, empty for the generic platform only; `language` the one that the platform writes
    in. Raises PlatformExistsError where the slug is taken, InvalidValueError for a value of the wrong form.
    """
    page = _checked_page(slug, name, country, language, summary)

    root = Collection.get_first_root_node()
    page.collection = root.add_child(name=page.title)
    site_root().add_child(instance=page)
    page.save_revision(user=by, clean=False)
    groups = {role: _create_group(page, role) for role in _roles(page)}
    _create_workflow(page, [groups[role] for role in APPROVERS if role in groups])
    if page.is_generic:
        _permit_shared_snippets(groups[Role.COMMITTEE])
    log(instance=page, action="curriculum.create_platform", user=by, data={"slug": slug})
    return page


def site_root() -> Page:
    """Return the page below which all platforms stand."""
    return Page.objects.filter(depth=2).order_by("path")[0]


def _checked_page(slug: str, name: str, country: str, language: str, summary: str) -> PlatformPage:
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG or slug in RESERVED:
        raise InvalidValueError(
            field="slug",
            name=_("Name in addresses"),
            problem=_("Write at most 40 small letters, digits and hyphens, beginning with a letter, such as peru."),
        )
    if PlatformPage.objects.filter(slug=slug).exists():
        raise PlatformExistsError(platform=slug)
    if not country and slug != GENERIC:
        raise InvalidValueError(field="country", name=_("Country"), problem=_("Write two letters, such as PE."))
    name, summary = normal_text(name).strip(), normal_text(summary).strip()
    page = PlatformPage(title=name, slug=slug, country=country.upper(), language=language, summary=summary)
    if not page.title:
        raise InvalidValueError(field="name", name=_("Name"), problem=_("Write the name of the platform."))
    if len(page.title) > LONGEST_NAME:
        problem = _("Write at most %d characters.") % LONGEST_NAME
        raise InvalidValueError(field="name", name=_("Name"), problem=problem)
    for field in ("country", "language", "summary"):
        try:
            page._meta.get_field(field).clean(getattr(page, field), page)
        except ValidationError as error:
            label = str(page._meta.get_field(field).verbose_name).capitalize()
            raise InvalidValueError(field=field, name=label, problem=" ".join(error.messages)) from error
    return page


def _roles(page: PlatformPage) -> tuple[Role, ...]:
    return GENERIC_ROLES if page.is_generic else NATIONAL_ROLES


def _create_group(page: PlatformPage, role: Role) -> Group:
    group = Group.objects.create(name=f"{page.slug} {role.value}")
    PlatformRole.objects.create(platform=page, role=role, group=group)
    if role in STAFF:
        group.permissions.add(_permission("wagtailadmin", "access_admin"))
    for codename in PAGE_PERMISSIONS.get(role, ()):
        permission = _permission("wagtailcore", codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    for codename in PICTURE_PERMISSIONS.get(role, ()):
        permission = _permission("wagtailimages", codename)
        GroupCollectionPermission.objects.create(group=group, collection=page.collection, permission=permission)
    return group


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _permit_shared_snippets(group: Group) -> None:
    codenames = [f"{verb}_{model}" for verb in ("add", "change", "delete", "view") for model in SHARED_SNIPPETS]
    group.permissions.add(*Permission.objects.filter(content_type__app_label="curriculum", codename__in=codenames))


def _create_workflow(page: PlatformPage, approvers: list[Group]) -> None:
    name = f"{page.title}"[:200]
    task = GroupApprovalTask.objects.create(name=_("Approval: %s") % name)
    task.groups.set(approvers)
    workflow = Workflow.objects.create(name=_("Approval: %s") % name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
