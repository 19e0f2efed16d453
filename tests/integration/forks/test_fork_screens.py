"""The screen on which a platform chooses what it forks, and the one that shows how far the worker is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from curriculum.content.models import Module, ModulePage, PlatformPage
from curriculum.forks.forkable import Fit, matching, offers_for
from curriculum.forks.models import Fork, ForkRequest
from curriculum.forks.obstacles import obstacles_for
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from tests.factories import imported, make_platform, released, small_document
from tests.integration.forks.forking import forked, published

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/curriculum/forking/kenya/"
WORKERLESS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}


@pytest.fixture
def coordinator(kenya: PlatformPage, person: Callable[..., AbstractUser], client: Client) -> Client:
    """Return a client signed in as the coordinator of Kenya."""
    client.force_login(person(kenya, "coordinator"))
    return client


def in_language(release: Release, language: str) -> None:
    """Publish the release in another language."""
    published(release, small_document(release.module.code, language=language, title=f"In {language}"))


def text(answer: Any) -> str:
    """Return the answer's HTML with white space as a browser shows it."""
    return " ".join(answer.content.decode().split())


# What is offered


def test_offers__name_what_the_platform_lacks(generic: PlatformPage, kenya: PlatformPage, peru: PlatformPage) -> None:
    forked(released(generic, small_document("TST-1")), kenya)
    released(generic, small_document("TST-2", title="A second one"))
    released(peru, small_document("PER-1"))
    released(kenya, small_document("KEN-1"))
    imported(generic, small_document("TST-3"))

    offers = offers_for(kenya)

    told = [
        (source.platform.slug, [(each.module.code, each.best.contents.title) for each in source.modules])
        for source in offers
    ]
    assert told == [("generic", [("TST-2", "A second one")]), ("peru", [("PER-1", "A small module")])]
    contents = offers[0].modules[0].best.contents
    assert (contents.lessons, contents.minutes) == (("Look, then act", "Lesson number 2"), 120)


def test_offers__own_language_first_then_its_base_then_others(generic: PlatformPage) -> None:
    """A platform that writes in pt-BR takes an edition in pt as its own."""
    brazil = make_platform("brazil", name="SCAN Brasil", country="BR", language="pt-BR")
    in_language(released(generic, small_document("TST-1")), "pt")
    released(generic, small_document("TST-2"))
    second = released(generic, small_document("TST-3"))
    in_language(second, "pt")
    in_language(second, "pt-BR")

    (source,) = offers_for(brazil)

    told = {
        each.module.code: [(offer.edition.language, offer.fit, offer.language) for offer in each.offers]
        for each in source.modules
    }
    assert told == {
        "TST-1": [("pt", Fit.BASE, "pt-BR"), ("en", Fit.OTHER, "en")],
        "TST-2": [("en", Fit.OTHER, "en")],
        "TST-3": [("pt-BR", Fit.OWN, "pt-BR"), ("en", Fit.OTHER, "en")],
    }
    assert source.foreign_count == 1


@pytest.mark.parametrize(
    ("words", "slug", "codes"),
    [
        ("", "", ["TST-1", "TST-2"]),
        ("niño", "", ["TST-2"]),
        ("NINO  salud", "", ["TST-2"]),
        ("look act", "", ["TST-1", "TST-2"]),  # a lesson's title
        ("tst-1", "", ["TST-1"]),
        ("nothing", "", []),
        ("", "generic", ["TST-1", "TST-2"]),
        ("", "peru", []),
    ],
)
def test_offers__are_found_by_words_and_platform(
    generic: PlatformPage, kenya: PlatformPage, words: str, slug: str, codes: list[str]
) -> None:
    released(generic, small_document("TST-1"))
    released(generic, small_document("TST-2", title="La salud del Niño"))

    left = matching(offers_for(kenya), words=words, slug=slug)

    assert [each.module.code for source in left for each in source.modules] == codes


def test_offers__take_the_same_number_of_queries_however_many_there_are(
    generic: PlatformPage, kenya: PlatformPage
) -> None:
    counts = []
    for number in (1, 2, 3, 4):
        released(generic, small_document(f"TST-{number}"))
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            offers_for(kenya)
            obstacles_for(kenya)
        counts.append(len(queries))

    assert counts == [counts[0]] * 4


