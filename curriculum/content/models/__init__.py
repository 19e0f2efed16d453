"""Pages, snippets and pictures: the working copy of the curriculum."""

from curriculum.content.models.lesson import LessonMaterial, LessonPage, LessonRequirement
from curriculum.content.models.module import Module, ModuleOutcome, ModulePage
from curriculum.content.models.picture import Picture, PictureRendition
from curriculum.content.models.platform import PlatformPage, PlatformRole
from curriculum.content.models.snippets import Confidence, GlossaryTerm, GlossaryVariant, Requirement, Standard, Topic

__all__ = [
    "Confidence",
    "GlossaryTerm",
    "GlossaryVariant",
    "LessonMaterial",
    "LessonPage",
    "LessonRequirement",
    "Module",
    "ModuleOutcome",
    "ModulePage",
    "Picture",
    "PictureRendition",
    "PlatformPage",
    "PlatformRole",
    "Requirement",
    "Standard",
    "Topic",
]
