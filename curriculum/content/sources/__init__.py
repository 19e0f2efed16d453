"""The curriculum as readable source files: YAML and Markdown in, documents out.

`reader` gives the document of one version of a module, `adaptations` that of a platform which says only what it
changes, and `linter` says what is wrong with the files and where.
The format is described in `curriculum_data/README.md`.
"""

from curriculum.content.sources.adaptations import SourceAdaptation, read_adaptation
from curriculum.content.sources.exceptions import SourceError
from curriculum.content.sources.places import Fault, Place
from curriculum.content.sources.reader import NAMESPACE, SourceModule, SourceVersion, list_versions, read_module

__all__ = [
    "NAMESPACE",
    "Fault",
    "Place",
    "SourceAdaptation",
    "SourceError",
    "SourceModule",
    "SourceVersion",
    "list_versions",
    "read_adaptation",
    "read_module",
]
