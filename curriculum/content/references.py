"""What a page refers to by row numbers, and a document by lasting names: pictures, other pages, requirements."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from curriculum.content.models import LessonPage, ModulePage, Picture, PlatformPage, Requirement
from curriculum.content.texts import normal_text
from curriculum.document import Asset


@dataclass(frozen=True, kw_only=True, slots=True)
class References:
    """Maps for one platform, both ways. A row of another platform is in none of them."""

    asset_of_picture: Mapping[int, Asset] = field(default_factory=dict)
    picture_of_asset: Mapping[Asset, int] = field(default_factory=dict)
    picture_of_digest: Mapping[str, int] = field(default_factory=dict)  # by SHA-256, whatever the file is called
    node_of_page: Mapping[int, str] = field(default_factory=dict)
    page_of_node: Mapping[str, int] = field(default_factory=dict)
    code_of_requirement: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # (standard, requirement)
    requirement_of_code: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def picture_for(self, asset: Asset) -> int | None:
        """Return the picture that is `asset`, else one with the same bytes under another name, else None."""
        return self.picture_of_asset.get(asset) or self.picture_of_digest.get(asset.sha256)

    def with_pages(self, page_of_node: Mapping[str, int]) -> "References":
        """Return these maps with more pages of the platform, by the id of their node."""
        node_of_page = {page: node for node, page in page_of_node.items()}
        return replace(
            self,
            node_of_page={**self.node_of_page, **node_of_page},
            page_of_node={**self.page_of_node, **page_of_node},
        )


def references_of(platform: PlatformPage) -> References:
    """Return the maps for `platform`, read in five queries however much it holds."""
    pictures = [
        (pk, Asset(sha256=sha256, name=normal_text(name)))
        for pk, sha256, name in Picture.objects.filter(collection_id=platform.collection_id)
        .exclude(sha256="")
        .order_by("-pk")
        .values_list("pk", "sha256", "file_name")
    ]
    pages = [
        (pk, str(node_id))
        for model in (ModulePage, LessonPage)
        for pk, node_id in model.objects.descendant_of(platform).values_list("pk", "node_id")
    ]
    requirements = list(Requirement.objects.values_list("pk", "standard__code", "code"))
    return References(
        asset_of_picture=dict(pictures),
        picture_of_asset={asset: pk for pk, asset in pictures},
        picture_of_digest={asset.sha256: pk for pk, asset in pictures},
        node_of_page=dict(pages),
        page_of_node={node_id: pk for pk, node_id in pages},
        code_of_requirement={pk: (standard, code) for pk, standard, code in requirements},
        requirement_of_code={(standard, code): pk for pk, standard, code in requirements},
    )
