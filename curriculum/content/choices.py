"""The fixed choices of the curriculum, with their names for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Levels of organisation of a producer group (SCAN note, 4.3), in order of rank."""

    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    ADEQUATE = "adequate", _("Adequate")
    SPECIALIZED = "specialized", _("Specialized")


class Phase(TextChoices):
    """Phases of the improvement cycle (HIVOS), in order."""

    PRECONDITIONS = "preconditions", _("Preconditions")
    PLANNING_1 = "planning-1", _("Planning 1")
    PLANNING_2 = "planning-2", _("Planning 2")
    INITIAL_CERTIFICATE = "initial-certificate", _("Initial certificate")
    AUTONOMOUS_MANAGEMENT = "autonomous-management", _("Autonomous management")


class Theme(TextChoices):
    """What a module is about, in the words of the catalogue's filter."""

    ORGANISATION = "organisation", _("Organisation")
    QUALITY = "quality", _("Quality management")
    FARM = "farm", _("Farm and environment")
    MARKET = "market", _("Product and market")
    PEOPLE = "people", _("People and work")
    FINANCE = "finance", _("Money and business")


class CycleStep(TextChoices):
    """Steps of plan-do-check-act."""

    PLAN = "plan", _("Plan")
    DO = "do", _("Do")
    CHECK = "check", _("Check")
    ACT = "act", _("Act")


class LessonRole(TextChoices):
    """What a lesson is to a group of a certain level; empty means not planned."""

    CORE = "core", _("Core")
    REFRESHER = "refresher", _("Refresher")
    OPTIONAL = "optional", _("Optional")


class Audience(TextChoices):
    """Who reads a passage."""

    LEARNER = "learner", _("Learners")
    FACILITATOR = "facilitator", _("Facilitators")


class StoryForm(TextChoices):
    """A told story, or a case worked through with numbers."""

    STORY = "story", _("Story")
    CASE = "case", _("Worked case")


class FormKind(TextChoices):
    """Kinds of printed forms."""

    RECORD = "record", _("Record")
    AGREEMENT = "agreement", _("Agreement")
    CHECKLIST = "checklist", _("Checklist")
    HANDOUT = "handout", _("Handout")
    POSTER = "poster", _("Poster")


class Orientation(TextChoices):
    """Which way the paper lies."""

    PORTRAIT = "portrait", _("Portrait")
    LANDSCAPE = "landscape", _("Landscape")


class Answer(TextChoices):
    """What is written into an entry of a form."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    TICK = "tick", _("Tick")
    SIGNATURE = "signature", _("Signature or thumbprint")
