"""What was released stays, whatever happens to pages, pictures and people."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import PageLogEntry

from curriculum.content.models import ModulePage, Picture, PlatformPage
from curriculum.content.working_copy import working_copy
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.integrity import integrity_problems
from curriculum.releases.models import Asset, Release
from tests.factories import make_person, picture_bytes, released, small_document

pytestmark = pytest.mark.django_db


def test_release__a_picture_replaced_later_changes_nothing(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    picture = Picture.objects.get()
    picture.file = ContentFile(picture_bytes("blue"), name="wheel.png")
    picture.save()

    asset = Asset.objects.get()
    with asset.file.open("rb") as file:
        assert file.read() == picture_bytes()
    assert release.source_edition().load() == small_document()
    assert working_copy(ModulePage.objects.get()).document != small_document()
    second = cut_release(module=release.module, by=None, notes="New picture.")
    assert (second.number, Asset.objects.count()) == ("1.1.0", 2)
    assert list(integrity_problems()) == []


def test_release__deleting_picture_and_pages_changes_nothing(generic: PlatformPage) -> None:
    release = released(generic, small_document())

    ModulePage.objects.get().delete()
    Picture.objects.get().delete()

    assert Release.objects.get(pk=release.pk).source_edition().load() == small_document()
    assert list(integrity_problems()) == []


def test_release__erasing_the_person_keeps_it(generic: PlatformPage) -> None:
    person = make_person(generic, "committee")
    release = released(generic, small_document(), by=person)
    withdraw_release(release=release, by=person, reason="Wrong.")

    person.delete()

    assert Release.objects.filter(pk=release.pk).exists()
    assert {entry.user_id for entry in PageLogEntry.objects.filter(action__startswith="curriculum.")} != {None}
    assert list(integrity_problems()) == []


def test_release__the_document_of_a_module_made_again_is_its_own(generic: PlatformPage) -> None:
    released(generic, small_document())
    ModulePage.objects.get().delete()

    again = released(generic, small_document(title="Made again"), "1.0.1")

    assert again.module.releases.count() == 2
    assert list(integrity_problems()) == []
