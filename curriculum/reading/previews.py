"""Drafts through the readers' templates."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from curriculum.content.choices import Audience
from curriculum.content.conversion import to_document
from curriculum.content.languages import base_language
from curriculum.content.lesson_order import in_order
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.models.identified import DocumentPage
from curriculum.content.references import references_of
from curriculum.content.richtext import ForeignLinkError
from curriculum.document import Document, DocumentError, Node, select_profile
from curriculum.reading.addresses import lesson_address, module_address
from curriculum.reading.answers import CONTENT_SECURITY_POLICY
from curriculum.reading.frame import frame
from curriculum.reading.presentation import lesson_line
from curriculum.reading.shelf import code_of, lessons_of
from curriculum.reading.views.lesson import lesson_facts
from curriculum.reading.views.module import module_facts
from curriculum.releases.models import Edition


def render(request: HttpRequest, page: DocumentPage, audience: str) -> HttpResponse:
    """Return the draft `page`, saved or not, complete or not, as readers of `audience` will see it."""
    try:
        document = draft_document(page)
    except ForeignLinkError:
        return _refused(request, _("A link leads to a page outside this platform. Remove it to see the preview."))
    except DocumentError as error:
        return _refused(request, _("This draft cannot be shown: %(reason)s") % {"reason": error})
    document = select_profile(document, audience=audience if audience in Audience.values else None)
    return _guarded(render_to_string(_template(page), {**frame(request), **_context(page, document, audience)}))


def draft_document(page: DocumentPage) -> Document:
    """Return the latest drafts of the module of `page` with `page` itself, as it is in memory, in its place."""
    module = page if isinstance(page, ModulePage) else page.document_module.get_latest_revision_as_object()
    saved = in_order(module.lessons(), module.lesson_order) if module.pk else []
    lessons = [page if lesson.pk == page.pk else lesson.get_latest_revision_as_object() for lesson in saved]
    if isinstance(page, LessonPage) and page.pk is None:
        lessons.append(page)
    kept = [lesson for lesson in lessons if lesson is page or not lesson.is_dropped]
    return to_document(module, kept, references_of(module.get_parent().specific))


def address(page: DocumentPage) -> str | None:
    """Return the path where the public reads `page` now, or None where it was never released."""
    module = page.document_module
    edition = (
        Edition.objects.current().with_release().filter(release__module=module.module, language=module.language).first()
    )
    if edition is None:
        return None
    platform, code = edition.release.module.platform.slug, edition.release.module.code
    if isinstance(page, ModulePage):
        return module_address(edition.language, platform, code)
    node = edition.load().find(str(page.node_id))
    return lesson_address(edition.language, platform, code, code_of(node)) if node else None


def _template(page: DocumentPage) -> str:
    return "curriculum/module.html" if isinstance(page, ModulePage) else "curriculum/lesson.html"


def _context(page: DocumentPage, document: Document, audience: str) -> dict[str, Any]:
    lines = [lesson_line(lesson, "", is_current=lesson.id == str(page.node_id)) for lesson in lessons_of(document)]
    is_module = isinstance(page, ModulePage)
    return {
        **(module_facts(document) if is_module else lesson_facts(document, _own_node(page, document))),
        "preview": True,
        "audience": audience,
        "content_language": document.language,
        "content_interface": base_language(document.language),
        "platform": page.document_module.get_parent(),
        "module": document.root,
        "lessons": lines,
        "node_addresses": {},
        "is_current": True,
    }


def _own_node(page: DocumentPage, document: Document) -> Node:
    lessons = lessons_of(document)
    return next((node for node in lessons if node.id == str(page.node_id)), lessons[-1] if lessons else document.root)


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {**frame(request), "sentence": sentence, "preview": True}
    return _guarded(render_to_string("curriculum/missing.html", context))


def _guarded(html: str) -> HttpResponse:
    response = HttpResponse(html)
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response["Cache-Control"] = "private, no-store"
    return response
