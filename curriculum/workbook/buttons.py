"""The button that prints a module, at the head of its pages in the admin."""

from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.models import Page

from curriculum.content.models import LessonPage, Module, ModulePage
from curriculum.releases.models import Edition


def print_buttons(
    page: Page, user: AbstractBaseUser, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """Yield a link to the print of what is published of `page`, in the language that the module is written in.

    Registered for Wagtail's hook `register_page_header_buttons`. Nothing published, no button.
    """
    module = _module_of(page)
    edition = _printed(module) if module else None
    if module is None or edition is None:
        return
    place = {"language": edition.language, "platform": module.platform.slug, "module": module.code.lower()}
    query = f"?{urlencode({'lesson': page.code})}" if isinstance(page, LessonPage) else ""
    label = _("Print lesson") if query else _("Print workbook")
    yield Button(label, url=f"{reverse('workbook', kwargs=place)}{query}", icon_name="doc-full", priority=60)


def _module_of(page: Page) -> Module | None:
    if isinstance(page, ModulePage):
        return page.module
    if isinstance(page, LessonPage) and page.pk:
        parent = page.get_parent().specific
        return parent.module if isinstance(parent, ModulePage) else None
    return None


def _printed(module: Module) -> Edition | None:
    return Edition.objects.current().filter(release__module=module, language=module.page.language).first()