def test_obstacles__say_why_a_module_is_not_offered(
    generic: PlatformPage, kenya: PlatformPage, peru: PlatformPage
) -> None:
    """T1: a module that was never released is not named."""
    forked(released(generic, small_document("TST-1")), kenya)
    released(generic, small_document("TST-2"))
    imported(kenya, small_document("TST-2"))
    withdraw_release(release=released(generic, small_document("TST-3")), by=None, reason="A wrong dose.")
    imported(generic, small_document("TST-4"))
    released(generic, small_document("TST-5"))
    released(peru, small_document("TST-1", title="Peru's"))
    deleted = forked(released(generic, small_document("TST-6")), kenya)
    deleted.module.page.delete()

    told = [(each.module.platform.slug, each.module.code, each.reason) for each in obstacles_for(kenya)]

    assert told == [
        ("generic", "TST-1", "It is a module of your platform already. Later releases come to it as updates."),
        ("generic", "TST-2", "Your platform has a module of its own with this code."),
        ("generic", "TST-3", "Every release of it is withdrawn. The last reason was: A wrong dose."),
        (
            "generic",
            "TST-6",
            "It was forked before, and its pages were deleted. Its history stays, so it is not forked twice.",
        ),
        ("peru", "TST-1", "Your platform has this module already, from Generic curriculum."),
    ]


# Choosing


def test_choice__several_modules_become_modules_of_the_platform(
    generic: PlatformPage, kenya: PlatformPage, coordinator: Client
) -> None:
    first, second = (released(generic, small_document(f"TST-{number}")) for number in (1, 2))
    released(generic, small_document("TST-3"))

    shown = coordinator.get(ADDRESS)
    answer = coordinator.post(ADDRESS, {"module": [first.module.pk, second.module.pk]})
    progress = coordinator.get(answer["Location"])

    assert "Look, then act" in text(shown)
    assert "1.0.0, English" in text(shown)
    assert "All 3 modules" in text(shown)
    assert answer["Location"] == reverse("fork_request", args=["kenya", ForkRequest.objects.get().pk])
    assert "2 modules are forked. Adapt and release them." in text(progress)
    pages = ModulePage.objects.filter(module__platform=kenya).order_by("code")
    assert [page.code for page in pages] == ["TST-1", "TST-2"]
    for page in pages:
        assert f'href="{reverse("modules:module", args=[page.pk])}"' in text(progress)


def test_choice__all_of_a_platform_takes_what_is_shown(
    generic: PlatformPage, kenya: PlatformPage, peru: PlatformPage, coordinator: Client
) -> None:
    for code in ("TST-1", "TST-2"):
        released(generic, small_document(code))
    released(generic, small_document("TST-3", title="Something else"))
    released(peru, small_document("PER-1"))

    coordinator.post(f"{ADDRESS}?q=small", {"all_of": ["generic"]})
    filtered = set(kenya.modules.values_list("code", flat=True))
    coordinator.post(ADDRESS, {"all_of": ["generic"]})

    assert filtered == {"TST-1", "TST-2"}
    assert set(kenya.modules.values_list("code", flat=True)) == {"TST-1", "TST-2", "TST-3"}


def test_choice__of_another_language_forks_in_that_language(
    generic: PlatformPage, kenya: PlatformPage, coordinator: Client
) -> None:
    release = released(generic, small_document())
    in_language(release, "sw")
    swahili = release.editions.get(language="sw")

    shown = coordinator.get(ADDRESS)
    coordinator.post(ADDRESS, {"module": [release.module.pk], f"edition-{release.module.pk}": swahili.pk})

    assert "1.0.0, Swahili (in another language)" in text(shown)
    assert (Fork.objects.get().base, Fork.objects.get().language) == (swahili, "sw")


