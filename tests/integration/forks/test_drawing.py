"""Where the pictures of a drawing are."""

from collections.abc import Callable
from typing import Any

import pytest

from curriculum.content.models import Picture, PlatformPage
from curriculum.forks.drawing import DrawnPicture, draw, pictures_of
from tests.factories import FILES, imported, released, small_document

pytestmark = pytest.mark.django_db

DIGEST = next(iter(FILES))


def test_pictures_of__a_draft_has_its_file_until_it_is_released(
    generic: PlatformPage, peru: PlatformPage, django_assert_num_queries: Callable[..., Any]
) -> None:
    """T4: another platform's draft pictures stay its own; two queries, however many nodes."""
    document = small_document()
    imported(generic, document)
    picture = Picture.objects.get()
    nodes = [*document.root.slots["lessons"], None]

    with django_assert_num_queries(2):
        drafts = pictures_of(nodes, generic.collection_id)
    foreign = pictures_of(nodes, peru.collection_id)
    released(generic, document)
    with django_assert_num_queries(1):
        assets = pictures_of(nodes, peru.collection_id)

    assert drafts == {DIGEST: DrawnPicture(address=picture.file.url, width=picture.width, height=picture.height)}
    assert foreign == {}
    assert assets == {DIGEST: DrawnPicture(address="", width=picture.width, height=picture.height)}
    block = next(node for node in document.root.slots["lessons"][0].slots["body"] if node.kind == "picture")
    assert f'src="{picture.file.url}"' in draw(block, pictures=drafts)
    assert f'src="/assets/{DIGEST}"' in draw(block, pictures=assets)


def test_pictures_of__without_pictures_nothing_is_asked(django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(0):
        assert pictures_of([None, small_document().root.slots["introduction"][0]], None) == {}
