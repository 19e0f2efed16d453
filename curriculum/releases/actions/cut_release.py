"""Release the approved state of a module under the next number."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Comment

from curriculum.content.completeness import gaps
from curriculum.content.conforming import MOST_FAULTS, faults
from curriculum.content.labels import described
from curriculum.content.models import Module, ModulePage
from curriculum.content.richtext import ForeignLinkError
from curriculum.content.texts import normal_text
from curriculum.content.working_copy import State, WorkingCopy, working_copy
from curriculum.document import Document, DocumentError, diff, digest, walk
from curriculum.exceptions import (
    IncompleteModuleError,
    InvalidValueError,
    NotApprovedError,
    NothingChangedError,
    OpenQuestionsError,
)
from curriculum.releases.assets import MissingFileError, bytes_of_pictures, store_assets
from curriculum.releases.checks import Finding, Strength, findings_for
from curriculum.releases.models import Edition, Release, StoredDocument, canonical_text
from curriculum.releases.numbering import FIRST, Bump, next_number, suggested_bump
from curriculum.releases.signals import editions_changed
from curriculum.releases.wording import DescribedChange, describe_changes

LONGEST_NOTES = 4_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasePlan:
    """What a release would be, before anybody decides. Nothing is written yet."""

    module: Module
    previous: Release | None
    copy: WorkingCopy
    changes: list[DescribedChange]
    # empty for a first release, which is new as a whole
    suggested: Bump
    problems: list[str]
    # reasons why it is refused, as sentences
    warnings: list[str]
    # worth a look; the release is possible
    findings: list[Finding]
    # what other stages found: their refusals and warnings stand in the two lists above, too

    @property
    def questions(self) -> list[Finding]:
        """Return what the release screen wants answered first."""
        return _of(self.findings, Strength.ASKED)

    def number(self, bump: Bump | None = None) -> str:
        """Return the number that the release would have."""
        previous = self.previous.version if self.previous else None
        return ".".join(map(str, next_number(previous, bump or self.suggested)))

    @property
    def is_first(self) -> bool:
        """Whether the module was never released."""
        return self.previous is None


def plan_release(module: Module) -> ReleasePlan:
    """Return what a release of `module` would be now.

    Raises NotApprovedError where the module page was never approved, NothingChangedError where the approved state
    equals the last release, IncompleteModuleError where a text holds what no document can hold.
    """
    page = _approved_page(module)
    copy = _approved_copy(page)
    previous = module.releases.newest_first().first()
    base = previous.source_edition().load() if previous else None
    if base is not None and previous is not None and digest(base) == digest(copy.document):
        raise NothingChangedError(module=module.code, number=previous.number)
    findings = findings_for(page, copy.document)
    return ReleasePlan(
        module=module,
        previous=previous,
        copy=copy,
        changes=describe_changes(base, copy.document) if base else [],
        suggested=suggested_bump(diff(base, copy.document), base, copy.document) if base else Bump.MAJOR,
        problems=_problems(copy, module) + [found.words for found in _of(findings, Strength.REFUSED)],
        warnings=_warnings(page, copy) + [found.words for found in _of(findings, Strength.WARNING)],
        findings=findings,
    )


@transaction.atomic
def cut_release(
    *, module: Module, by: AbstractBaseUser | None, notes: str, bump: Bump | None = None, asking: bool = False
) -> Release:
    """Release the approved state of `module` and return the release.

    One transaction: document, files, release, source edition and log entry come into being together. Without `bump`
    the suggested one counts. Raises what `plan_release` does, InvalidValueError for missing or too long notes,
    IncompleteModuleError with every reason where something is missing and, with `asking`, OpenQuestionsError with
    every question that other stages want answered first.
    """
    module = Module.objects.select_for_update().select_related("platform").get(pk=module.pk)
    notes = _checked_notes(notes)
    plan = plan_release(module)
    if plan.problems:
        raise IncompleteModuleError(module=module.code, reasons=plan.problems)
    if asking and plan.questions:
        raise OpenQuestionsError(module=module.code, reasons=[question.words for question in plan.questions])
    contents = bytes_of_pictures(plan.copy.document, module.platform.collection_id)

    store_assets(contents.values())
    release = _create(plan, notes, bump)
    log(
        instance=module.page,
        action="curriculum.release",
        user=by,
        data={"module": str(module.pk), "number": release.number, "digest": digest(plan.copy.document)},
        timestamp=release.created_at,
    )
    transaction.on_commit(partial(editions_changed.send, sender=Release, module=module))
    return release


def store_document(document: Document) -> StoredDocument:
    """Return the row that holds `document`, made where there is none yet."""
    name = digest(document)
    stored = StoredDocument.objects.filter(pk=name).first()
    return stored or StoredDocument.objects.create(digest=name, json=canonical_text(document))


def _create(plan: ReleasePlan, notes: str, bump: Bump | None) -> Release:
    now = timezone.now()
    previous = plan.previous
    major, minor, patch = next_number(previous.version, bump or plan.suggested) if previous else FIRST
    document = store_document(plan.copy.document)
    release = Release(module=plan.module, major=major, minor=minor, patch=patch, notes=notes, created_at=now)
    release.seal = release.seal_over(document, previous)
    release.save()
    edition = Edition(release=release, language=plan.copy.document.language, document=document, published_at=now)
    edition.seal = edition.seal_over(release)
    edition.save()
    return release


def _of(findings: list[Finding], strength: Strength) -> list[Finding]:
    return [finding for finding in findings if finding.strength is strength]


def _approved_copy(page: ModulePage) -> WorkingCopy:
    try:
        return working_copy(page, State.APPROVED)
    except (DocumentError, ForeignLinkError) as error:
        raise IncompleteModuleError(module=page.code, reasons=[str(error)]) from error


def _approved_page(module: Module) -> ModulePage:
    page = ModulePage.objects.filter(module=module, live=True).select_related("module__platform").first()
    if page is None:
        raise NotApprovedError(module=module.code)
    return page


def _checked_notes(notes: str) -> str:
    notes = normal_text(notes).strip()
    if not notes:
        raise InvalidValueError(name=_("Notes"), problem=_("Say in a sentence what this release is for."))
    if len(notes) > LONGEST_NOTES:
        raise InvalidValueError(name=_("Notes"), problem=_("Write at most %d characters.") % LONGEST_NOTES)
    return notes


def _problems(copy: WorkingCopy, module: Module) -> list[str]:
    problems = [gap.words for gap in gaps(copy.document)] + list(islice(faults(copy.document), MOST_FAULTS))
    try:
        bytes_of_pictures(copy.document, module.platform.collection_id)
    except MissingFileError as error:
        problems.append(_("The file of picture “%s” is missing or damaged. Upload it again.") % error.asset.name)
    return problems + list(_repeated_ids(copy.document))


def _repeated_ids(document: Document) -> Iterator[str]:
    """Yield a sentence for every node whose id another one has: a copy that was not given ids of its own."""
    seen: set[str] = set()
    for node in walk(document):
        if node.id in seen:
            yield _("%(what)s is a copy that shares its id with the original. Remove it and make it anew.") % {
                "what": described(node)
            }
        seen.add(node.id)


def _warnings(page: ModulePage, copy: WorkingCopy) -> list[str]:
    warnings = [
        _("Lesson %(code)s was never approved and is left out.") % {"code": lesson.code} for lesson in copy.unapproved
    ]
    warnings += [_("Lesson %(code)s is dropped: %(reason)s") % {"code": lesson.code, "reason": lesson.dropped_reason}
                 for lesson in copy.dropped]  # fmt: skip
    warnings += [
        _("%(title)s has changes that are not approved; they are left out.") % {"title": changed.title}
        for changed in [page, *copy.lessons]
        if changed.has_unpublished_changes
    ]
    comments = Comment.objects.filter(page_id__in=[page.pk, *(lesson.pk for lesson in copy.lessons)], resolved_at=None)
    warnings += [
        _("Open comment on %(title)s: “%(text)s”") % {"title": comment.page.title, "text": comment.text[:120]}
        for comment in comments.select_related("page")[:20]
    ]
    return warnings
