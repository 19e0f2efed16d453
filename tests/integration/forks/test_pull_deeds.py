"""From the notice of an update to its drafts: who may do what on the screens of a pull."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from curriculum.content.models import LessonPage, PlatformPage
from curriculum.forks.actions.apply_pull import apply_pull
from curriculum.forks.actions.decide import decide
from curriculum.forks.models import Decision, Fork, Pull, PullState, Visit
from curriculum.releases.actions.withdraw_release import withdraw_release
from tests.factories import node_id, released, small_document
from tests.integration.admin.conftest import holds
from tests.integration.forks.forking import draft_of, fork_edits, forked, published, upstream_releases
from tests.integration.forks.merge_screen import (
    LESSON_1,
    LESSON_2,
    LESSON_3,
    MINUTES_KEY,
    TEXT_KEY,
    at,
    decide_all,
)
from tests.integration.forks.test_pull_languages import translated

# The notice


def test_notice__tells_of_an_update_and_opens_it(fork: Fork, editor: Client) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs"])

    home = editor.get(reverse("wagtailadmin_home"))
    overview = editor.get(at("modules:module", fork))

    assert holds(home, "Update available: 1.0.0 → 1.1.0")
    for words in ("Update available", "Lesson 2 “Theirs”: title or details changed", "Look at the update"):
        assert holds(overview, words)
    opening = editor.post(at("pull_open", fork))
    assert (opening.status_code, opening["Location"]) == (302, at("pull", fork))
    assert holds(editor.get(at("modules:module", fork)), "Go on with the update")
    assert holds(editor.get(reverse("wagtailadmin_home")), "The update to 1.1.0 is being looked at.")


def test_notice__is_silent_while_there_is_nothing_to_take(fork: Fork, editor: Client) -> None:
    assert not holds(editor.get(reverse("wagtailadmin_home")), "Updates from upstream")
    assert not holds(editor.get(at("modules:module", fork)), "Update available")
    assert holds(editor.get(at("pull", fork)), "This module is up to date")
    assert holds(editor.post(at("pull_open", fork), follow=True), "TST-1 is up to date: there is nothing to take.")


def test_notice__on_the_front_page_takes_as_many_queries_for_many_forks(
    generic: PlatformPage, kenya: PlatformPage, fork: Fork, editor: Client
) -> None:
    upstream_releases(fork, ["set title Second"], "1.0.1")
    editor.get(reverse("wagtailadmin_home"))
    with CaptureQueriesContext(connection) as one:
        editor.get(reverse("wagtailadmin_home"))
    for number in range(2, 12):
        other = forked(released(generic, small_document(f"TST-{number}")), kenya)
        upstream_releases(other, ["set title Second"], "1.0.1")
    with CaptureQueriesContext(connection) as many:
        home = editor.get(reverse("wagtailadmin_home"))

    assert len(many) == len(one)
    assert home.content.decode().count("Update available: 1.0.0 → 1.0.1") == 8
    assert holds(home, "3 more")


def test_notice__offers_what_is_not_translated_yet(
    generic: PlatformPage, peru: PlatformPage, person: Callable[..., AbstractUser], client: Client
) -> None:
    first = released(generic, small_document())
    published(first, translated(small_document(), "es"))
    fork = forked(first, peru, "es")
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    client.force_login(person(peru, "editor"))

    overview = client.get(at("modules:module", fork))
    screen = client.post(at("pull_open", fork), {"untranslated": "1"}, follow=True)

    for words in ("1.0.1 is not published in Spanish yet.", "Take it with the untranslated parts marked",
                  "You cannot release the module until you have translated these parts."):  # fmt: skip
        assert holds(overview, words)
    assert not holds(overview, "Look at the update")
    assert holds(screen, "1 part of this update is not translated yet.")


# The whole pull


def test_accept__accepts_every_safe_change(pull: Pull, editor: Client) -> None:
    response = editor.post(at("pull_accept", pull.fork), follow=True)

    assert holds(response, "1 safe change is accepted.")
    assert [(decision.key, decision.choice) for decision in pull.decisions.all()] == [
        (f"change:{LESSON_3}:title", "accepted")
    ]
    assert not holds(response, "Accept the 1 safe change")


def test_apply__is_offered_when_all_is_decided_and_says_what_it_does(pull: Pull, editor: Client) -> None:
    before = editor.get(at("pull", pull.fork))
    decide_all(pull)
    after = editor.get(at("pull", pull.fork))

    assert not before.context["foot"].is_ready
    assert holds(before, "First decide what is open.")
    foot = after.context["foot"]
    assert (foot.is_ready, foot.pages, foot.more) == (
        True, ("TST-1.1 Look, then work", "TST-1.2 Lesson number 2", "TST-1.3 Theirs"), 0,
    )  # fmt: skip
    assert holds(after, "Nothing is approved and nothing is released")


def test_apply__writes_drafts_and_can_be_undone(pull: Pull, editor: Client) -> None:
    ours = draft_of(pull.fork)
    decide_all(pull)
    seen = editor.get(at("pull", pull.fork)).context["foot"].digest

    overview = editor.post(at("pull_apply", pull.fork), {"seen": seen}, follow=True)

    assert holds(overview, "The update to 1.1.0 is applied: 3 pages have new drafts. Submit them for approval.")
    assert holds(overview, "Undo the update…")
    assert draft_of(pull.fork).find(LESSON_2).fields["minutes"] == 50
    assert holds(editor.get(at("pull_undo", pull.fork)), "3 pages get back the drafts that they had before.")
    assert holds(editor.post(at("pull_undo", pull.fork), follow=True), "The update to 1.1.0 is undone.")
    assert draft_of(pull.fork) == ours
    assert holds(editor.get(at("pull_undo", pull.fork), follow=True), "There is no update to undo")


def test_undo__says_whose_work_would_go(pull: Pull, editor: Client) -> None:
    decide_all(pull)
    apply_pull(pull=pull, by=None)
    page = LessonPage.objects.get(node_id=LESSON_2, path__startswith=pull.fork.module.page.path)
    draft = page.get_latest_revision_as_object()
    draft.title = "Written since"
    draft.save_revision()

    response = editor.get(at("pull_undo", pull.fork))

    assert holds(response, "Somebody wrote in these pages since.")
    assert holds(response, "TST-1.2 Written since")


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_apply__refuses_what_was_not_shown(pull: Pull, editor: Client, seen: str) -> None:
    decide_all(pull)

    response = editor.post(at("pull_apply", pull.fork), {"seen": seen}, follow=True)

    assert holds(response, "changed since you looked")
    assert Pull.objects.get().is_open


def test_apply__names_who_locked_a_page(pull: Pull, editor: Client, person: Callable[..., AbstractUser]) -> None:
    decide_all(pull)
    seen = editor.get(at("pull", pull.fork)).context["foot"].digest
    other = person(pull.fork.module.platform, "coordinator", "amina")
    LessonPage.objects.filter(node_id=LESSON_2, path__startswith=pull.fork.module.page.path).update(
        locked=True, locked_by=other
    )

    response = editor.post(at("pull_apply", pull.fork), {"seen": seen}, follow=True)

    assert holds(response, "TST-1.2 (locked by amina)")
    assert Pull.objects.get().is_open


def test_discard__asks_then_sets_the_pull_aside(pull: Pull, editor: Client) -> None:
    decide(pull=pull, key=TEXT_KEY, choice="ours", by=None)

    question = editor.get(at("pull_discard", pull.fork))
    overview = editor.post(at("pull_discard", pull.fork), follow=True)

    assert holds(question, "Discard the update to 1.1.0?")
    assert holds(question, "The decision that was made is kept")
    assert holds(overview, "Update available")
    assert Pull.objects.get().state == PullState.DISCARDED
    editor.post(at("pull_open", pull.fork))
    assert holds(editor.get(at("pull", pull.fork)), "1 of 6 decided")


def test_screen__says_that_the_drafts_changed_and_asks_anew(pull: Pull, editor: Client) -> None:
    decide(pull=pull, key=TEXT_KEY, choice="ours", by=None)
    fork_edits(pull.fork, ["html lessons[0].body[0].body <p>Dry them for twelve days.</p>"])

    response = editor.get(at("pull", pull.fork))

    assert holds(response, "The drafts changed, so the merge was made anew. One decision no longer fits")
    assert response.context["progress"].words == "0 of 6 decided"


def test_screen__offers_what_came_out_meanwhile(pull: Pull, editor: Client) -> None:
    decide(pull=pull, key=MINUTES_KEY, choice="ours", by=None)
    upstream_releases(pull.fork, ["set summary Later"], "1.1.1")

    assert holds(editor.get(at("pull", pull.fork)), "1.1.1 came out meanwhile.")
    response = editor.post(at("pull_open", pull.fork), follow=True)

    assert response.context["pull"].theirs.release.number == "1.1.1"
    assert response.context["progress"].words == "1 of 6 decided"


def test_screen__of_a_withdrawn_update_only_lets_it_be_discarded(pull: Pull, editor: Client) -> None:
    decide_all(pull)
    withdraw_release(release=pull.theirs.release, by=None, reason="Wrong dose.")

    response = editor.get(at("pull", pull.fork))

    assert holds(response, "Upstream withdrew 1.1.0, so it cannot be taken any more. The reason: Wrong dose.")
    assert not response.context["foot"].is_ready


# Who may


def test_viewer__sees_the_update_and_changes_nothing(pull: Pull, signed_in: Callable[[str], Client]) -> None:
    """T5: who may not edit the module reads the merge, and every deed is refused."""
    translator = signed_in("translator")

    screen = translator.get(at("pull", pull.fork))
    deeds = ("pull_open", "pull_decide", "pull_accept", "pull_presence", "pull_apply", "pull_discard", "pull_undo",
             "pull_write")  # fmt: skip
    answers = {name: translator.post(at(name, pull.fork), {"key": TEXT_KEY, "choice": "ours"}) for name in deeds}

    assert holds(screen, "You can look at this update. Who may edit the module decides about it.")
    shown = screen.content.decode()
    assert ('type="submit"' in shown, "data-write" in shown, "<fieldset disabled>" in shown) == (False, False, True)
    home = reverse("wagtailadmin_home")  # where Wagtail leads whom it refuses something, with a message
    assert {name: answer["Location"] for name, answer in answers.items()} == dict.fromkeys(deeds, home)
    assert (Decision.objects.count(), Visit.objects.count(), Pull.objects.get().is_open) == (0, 0, True)


def test_foreign__and_unforked_modules_are_not_found(
    pull: Pull, peru: PlatformPage, person: Callable[..., AbstractUser], client: Client
) -> None:
    """T5: a fork of another platform, a module that is no fork, and one that does not exist are all not found."""
    upstream = pull.fork.upstream.page.pk
    addresses = [at("pull", pull.fork), at("pull_part", pull.fork, LESSON_1), at("pull_undo", pull.fork)]
    client.force_login(person(peru, "coordinator"))
    foreign = {client.get(address).status_code for address in addresses}
    client.force_login(person())
    unforked = client.get(reverse("pull", args=[upstream])).status_code
    unknown = client.get(reverse("pull", args=[999_999])).status_code
    no_part = client.get(at("pull_part", pull.fork, node_id("nothing"))).status_code

    assert (foreign, unforked, unknown, no_part) == ({404}, 404, 404, 404)
