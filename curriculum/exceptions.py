"""What this app refuses, as one tree. Each error carries what a sentence about it needs; `str()` gives the sentence in
the active language, so that a command, a form and a page say the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_LINES = 10


class CurriculumError(Exception):
    """Something was refused and nothing was changed. `sentence` has named places for `data`."""

    sentence: str | Promise = _("This is not possible.")

    def __init__(self, **data: Any) -> None:
        super().__init__()
        self.data: Mapping[str, Any] = data

    def __str__(self) -> str:
        return str(self.sentence) % self.data

    def lines(self) -> list[str]:
        """Return the refusal as lines for a person, ten at most."""
        return [str(self)]


class UnknownPlatformError(CurriculumError):
    """There is no platform of this slug."""

    sentence = _("There is no platform “%(platform)s”. There are: %(known)s.")


class UnknownModuleError(CurriculumError):
    """The platform has no module of this code."""

    sentence = _("Platform “%(platform)s” has no module “%(module)s”. It has: %(known)s.")


class UnknownReleaseError(CurriculumError):
    """The module has no release of this number."""

    sentence = _("%(module)s has no release “%(number)s”. It has: %(known)s.")


class UnknownEditionError(CurriculumError):
    """The release was not published in this language."""

    sentence = _("%(module)s %(number)s is not published in “%(language)s”. It is published in: %(known)s.")


class InvalidValueError(CurriculumError):
    """A value that somebody gave is refused; `problem` is the reason, a whole sentence."""

    sentence = _("%(name)s: %(problem)s")


class PlatformExistsError(CurriculumError):
    """The slug is taken."""

    sentence = _("There is already a platform “%(platform)s”. Choose another name.")


class ModuleExistsError(CurriculumError):
    """The platform has a working copy of this module already."""

    sentence = _("Platform “%(platform)s” already has a module %(module)s.")


class NothingChangedError(CurriculumError):
    """A release would be equal to the last one."""

    sentence = _("%(module)s has not changed since release %(number)s. Approve a change first.")


class NotApprovedError(CurriculumError):
    """The module itself was never approved."""

    sentence = _("%(module)s was never approved. Approve the module and its lessons first.")


class PagesBusyError(CurriculumError):
    """Pages are locked or wait for approval."""

    sentence = _("Somebody works on these pages: %(pages)s. Unlock them or finish their workflow first.")


class WithdrawnReleaseError(CurriculumError):
    """A release that was withdrawn cannot be the start of anything new."""

    sentence = _("%(module)s %(number)s is withdrawn, so it cannot be forked. The reason was: %(reason)s")


class WithdrawnTranslationError(WithdrawnReleaseError):
    """A release that was withdrawn is neither translated nor published any more."""

    sentence = _("%(module)s %(number)s is withdrawn, so it is no longer translated or published. The reason was: "
                 "%(reason)s")  # fmt: skip


class AlreadyWithdrawnError(CurriculumError):
    """The release was withdrawn before."""

    sentence = _("%(module)s %(number)s is already withdrawn.")


class NotPermittedError(CurriculumError):
    """The person may not do this here."""

    sentence = _("You may not do this on %(what)s. Ask a coordinator of the platform.")


class PagesLockedError(CurriculumError):
    """Pages are locked by somebody else; `pages` names each page and who locked it."""

    sentence = _("These pages are locked: %(pages)s. Ask for them to be unlocked first.")


class NothingToSubmitError(CurriculumError):
    """No page of the module has a change that is not submitted yet."""

    sentence = _("%(module)s has nothing to submit: every change is approved, or waits for approval already.")


class NothingToApproveError(CurriculumError):
    """No page of the module has a change that is not approved."""

    sentence = _("%(module)s has nothing to approve: every change is approved already.")


class NoWorkflowError(CurriculumError):
    """Nobody was named who approves the pages of the platform."""

    sentence = _("Platform “%(platform)s” has no workflow, so nobody would be asked. Ask an administrator.")


class UnknownPersonError(CurriculumError):
    """There is no account of this name that may be added."""

    sentence = _("There is no account “%(username)s” that can be added. Check the spelling, or make a new account.")


class PersonExistsError(CurriculumError):
    """The name of a new account is taken."""

    sentence = _("There is already an account “%(username)s”. Choose another name, or add the existing account.")


class LastApproverError(CurriculumError):
    """The platform would be left without anybody who approves."""

    sentence = _("%(person)s is the last person who can approve on “%(platform)s”. Add another one first.")


class UnknownPartError(CurriculumError):
    """Neither the fork nor its upstream has this part."""

    sentence = _("This part is not here any more. Load the page again.")


class NothingToReturnError(CurriculumError):
    """A part that was written here, or that is upstream's already, cannot be returned to upstream's."""

    sentence = _("%(what)s is upstream's already, or was written here: there is nothing to return to.")


class NoPlaceError(CurriculumError):
    """A part cannot be taken back in, since what it stood in is not here."""

    sentence = _("%(what)s stood in %(holder)s, which is not here. Take that back in first.")


class ReasonChangedError(CurriculumError):
    """Somebody else gave another reason for the same place meanwhile."""

    sentence = _("%(person)s gave another reason meanwhile: %(reason)s Save again to put yours in its place.")


class ListedError(CurriculumError):
    """A refusal with several reasons, each a sentence."""

    def __init__(self, *, reasons: Iterable[str | Promise], **data: Any) -> None:
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(**data)

    def lines(self) -> list[str]:
        """Return the refusal and its first reasons, ten lines at most."""
        shown = self.reasons[: MOST_LINES - 1]
        if len(shown) < len(self.reasons):
            shown = [*shown[:-1], str(_("… and %(more)d more.") % {"more": len(self.reasons) - len(shown) + 1})]
        return [str(self), *shown]


class IncompleteModuleError(ListedError):
    """The module lacks what a release demands."""

    sentence = _("%(module)s is not complete, so it was not released:")


class UnfinishedPagesError(ListedError):
    """Pages lack what the editor demands before they are submitted or approved."""

    sentence = _("These pages are not finished:")


class InvalidDocumentError(ListedError):
    """A document does not fit the curriculum's vocabulary, or this platform."""

    sentence = _("The document was not imported:")


