"""What the page editor says and refuses: “Approve” for publish, copies with ids of their own, no stray moves."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem, UnpublishMenuItem, WorkflowMenuItem
from wagtail.models import Page

from curriculum.content.actions.renew_ids import renew_ids
from curriculum.content.admin.screens import person_of
from curriculum.content.models import LessonPage, ModulePage, PlatformPage

Context = dict[str, Any]
IN_DOCUMENTS = (ModulePage, LessonPage)


class ApproveMenuItem(PublishMenuItem):
    """Wagtail's “Publish”, under the name of what it means here."""

    label = gettext_lazy("Approve")
    icon_name = "check"
    template_name = "curriculum/admin/approve_item.html"


class TakeBackMenuItem(UnpublishMenuItem):
    """Wagtail's “Unpublish”: the page goes back to being a draft, and the next release leaves it out."""

    label = gettext_lazy("Take approval back")


def name_actions(items: list[ActionMenuItem], request: HttpRequest, context: Context) -> None:
    """Call publishing “Approve” on modules and lessons; where a workflow asks for approval, offer that alone."""
    page = context.get("page")
    parent = context.get("parent_page")
    if not isinstance(page, IN_DOCUMENTS) and not isinstance(parent, PlatformPage | ModulePage):
        return
    asked = [item for item in items if isinstance(item, WorkflowMenuItem) and item.name == "approve"]
    for item in asked:
        item.label = _("Approve with comment") if item.launch_modal else _("Approve")
    for place, item in reversed(list(enumerate(items))):
        if isinstance(item, PublishMenuItem):
            items[place : place + 1] = [] if asked else [ApproveMenuItem(order=item.order)]
        elif isinstance(item, UnpublishMenuItem):
            items[place] = TakeBackMenuItem(order=item.order)


def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy a module or a platform; lessons may be copied."""
    if isinstance(page.specific, LessonPage):
        return None
    messages.error(request, _("Only lessons can be copied. To take over a module, fork it."))
    return redirect("wagtailadmin_explore", page.pk)


def refuse_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse aliases: every page here is worked on in its own right."""
    messages.error(request, _("Pages here have no aliases. Copy the lesson, or fork the module."))
    return redirect("wagtailadmin_explore", page.pk)


def renew_copied_ids(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Give a copied lesson ids of its own."""
    copied = new_page.specific
    if isinstance(copied, LessonPage):
        renew_ids(lesson=copied, by=person_of(request))


def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a page to another parent: codes and addresses are printed. Its order there may change."""
    if page.specific_class not in (*IN_DOCUMENTS, PlatformPage) or page.get_parent().pk == destination.pk:
        return None
    messages.error(request, _move_sentence(page.specific))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_bulk_move(request: HttpRequest, action: str, pages: Iterable[Any], view: Any) -> HttpResponse | None:
    """Refuse to move several pages at once, for the same reason."""
    refused = [page for page in pages if isinstance(page, Page)] if action == "move" else []
    if not refused:
        return None
    messages.error(request, _move_sentence(refused[0].specific))
    return redirect("wagtailadmin_explore", refused[0].get_parent().pk)


def _move_sentence(page: Page) -> str:
    if isinstance(page, LessonPage):
        return _(
            "Lesson %(code)s stays in its module, since its code is printed. Copy it to the other module, then drop it "
            "here with a reason."
        ) % {"code": page.code}
    return _("“%(title)s” stays where it is, since its address is printed.") % {"title": page.title}