@pytest.mark.parametrize(
    "data",
    [
        {"module": ["0"]},
        {"module": ["x"]},
        {"module": ["11111111-1111-1111-1111-111111111111"]},
        {"all_of": ["nowhere"]},
        {"all_of": ["kenya"]},
    ],
)
def test_choice__of_what_is_not_offered_is_refused_with_a_sentence(
    generic: PlatformPage, coordinator: Client, data: dict[str, Any]
) -> None:
    released(generic, small_document())

    answer = coordinator.post(ADDRESS, data)

    assert answer.context["form"].sentences() == [
        "One of these modules can no longer be forked here. Look at the list again, then choose."
    ]
    assert not ForkRequest.objects.exists()


def test_choice__of_an_edition_of_another_module_is_refused(generic: PlatformPage, coordinator: Client) -> None:
    first, second = (released(generic, small_document(f"TST-{number}")) for number in (1, 2))
    in_language(first, "sw")

    answer = coordinator.post(
        ADDRESS, {"module": [first.module.pk], f"edition-{first.module.pk}": second.source_edition().pk}
    )

    assert len(answer.context["form"].sentences()) == 1
    assert not ForkRequest.objects.exists()


def test_choice__of_nothing_is_refused_with_a_sentence(generic: PlatformPage, coordinator: Client) -> None:
    released(generic, small_document())

    answer = coordinator.post(ADDRESS, {})

    assert "Choose at least one module to fork." in text(answer)


def test_choice__of_one_code_from_two_platforms_is_refused_and_kept(
    generic: PlatformPage, peru: PlatformPage, coordinator: Client
) -> None:
    chosen = [released(platform, small_document()).module.pk for platform in (generic, peru)]

    answer = coordinator.post(ADDRESS, {"module": chosen})

    assert "TST-1 was chosen twice, from: Generic curriculum, SCAN Perú." in text(answer)
    assert text(answer).count(" checked") == 2
    assert not ForkRequest.objects.exists()


def test_choice__double_click_leads_to_the_first_request(
    generic: PlatformPage, kenya: PlatformPage, coordinator: Client, settings: Any
) -> None:
    settings.TASKS = WORKERLESS
    module = released(generic, small_document()).module

    first, second = (coordinator.post(ADDRESS, {"module": [module.pk]}) for _click in range(2))
    shown = coordinator.get(second["Location"])

    assert first["Location"] == second["Location"]
    assert "Modules are being forked into “SCAN Kenya” already." in text(shown)
    assert ForkRequest.objects.count() == 1
    assert "Modules are being forked now." in text(coordinator.get(ADDRESS))


