"""The screens that release and withdraw, and what cannot be deleted."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment

from curriculum.content.actions.approve_module import approve_module
from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.models import Release, Withdrawal
from tests import factories
from tests.integration.admin.conftest import PersonOf, SignedIn, edited, holds

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(module: ModulePage, generic: PlatformPage, person: PersonOf) -> ModulePage:
    """Return the module with an approved change of wording."""
    edited(module.lessons()[1], title="Lesson number 2, better")
    approve_module(module=module, by=person(generic, "committee"))
    return module


def address(module: ModulePage, name: str = "release", *more: str) -> str:
    return reverse(f"modules:{name}", args=[module.pk, *more])


def seen(client: Client, module: ModulePage) -> str:
    return client.get(address(module)).context["form"].initial["seen"]


def test_release__shows_number_changes_and_warnings(
    changed: ModulePage, committee: Client, generic: PlatformPage, person: PersonOf
) -> None:
    lesson = changed.lessons()[0]
    Comment.objects.create(page=lesson, user=person(generic, "editor"), text="Is this so?", contentpath="title")
    edited(lesson, place="in the shade")

    response = committee.get(address(changed))

    assert response.context["form"].initial["bump"] == "patch"
    for words in ("1.0.1", "1.1.0", "2.0.0", "title or details changed", "Open comment", "Is this so?",
                  "changes that are not approved"):  # fmt: skip
        assert holds(response, words)


def test_release__makes_the_release_and_says_so(
    changed: ModulePage, committee: Client, generic: PlatformPage, person: PersonOf
) -> None:
    response = committee.post(
        address(changed), {"bump": "minor", "notes": "  Better words.  ", "seen": seen(committee, changed)}, follow=True
    )

    release = Release.objects.newest_first().first()
    assert (release.number, release.notes) == ("1.1.0", "Better words.")
    assert holds(response, "TST-1 1.1.0 is released.")
    assert changed.get_latest_revision() is not None


WRONG_RELEASES = [
    ({"notes": ""}, "This field is required."),
    ({"notes": "   "}, "This field is required."),
    ({"notes": "x" * 4001}, "at most 4000 characters"),
    ({"bump": "huge"}, "Select a valid choice"),
    ({"bump": ""}, "This field is required."),
    ({"seen": "0" * 64}, "Pages were approved since you opened this screen"),
    ({"seen": ""}, "Pages were approved since you opened this screen"),
]


def test_release__says_what_is_wrong_and_keeps_what_was_typed(changed: ModulePage, committee: Client) -> None:
    for values, words in WRONG_RELEASES:
        typed = {"bump": "minor", "notes": "What I typed.", "seen": seen(committee, changed)} | values

        response = committee.post(address(changed), typed)

        assert response.status_code == 200
        assert holds(response, words)
        assert holds(response, typed["notes"].strip())
        assert Release.objects.count() == 1


def test_release__can_be_confirmed_after_looking_again(changed: ModulePage, committee: Client) -> None:
    stale = committee.post(address(changed), {"bump": "patch", "notes": "Words.", "seen": "0" * 64})
    fresh = stale.context["form"]["seen"].value()

    committee.post(address(changed), {"bump": "patch", "notes": "Words.", "seen": fresh})

    assert Release.objects.count() == 2


def test_release__is_refused_with_the_reason_and_the_page_that_mends_it(changed: ModulePage, committee: Client) -> None:
    lesson = changed.lessons()[1]
    lesson.body = []
    lesson.save()

    response = committee.get(address(changed))
    posted = committee.post(address(changed), {"bump": "patch", "notes": "Words.", "seen": seen(committee, changed)})

    assert holds(response, "has no content")
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in response.content.decode()
    assert holds(posted, "not complete")
    assert holds(posted, "Words.")
    assert Release.objects.count() == 1


def test_release__without_a_change_leads_back_with_the_reason(module: ModulePage, committee: Client) -> None:
    response = committee.get(address(module), follow=True)

    assert response.redirect_chain[-1][0] == address(module, "module")
    assert holds(response, "has not changed since release 1.0.0")


def test_release__of_a_module_that_was_never_approved_leads_back(generic: PlatformPage, committee: Client) -> None:
    page = factories.imported(generic, factories.small_document("TST-9"), approve=False)

    assert holds(committee.get(address(page), follow=True), "was never approved")


def test_release__names_lessons_that_are_left_out(changed: ModulePage, committee: Client) -> None:
    page = LessonPage(title="Not yet", live=False)
    changed.add_child(instance=page)
    page.save_revision()

    assert holds(committee.get(address(changed)), "Lesson TST-1.3 was never approved and is left out.")


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_release_and_withdrawal__are_for_approvers(
    changed: ModulePage, generic: PlatformPage, person: PersonOf, signed_in: SignedIn, role: str
) -> None:
    client = signed_in(person(generic, role))

    for target in (address(changed), address(changed, "withdraw", "1.0.0")):
        assert client.get(target).status_code == 302  # Wagtail leads to its front page and says why
        assert client.post(target, {"notes": "x", "reason": "x", "bump": "patch"}).status_code == 302
    assert (Release.objects.count(), Withdrawal.objects.count()) == (1, 0)


def test_withdraw__withdraws_with_a_reason(module: ModulePage, committee: Client) -> None:
    response = committee.post(address(module, "withdraw", "1.0.0"), {"reason": "A wrong dose."}, follow=True)

    assert Withdrawal.objects.get().reason == "A wrong dose."
    assert holds(response, "TST-1 1.0.0 is withdrawn.")
    assert holds(response, "Withdrawn: A wrong dose.")


@pytest.mark.parametrize(
    ("reason", "words"), [("  ", "This field is required."), ("y" * 1001, "at most 1000 characters")]
)
def test_withdraw__needs_a_reason_and_keeps_it(module: ModulePage, committee: Client, reason: str, words: str) -> None:
    response = committee.post(address(module, "withdraw", "1.0.0"), {"reason": reason})

    assert holds(response, words)
    assert reason.strip() in response.content.decode()
    assert not Withdrawal.objects.exists()


def test_withdraw__a_second_time_is_refused(module: ModulePage, committee: Client) -> None:
    committee.post(address(module, "withdraw", "1.0.0"), {"reason": "A wrong dose."})

    response = committee.post(address(module, "withdraw", "1.0.0"), {"reason": "Again."})

    assert holds(response, "is already withdrawn")


def test_withdraw__of_no_release_is_not_found(module: ModulePage, committee: Client) -> None:
    for number in ("9.9.9", "1", "x", "1.0.0.0", "99999999999.0.0"):
        assert committee.get(address(module, "withdraw", number)).status_code == 404


def test_delete__of_what_was_released_is_refused(module: ModulePage, person: PersonOf, signed_in: SignedIn) -> None:
    client = signed_in(person())
    for page, words in ((module, "was released"), (module.lessons()[0], "why it is dropped")):
        target = reverse("wagtailadmin_pages:delete", args=[page.pk])
        for response in (client.get(target, follow=True), client.post(target, follow=True)):
            assert holds(response, words)
    assert ModulePage.objects.filter(pk=module.pk).exists()
    assert module.lessons().count() == 2


def test_delete__of_several_is_refused_as_a_whole(module: ModulePage, committee: Client) -> None:
    fresh = module.add_child(instance=LessonPage(title="Not yet", live=False))
    released = module.lessons()[0]
    target = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    committee.post(f"{target}?id={fresh.pk}&id={released.pk}", follow=True)
    assert module.lessons().count() == 3

    committee.post(f"{target}?id={fresh.pk}", follow=True)
    assert module.lessons().count() == 2


def test_delete__of_a_draft_is_allowed(module: ModulePage, committee: Client) -> None:
    fresh = module.add_child(instance=LessonPage(title="Not yet", live=False))

    committee.post(reverse("wagtailadmin_pages:delete", args=[fresh.pk]))

    assert not LessonPage.objects.filter(pk=fresh.pk).exists()


def test_delete__of_a_platform_is_refused(generic: PlatformPage, person: PersonOf, signed_in: SignedIn) -> None:
    signed_in(person()).post(reverse("wagtailadmin_pages:delete", args=[generic.pk]))

    assert PlatformPage.objects.filter(pk=generic.pk).exists()


def test_release__of_a_lesson_dropped_since_says_so(
    module: ModulePage, generic: PlatformPage, person: PersonOf, committee: Client
) -> None:
    edited(module.lessons()[1], dropped_reason="Nobody needs it.")
    approve_module(module=module, by=person(generic, "committee"))

    response = committee.get(address(module))

    assert holds(response, "Lesson TST-1.2 is dropped: Nobody needs it.")
    assert response.context["form"].initial["bump"] == "major"
    assert cut_release(module=module.module, by=None, notes="Without it.").number == "2.0.0"
