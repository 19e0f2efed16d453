"""What printing refuses. Each error is one plain sentence, for a command as for a page."""

from django.utils.translation import gettext_lazy as _

from curriculum.exceptions import CurriculumError


class UnknownSelectionError(CurriculumError):
    """Something was asked for that there is not; `known` says what there is."""


class UnknownLevelError(UnknownSelectionError):
    """There is no level of this name."""

    sentence = _("There is no level “%(value)s”. There are: %(known)s.")


class UnknownStandardError(UnknownSelectionError):
    """There is no standard of this code."""

    sentence = _("There is no standard “%(value)s”. There are: %(known)s.")


class UnknownAudienceError(UnknownSelectionError):
    """There is no audience of this name."""

    sentence = _("There is no edition for “%(value)s”. There are: %(known)s.")


class UnknownLessonError(UnknownSelectionError):
    """None of the modules has a lesson of this code for this profile."""

    sentence = _("There is no lesson “%(value)s” to print. There are: %(known)s.")


class UnknownFormError(UnknownSelectionError):
    """This form of print does not exist, or not yet."""

    sentence = _("“%(value)s” cannot be printed yet. There is: %(known)s.")


class UnknownPaperError(UnknownSelectionError):
    """Nothing is laid out for this paper, or not yet."""

    sentence = _("Nothing can be printed on “%(value)s” yet. There are: %(known)s.")


class NothingToPrintError(CurriculumError):
    """The profile leaves no lesson."""

    sentence = _("%(module)s has no lesson for this choice of levels and standards. Choose fewer.")


class PrintTooLargeError(CurriculumError):
    """The engine went over its limit of time or memory and was stopped."""

    sentence = _("This is too much to print at once, so it was stopped. Print fewer modules, or a single lesson.")


class PrintFailedError(CurriculumError):
    """The engine could not make a PDF of it."""

    sentence = _("The workbook could not be printed. The reason stands in the site's log.")


class PrinterBusyError(CurriculumError):
    """As many prints as may run at once are running."""

    sentence = _("Others are printing at this moment. Try again in %(seconds)d seconds.")


class UnwritableFileError(CurriculumError):
    """The file that the print was to be written to cannot be written."""

    sentence = _("“%(path)s” cannot be written: %(problem)s.")
