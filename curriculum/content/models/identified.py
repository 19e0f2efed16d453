"""Pages that are part of a document: whatever they hold has a stable id."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.models import Page

from curriculum.content import previewing
from curriculum.content.foreign import foreign_references
from curriculum.content.identifiers import repair_ids
from curriculum.content.node_links import lead_node_links
from curriculum.content.person_names import name_of_person


class DocumentPageForm(WagtailAdminPageForm):
    """The form of the page editor.

    It leads links that waited for a page of the platform, and tells a page that is not in the tree yet where it will
    stand.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("instance"):
            lead_node_links(kwargs["instance"])
        super().__init__(*args, **kwargs)
        self.instance.intended_parent = self.parent_page

    def clean(self) -> dict[str, Any]:
        """Tell the second of two people who save one page; saving again replaces the first one's draft."""
        cleaned = super().clean()
        seen = self.data.get("overwrite_revision_id") or self.data.get("loaded_revision_id")
        latest = self.instance.latest_revision
        if seen and latest and seen != str(latest.pk):
            person = name_of_person(latest.user)
            self.add_error(None, ValidationError(
                _("%(person)s saved this page since you opened it. Your text stands below and is not saved yet. Save "
                  "again to replace theirs; theirs stays in the page's history."), params={"person": person},
            ))  # fmt: skip
        return cleaned


class CopyLessonForm(CopyForm):
    """Wagtail's form for copying, without aliases: every page here is worked on in its own right. A copy is a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        self.fields.pop("publish_copies", None)
        # The slug follows the code, and a copy takes the next free code: nobody needs to type one.
        self.fields["new_slug"].widget = HiddenInput()
        self.fields["new_slug"].initial = f"{self.page.slug}-{uuid.uuid4().hex[:8]}"

    def clean(self) -> dict[str, Any]:
        """Refuse a copy on another platform, whose pictures and links are not those of this one."""
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page")
        if parent and not _same_platform(parent, self.page):
            self.add_error("new_parent_page", _("Copy within the platform. Another platform forks the whole module."))
        return cleaned


def _same_platform(one: Page, other: Page) -> bool:
    below_platforms = 3 * Page.steplen  # platforms stand at depth 3
    return bool(one.path[:below_platforms] == other.path[:below_platforms])


class DocumentPage(Page):
    """A page that is one node of a document, together with the nodes that its blocks and rows are.

    `node_id` is shared between an upstream and its forks, so it is unique within a document and not in this table.
    Ids that are missing, malformed or used twice are minted anew on every save; all others stay for ever.
    """

    node_id = models.UUIDField(_("id in the document"), default=uuid.uuid4, editable=False, db_index=True)

    stream_fields: ClassVar[tuple[str, ...]] = ()
    row_relations: ClassVar[tuple[str, ...]] = ()
    base_form_class = DocumentPageForm
    copy_form_class = CopyLessonForm
    intended_parent: Page | None = None  # where a page will stand that is not in the tree yet
    promote_panels: ClassVar[list] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["node_id"]
    preview_modes: ClassVar[list[tuple[str, Any]]] = [
        ("learner", _("Learner")),
        ("facilitator", _("Facilitator")),
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page under the slug of its code, with every id in order."""
        self.slug = slug_of_code(self.code)
        repair_ids(self)
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> models.Model:
        """Save a revision with every id in order."""
        self.slug = slug_of_code(self.code)
        repair_ids(self)
        return super().save_revision(*args, **kwargs)

    def clean(self) -> None:
        """Refuse links to pages and pictures that are not this platform's own, at the field that holds them."""
        super().clean()
        errors = foreign_references(self)
        if errors:
            raise ValidationError(errors)

    @property
    def upper_page(self) -> Page | None:
        """Return the page above this one, or above its future place; None where that is not known yet."""
        return self.get_parent() if self.path else self.intended_parent

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer with this draft as readers of the given audience will see it."""
        return previewing.render(request, self, mode_name)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the reader to the current edition: the public never sees a working copy."""
        return previewing.redirect_to_edition(self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return where the public reads this page: its current edition, if it has one."""
        parts = super().get_url_parts(request)
        address = previewing.public_address(self)
        return (parts[0], parts[1], address) if parts and address else None


def slug_of_code(code: str) -> str:
    """Return the slug of a module's or lesson's page ("QMS-1.2" gives "qms-1-2")."""
    return code.lower().replace(".", "-")
