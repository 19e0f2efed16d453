"""What other apps may use of the curriculum; they import nothing else of it.

Documents are values of `curriculum.document`. Errors are the tree of `curriculum.exceptions`.
"""

from curriculum.content.finding import module_coded, platform_named
from curriculum.content.memberships import has_role, platforms_of
from curriculum.content.roles import Role
from curriculum.releases.finding import current_edition, edition_in, release_numbered
from curriculum.releases.models import Edition, Release

__all__ = [
    "Edition",
    "Release",
    "Role",
    "current_edition",
    "edition_in",
    "has_role",
    "module_coded",
    "platform_named",
    "platforms_of",
    "release_numbered",
]
