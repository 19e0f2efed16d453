"""What a page refers to by row numbers, and a document by lasting names: pictures, other pages, requirements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from curriculum.content.models import LessonPage, ModulePage, Picture, PlatformPage, Requirement
from curriculum.document import Asset


@dataclass(frozen=True, kw_only=True, slots=True)
class References:
    """Maps for one platform, both ways. A row of another platform is in none of them."""

    asset_of_picture: Mapping[int, Asset] = field(default_factory=dict)
    picture_of_asset: Mapping[str, int] = field(default_factory=dict)  # by SHA-256
    node_of_page: Mapping[int, str] = field(default_factory=dict)
    page_of_node: Mapping[str, int] = field(default_factory=dict)
    code_of_requirement: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # (standard, requirement)
    requirement_of_code: Mapping[tuple[str, str], int] = field(default_factory=dict)


def references_of(platform: PlatformPage) -> References:
    """Return the maps for `platform`, read in five queries however much it holds."""
    pictures = list(Picture.objects.filter(collection_id=platform.collection_id).order_by("-pk").only("sha256", "file"))
    pages = [
        (pk, str(node_id))
        for model in (ModulePage, LessonPage)
        for pk, node_id in model.objects.descendant_of(platform).values_list("pk", "node_id")
    ]
    requirements = list(Requirement.objects.values_list("pk", "standard__code", "code"))
    return References(
        asset_of_picture={picture.pk: asset_of(picture) for picture in pictures if picture.sha256},
        picture_of_asset={picture.sha256: picture.pk for picture in pictures if picture.sha256},
        node_of_page=dict(pages),
        page_of_node={node_id: pk for pk, node_id in pages},
        code_of_requirement={pk: (standard, code) for pk, standard, code in requirements},
        requirement_of_code={(standard, code): pk for pk, standard, code in requirements},
    )


def asset_of(picture: Picture) -> Asset:
    """Return the file of `picture`, pinned by its content."""
    return Asset(sha256=picture.sha256, name=PurePosixPath(picture.file.name).name)