def test_choice__list_is_bounded(generic: PlatformPage, coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curriculum.forks.admin.forking.ON_ONE_PAGE", 2)
    for number in (1, 2, 3):
        released(generic, small_document(f"TST-{number}"))

    first, last = (coordinator.get(ADDRESS, {"p": number}) for number in (1, 99))

    codes = [
        [row.offer.module.code for shelf in page.context["shelves"] for row in shelf.rows] for page in (first, last)
    ]
    assert codes == [["TST-1", "TST-2"], ["TST-3"]]
    assert "Page 1 of 2" in text(first)
    assert "All 3 modules" in text(first)


@pytest.mark.parametrize(("platform", "role"), [("kenya", "editor"), ("kenya", "learner"), ("peru", "coordinator")])
def test_screens__are_for_the_approvers_of_the_platform(
    generic: PlatformPage, kenya: PlatformPage, peru: PlatformPage, person: Callable[..., AbstractUser],
    client: Client, platform: str, role: str,
) -> None:  # fmt: skip
    """T5: nobody forks into a platform where they approve nothing, or looks at its requests."""
    module = released(generic, small_document()).module
    request = ForkRequest.objects.create(platform=kenya, language="en")
    client.force_login(person({"kenya": kenya, "peru": peru}[platform], role))
    place = ["kenya", request.pk]

    answers = [
        client.post(ADDRESS, {"module": [module.pk]}),
        client.get(reverse("fork_request", args=place)),
        client.get(reverse("fork_request_state", args=place)),
        client.post(reverse("fork_request_again", args=place)),
        client.post(reverse("fork_request_stop", args=place)),
    ]

    refused = [
        answer.status_code == 403 or answer["Location"] == "/admin/" or answer["Location"].startswith("/admin/login/")
        for answer in answers
    ]
    assert refused == [True] * 5
    assert not Fork.objects.exists()
    assert ForkRequest.objects.get().finished_at is None


def test_progress__of_another_platform_is_not_found(
    kenya: PlatformPage, peru: PlatformPage, coordinator: Client
) -> None:
    """T1: neither under the own platform's address nor under its own."""
    request = ForkRequest.objects.create(platform=peru, language="en")

    answers = [coordinator.get(reverse("fork_request", args=[slug, request.pk])) for slug in ("kenya", "peru")]

    assert [answer.status_code for answer in answers] == [404, 302]


# Following


def waiting(coordinator: Client, generic: PlatformPage, settings: Any) -> ForkRequest:
    """Ask for two modules where no worker runs."""
    settings.TASKS = WORKERLESS
    modules = [released(generic, small_document(f"TST-{number}")).module.pk for number in (1, 2)]
    coordinator.post(ADDRESS, {"module": modules})
    return ForkRequest.objects.get()


def test_progress__tells_a_script_as_json(generic: PlatformPage, coordinator: Client, settings: Any) -> None:
    request = waiting(coordinator, generic, settings)

    answer = coordinator.get(reverse("fork_request_state", args=["kenya", request.pk]))

    told = answer.json()
    assert told.pop("lines").count("<li") == 2
    assert told == {
        "state": "waiting",
        "done": 0,
        "total": 2,
        "words": "The background worker takes this up in a moment.",
    }
    assert "no-store" in answer["Cache-Control"]


def test_progress__loads_itself_anew_without_a_script_until_it_is_finished(
    generic: PlatformPage, coordinator: Client, settings: Any
) -> None:
    request = waiting(coordinator, generic, settings)
    address = reverse("fork_request", args=["kenya", request.pk])

    open_page = text(coordinator.get(address))
    coordinator.post(reverse("fork_request_stop", args=["kenya", request.pk]))
    closed_page = text(coordinator.get(address))

    assert '<noscript><meta http-equiv="refresh"' in open_page
    assert "http-equiv" not in closed_page
    assert "0 of 2 modules are forked. Somebody stopped the rest." in closed_page
    assert "Try again" in closed_page


def test_progress__without_a_worker_says_so_and_what_to_do(
    generic: PlatformPage, coordinator: Client, settings: Any
) -> None:
    request = waiting(coordinator, generic, settings)
    ForkRequest.objects.update(asked_at=timezone.now() - timedelta(seconds=16))

    shown = text(coordinator.get(reverse("fork_request", args=["kenya", request.pk])))

    assert "No background worker has taken this up for 15 seconds" in shown
    assert "manage.py db_worker" in shown


def test_progress__asks_again_for_what_was_interrupted(
    generic: PlatformPage, kenya: PlatformPage, coordinator: Client, settings: Any
) -> None:
    request = waiting(coordinator, generic, settings)
    ForkRequest.objects.update(heard_at=timezone.now() - timedelta(seconds=61))
    address = reverse("fork_request", args=["kenya", request.pk])

    interrupted = text(coordinator.get(address))
    again = coordinator.post(reverse("fork_request_again", args=["kenya", request.pk]), follow=True)

    assert "nothing half is left. Try again to go on with the rest." in interrupted
    assert "The background worker takes this up in a moment." in text(again)


def test_progress__a_module_that_was_deleted_since_has_no_link(
    generic: PlatformPage, kenya: PlatformPage, coordinator: Client
) -> None:
    coordinator.post(ADDRESS, {"module": [released(generic, small_document()).module.pk]})
    kenya.modules.get().page.delete()

    shown = coordinator.get(reverse("fork_request", args=["kenya", ForkRequest.objects.get().pk]))

    assert "1 module is forked." in text(shown)


def test_progress__takes_the_same_number_of_queries_however_many_modules(
    generic: PlatformPage, coordinator: Client
) -> None:
    counts = []
    for numbers in ((1,), (2, 3, 4)):
        modules = [released(generic, small_document(f"TST-{number}")).module.pk for number in numbers]
        address = coordinator.post(ADDRESS, {"module": modules})["Location"]
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(f"{address}state/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Module.objects.filter(platform__slug="kenya").count() == 4