class OpenQuestionsError(ListedError):
    """Other stages want answers before the module is released."""

    sentence = _("Answer this before %(module)s is released:")


class NotAForkError(CurriculumError):
    """The module did not come from another platform."""

    sentence = _("%(module)s of “%(platform)s” is no fork, so there is no upstream to pull from.")


class PullClosedError(CurriculumError):
    """The pull was applied, undone or discarded meanwhile."""

    sentence = _("The update of %(module)s to %(number)s is no longer open: somebody applied or discarded it. "
                 "Look at the module.")  # fmt: skip


class UnknownQuestionError(CurriculumError):
    """The merge has no conflict and no change of this key (any more)."""

    sentence = _("This question is not asked any more, since the drafts changed. Look at the update again.")


class InvalidDecisionError(CurriculumError):
    """A decision does not fit what it is about; `problem` says why, in a sentence."""

    sentence = _("This decision does not fit: %(problem)s")


class DecisionTakenError(CurriculumError):
    """Somebody else decided meanwhile; `choice` is what they chose."""

    sentence = _("%(person)s decided this meanwhile: %(choice)s. Save again to replace that decision.")


class UndecidedConflictsError(ListedError):
    """Conflicts have no decision yet."""

    sentence = _("%(module)s: conflicts to decide first: %(count)d. Nothing was changed.")


class DraftsChangedError(CurriculumError):
    """What would be applied is not what was shown."""

    sentence = _("The drafts or the decisions on %(module)s changed since you looked. Look at the update again, then "
                 "apply it.")  # fmt: skip


class WithdrawnUpdateError(CurriculumError):
    """Upstream withdrew the release that a pull would bring."""

    sentence = _("%(module)s %(number)s was withdrawn upstream, so it cannot be taken: %(reason)s Discard this update.")


class NothingToUndoError(CurriculumError):
    """No pull of the fork is applied, or it was released since."""

    sentence = _("%(module)s has no update that can be undone: none was applied since its last release.")


class ForkingUnderWayError(CurriculumError):
    """The platform has a request for forks that is not finished."""

    sentence = _("Modules are being forked into “%(platform)s” already. Wait until that is done, then choose again.")


class ModuleChosenTwiceError(CurriculumError):
    """Two modules of one code were chosen; `sources` names the platforms that they are from."""

    sentence = _("%(module)s was chosen twice, from: %(sources)s. A platform has each module once, so choose one.")


class RequesterNotPermittedError(CurriculumError):
    """Whoever asked for a fork lost the role, or the account, before it was made."""

    sentence = _("Whoever asked for this may no longer approve on “%(platform)s”, so it was not forked.")


class UnknownTranslationError(CurriculumError):
    """Nobody began to translate the release into this language."""

    sentence = _("Nobody began to translate %(module)s %(number)s into “%(language)s”. Begin the translation first.")


class IncompleteTranslationError(ListedError):
    """Segments of a translation have no finished text."""

    sentence = _("%(module)s %(number)s in “%(language)s” is not complete, so it was not published. Parts to finish: "
                 "%(count)d.")  # fmt: skip


class EditionUnchangedError(CurriculumError):
    """The last revision of the edition says the same as the translation."""

    sentence = _("%(module)s %(number)s is published in “%(language)s” already, and nothing changed since.")


class InvalidPoFileError(CurriculumError):
    """A file is no PO file of this translation; `problem` says why, in a sentence."""

    sentence = _("The PO file was not imported. %(problem)s")


class RefusedPoEntriesError(ListedError):
    """Entries of a PO file cannot be taken over."""

    sentence = _("The PO file was not imported, since entries are refused: %(count)d. Nothing was changed.")


class PlanChangedError(CurriculumError):
    """A file would do something else by now than what was shown."""

    sentence = _("Somebody worked on this translation since you checked the file. Look at what it would do now, then "
                 "take it over.")  # fmt: skip


class ExpiredFileError(CurriculumError):
    """A file that was checked is not there any more, or was checked by somebody else or for something else."""

    sentence = _("The checked file is not kept any longer. Choose the file again.")


class RefusedTextsError(ListedError):
    """Texts cannot stand for their segments."""

    sentence = _("Nothing was saved:")


class TextChangedError(CurriculumError):
    """Somebody changed the text of a segment while another person worked on it."""

    sentence = _("%(person)s changed this text while you worked on it, so yours is not saved. Compare both, then save "
                 "again.")  # fmt: skip


class NothingToReviewError(CurriculumError):
    """A segment without a finished text was to be called reviewed."""

    sentence = _("There is no finished text to review. Save the text first.")


class OwnTextError(CurriculumError):
    """Somebody was to review what they wrote themselves, on a platform that asks for a second person."""

    sentence = _("You wrote this text yourself. Ask a second person to review it.")


class NotATranslatorError(CurriculumError):
    """A lesson was to be given to somebody who may not translate on the platform."""

    sentence = _("This person may not translate on “%(platform)s”. Choose one of its translators or editors.")


class BlockingCheckError(CurriculumError):
    """The check found a fault with which no edition is published."""

    sentence = _("This fault cannot be dismissed. Correct the text.")


class GoneCheckError(CurriculumError):
    """The text changed, and the check with it."""

    sentence = _("The text has changed, and this check with it. Look at it again.")
