"""Forking an edition into another platform."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.management import CommandError, call_command

from curriculum.content.models import ModulePage, Picture, PlatformPage
from curriculum.content.working_copy import State, working_copy
from curriculum.document import digest, walk
from curriculum.exceptions import InvalidValueError, ModuleExistsError, UnknownEditionError, WithdrawnReleaseError
from curriculum.forks.actions.create_fork import create_fork, fork_curriculum
from curriculum.forks.models import Fork
from curriculum.releases.actions.cut_release import cut_release, plan_release
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from tests.factories import imported, make_platform, released, small_document
from tests.integration.forks.forking import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def kenya() -> PlatformPage:
    return make_platform("kenya", name="SCAN Kenya", country="KE", language="en")


def fork(release: Release, kenya: PlatformPage) -> Fork:
    return create_fork(release=release, to=kenya, language="en", by=None)


def test_fork__keeps_ids_content_and_pictures(generic: PlatformPage, kenya: PlatformPage) -> None:
    document = small_document()

    made = fork(released(generic, document), kenya)

    copy = working_copy(made.module.page, State.APPROVED).document
    assert digest(copy) == digest(document)
    assert [node.id for node in walk(copy)] == [node.id for node in walk(document)]
    assert Picture.objects.filter(collection=kenya.collection).count() == 1
    assert made.base.release.module.platform == generic


def test_fork__is_adapted_and_released_by_its_platform(
    generic: PlatformPage, kenya: PlatformPage, person: Callable[..., AbstractUser]
) -> None:
    made = fork(released(generic, small_document()), kenya)
    editor = person(kenya, "coordinator")

    imported(kenya, small_document(title="A Kenyan module"))
    release = cut_release(module=made.module, by=editor, notes="Adapted to Kenya.")

    assert release.number == "1.0.0"
    assert release.source_edition().load().root.fields["title"].text == "A Kenyan module"
    assert generic.modules.get().releases.get().source_edition().load().root.fields["title"].text == "A small module"


def test_fork__starts_from_the_release_that_was_named(generic: PlatformPage, kenya: PlatformPage) -> None:
    first = released(generic, small_document())
    released(generic, small_document(title="Later"), "1.0.1")

    made = fork(first, kenya)

    assert made.base.release == first
    assert made.module.page.title == "A small module"
    assert plan_release(made.module).number() == "1.0.0"


def test_fork__of_a_module_that_exists_is_refused(generic: PlatformPage, kenya: PlatformPage) -> None:
    release = released(generic, small_document())
    fork(release, kenya)

    with pytest.raises(ModuleExistsError, match="kenya.*TST-1"):
        fork(release, kenya)

    assert Fork.objects.count() == 1


def test_fork__into_the_own_platform_is_refused(generic: PlatformPage) -> None:
    release = released(generic, small_document())

    with pytest.raises(InvalidValueError, match="its own module"):
        create_fork(release=release, to=generic, language="en", by=None)


def test_fork__of_a_withdrawn_release_is_refused_with_the_reason(generic: PlatformPage, kenya: PlatformPage) -> None:
    release = released(generic, small_document())
    withdraw_release(release=release, by=None, reason="A wrong dose.")

    with pytest.raises(WithdrawnReleaseError, match="TST-1 1.0.0 is withdrawn.*A wrong dose"):
        fork(Release.objects.get(pk=release.pk), kenya)

    assert not Fork.objects.exists()


def test_fork__in_a_language_without_edition_names_those_that_exist(generic: PlatformPage, peru: PlatformPage) -> None:
    release = released(generic, small_document())

    with pytest.raises(UnknownEditionError, match="It is published in: en"):
        create_fork(release=release, to=peru, language="es", by=None)

    assert not ModulePage.objects.filter(module__platform=peru).exists()


def test_fork__in_a_regional_form_starts_from_the_base_language(generic: PlatformPage, kenya: PlatformPage) -> None:
    made = create_fork(release=released(generic, small_document()), to=kenya, language="en-KE", by=None)

    assert made.module.page.language == "en-KE"
    assert working_copy(made.module.page).document.language == "en-KE"


def test_fork_curriculum__takes_what_is_missing_and_nothing_withdrawn(
    generic: PlatformPage, kenya: PlatformPage
) -> None:
    fork(released(generic, small_document("TST-1")), kenya)
    released(generic, small_document("TST-2"))
    imported(generic, small_document("TST-3"))  # never released

    made = fork_curriculum(platform=generic, to=kenya, language="en", by=None)

    assert [one.module.code for one in made] == ["TST-2"]


def test_fork_curriculum__tells_after_each_fork_how_many_there_will_be(
    generic: PlatformPage, kenya: PlatformPage
) -> None:
    for number in (1, 2, 3):
        released(generic, small_document(f"TST-{number}"))
    told: list[int] = []

    fork_curriculum(platform=generic, to=kenya, language="en", by=None, on_each=told.append)

    assert told == [3, 3, 3]


def test_fork_command__answers_in_json(generic: PlatformPage, kenya: PlatformPage) -> None:
    released(generic, small_document())
    out = StringIO()

    call_command("fork_module", "generic/TST-1@1.0.0", to="kenya", language="en", as_json=True, stdout=out)

    assert json.loads(out.getvalue()) == {"forks": [{"module": "TST-1", "base": "1.0.0", "language": "en"}]}


def test_fork_command__shows_its_progress_on_a_terminal(
    generic: PlatformPage, kenya: PlatformPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        released(generic, small_document(f"TST-{number}"))
    terminal = StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stderr", terminal)

    call_command("fork_module", "generic", whole=True, to="kenya", language="en", stdout=StringIO(), stderr=terminal)

    assert "Forking" in terminal.getvalue()
    assert terminal.getvalue().rstrip().endswith("2/2")


@pytest.mark.parametrize(
    ("source", "to", "sentence"),
    [
        ("generic/TST-1@9.9.9", "kenya", "has no release “9.9.9”. It has: 1.0.0."),
        ("generic/XXX-1@1.0.0", "kenya", "has no module “XXX-1”. It has: TST-1."),
        ("nowhere/TST-1@1.0.0", "kenya", "There is no platform “nowhere”. There are: generic, kenya."),
        ("generic/TST-1@1.0.0", "nowhere", "There is no platform “nowhere”"),
        ("generic", "kenya", "Write PLATFORM/MODULE@NUMBER."),
        ("generic/TST-1@" + "9" * 500, "kenya", "has no release"),
    ],
)
def test_fork_command__says_what_is_wrong(
    generic: PlatformPage, kenya: PlatformPage, source: str, to: str, sentence: str
) -> None:
    released(generic, small_document())

    with pytest.raises(CommandError, match=".*") as refusal:
        call_command("fork_module", source, to=to, language="en")

    assert sentence in str(refusal.value)
    assert refusal.value.returncode == 1
    assert not Fork.objects.exists()


def test_fork_curriculum__takes_of_each_module_the_newest_release_in_the_language(
    generic: PlatformPage, peru: PlatformPage
) -> None:
    first = released(generic, small_document())
    spanish = published(first, small_document(language="es"))
    released(generic, small_document(title="Second"), "1.0.1")

    made = fork_curriculum(platform=generic, to=peru, language="es", by=None)

    assert [fork.base for fork in made] == [spanish]
