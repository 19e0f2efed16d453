"""PO files on the screen: downloaded, checked in a dry run, taken over whole or not at all.

Between dry run and taking over, the file stays in a signed hidden field of the form, compressed: nothing is stored that
somebody would have to clear away, a second window does not mix files up, and nobody else can read it. The signature
binds it to the translation and to the person.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from curriculum.content.admin.screens import Crumb, person_of
from curriculum.content.labels import name_of
from curriculum.document import Document
from curriculum.exceptions import (
    CurriculumError,
    ExpiredFileError,
    InvalidPoFileError,
    PlanChangedError,
)
from curriculum.releases.admin.difference import marked
from curriculum.translation.actions.import_po import import_po
from curriculum.translation.admin.overview import way_to
from curriculum.translation.admin.translation_screens import TranslationScreen
from curriculum.translation.models import Translation
from curriculum.translation.po import LARGEST, PoChange, PoPlan, plan_of_po, written_po
from curriculum.translation.segments import visible_source

PO_TYPE = "text/x-gettext-translation; charset=utf-8"
KEPT = 12 * 60 * 60  # seconds for which a checked file can be taken over
SALT = "curriculum.translation.po"
SHOWN = 50  # entries of each kind
LONGEST_SHOWN = 600  # characters of one text
REFUSED, CONFLICT = 400, 409  # HTTP


class FileForm(forms.Form):
    """A PO file to check."""

    file = forms.FileField(
        label=gettext_lazy("PO file"),
        allow_empty_file=True,  # the import says what is wrong with it
        widget=forms.ClearableFileInput(attrs={"accept": ".po,text/x-gettext-translation"}),
        help_text=gettext_lazy("The file that you downloaded here and filled in, 5 MB at most."),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a large file before it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One entry of the file that changes something."""

    place: str
    # the lesson, or the module itself
    number: int
    # of the line in the file
    source: str
    before: SafeString
    after: SafeString
    state: str
    state_words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Entries of one kind."""

    name: str
    title: str
    count: int
    lines: list[Line]
    more: int


class PoDownload(TranslationScreen):
    """The translation as a PO file."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the file."""
        disposition = content_disposition_header(as_attachment=True, filename=_file_name(self.translation))
        headers = {"Content-Disposition": disposition}
        return HttpResponse(written_po(self.translation), content_type=PO_TYPE, headers=headers)


class Exchange(TranslationScreen):
    """The form that takes a file, and below it what the file would do."""

    page_title = gettext_lazy("PO file")
    template_name = "curriculum/translation/exchange.html"

    def get_page_title(self) -> str:
        """Return what the screen is about."""
        return str(self.page_title)

    def crumbs(self) -> list[Crumb]:
        """Return the way over list and translation."""
        return way_to(self.translation)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the empty form."""
        return self.render_to_response(self.get_context_data(form=FileForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what the chosen file would do, or why it is refused."""
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.refused(form)
        content = form.cleaned_data["file"].read()
        try:
            plan = plan_of_po(self.translation, content)
        except InvalidPoFileError as error:
            form.add_error("file", error.lines())
            return self.refused(form)
        return self.planned(plan, content)

    def refused(self, form: FileForm) -> HttpResponse:
        """Show the form with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)

    def planned(self, plan: PoPlan, content: bytes, *, problem: str = "", status: int = 200) -> HttpResponse:
        """Show what the file would do."""
        shown = {
            "form": FileForm(),
            "plan": plan,
            "groups": _groups(plan, self.translation.release.source_edition().load()),
            "faults": plan.faults[:SHOWN],
            "more_faults": max(len(plan.faults) - SHOWN, 0),
            "conflicts": len(plan.conflicts),
            "kept": self._kept(content),
            "problem": problem,
        }
        return self.render_to_response(self.get_context_data(**shown), status=status)

    def _kept(self, content: bytes) -> str:
        text = content.decode("utf-8-sig")  # `plan_of_po` read it so
        return signing.dumps(text, salt=self._salt(), compress=True)

    def _salt(self) -> str:
        return f"{SALT}.{self.translation.pk}.{person_of(self.request).pk}"

    def kept_content(self) -> bytes:
        """Return the file that was checked; raises ExpiredFileError where it is none of this person's."""
        try:
            text: str = signing.loads(self.request.POST.get("kept", ""), salt=self._salt(), max_age=KEPT)
        except signing.BadSignature as error:
            raise ExpiredFileError from error
        return text.encode()


class PoTakingOver(Exchange):
    """Takes a file over that was checked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write its texts and lead to the translation, or show again what it would do."""
        try:
            content = self.kept_content()
        except ExpiredFileError as error:
            form = FileForm({"expired": "1"})
            form.errors["file"] = form.error_class(error.lines())
            return self.refused(form)
        try:
            plan = import_po(
                translation=self.translation,
                content=content,
                by=person_of(request),
                overwrite=bool(request.POST.get("overwrite")),
                seen=request.POST.get("seen", ""),
            )
        except CurriculumError as error:
            status = CONFLICT if isinstance(error, PlanChangedError) else REFUSED
            return self.planned(
                plan_of_po(self.translation, content), content, problem=_problem_words(error), status=status
            )
        count = len(plan.changes)
        messages.success(request, ngettext("%d text was taken over.", "%d texts were taken over.", count) % count)
        return redirect("translate", self.translation.pk)


def _problem_words(error: CurriculumError) -> str:
    if isinstance(error, PlanChangedError):
        return str(error)
    return _("Nothing was changed: what is refused or newer here is listed below. Tick the box to replace newer work.")


def _file_name(translation: Translation) -> str:
    """Return PLATFORM-MODULE-NUMBER-LANGUAGE.po."""
    release = translation.release
    return f"{release.module.platform.slug}-{release.module.code}-{release.number}-{translation.language}.po"


def _groups(plan: PoPlan, source: Document) -> list[Group]:
    places = {lesson.id: f"{lesson.fields.get('code', '')} {name_of(lesson)}".strip()
              for lesson in source.root.slots.get("lessons", ())}  # fmt: skip
    found = (
        ("conflict", _("Newer here than in the file"), plan.conflicts),
        ("changed", _("Changed"), [one for one in plan.changes if one.segment.text and not one.is_newer_here]),
        ("new", _("New"), [one for one in plan.changes if not one.segment.text]),
    )
    return [
        Group(
            name=name,
            title=title,
            count=len(changes),
            lines=[_line(change, places) for change in changes[:SHOWN]],
            more=max(len(changes) - SHOWN, 0),
        )
        for name, title, changes in found
        if changes
    ]


def _line(change: PoChange, places: dict[str, str]) -> Line:
    segment = change.segment
    before, after = marked(_short(segment.text), _short(change.text))
    return Line(
        place=places.get(str(segment.lesson_id), "") or _("The module itself"),
        number=change.line,
        source=_short(visible_source(segment)),
        before=before,
        after=after,
        state=change.state.value,
        state_words=str(change.state.label),
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"
