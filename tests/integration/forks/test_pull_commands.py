"""`pull_upstream` and `undo_pull`, as other tools call them."""

from curriculum.content.models import PlatformPage
from curriculum.forks.actions.decide import decide
from curriculum.forks.models import Decision, Fork, Pull, PullState
from curriculum.releases.models import StoredDocument
from tests.factories import imported, node_id, small_document
from tests.integration.commands.running import manage
from tests.integration.forks.forking import draft_of, fork_edits, upstream_releases

LESSON_2 = node_id("TST-1/lesson-2")


def test_pull_upstream__up_to_date_ends_well_and_writes_nothing(fork: Fork) -> None:
    ended = manage("pull_upstream", "kenya", "TST-1", "--json")

    assert (ended.status, ended.err) == (0, "")
    assert ended.data == {
        "from": "1.0.0", "to": "1.0.0", "conflicts": [], "undecided": 0,
        "counts": {"unchanged": 0, "taken": 0, "merged": 0, "conflict": 0},
    }  # fmt: skip
    assert not Pull.objects.exists()


def test_pull_upstream__merges_into_drafts(fork: Fork) -> None:
    fork_edits(fork, ["set lessons[0].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")

    ended = manage("pull_upstream", "kenya", "TST-1", "--json")

    assert ended.status == 0, ended.err
    assert (ended.data["from"], ended.data["to"], ended.data["pages"]) == ("1.0.0", "1.0.1", 1)
    assert ended.data["counts"] == {"unchanged": 3, "taken": 1, "merged": 0, "conflict": 0}
    titles = [lesson.fields["title"].text for lesson in draft_of(fork).root.slots["lessons"]]
    assert titles == ["Ours", "Theirs", "Lesson number 3"]
    assert manage("pull_upstream", "kenya", "TST-1", "--json").data["to"] == "1.0.1"


def test_pull_upstream__dry_run_writes_nothing(fork: Fork) -> None:
    ours = fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    documents = StoredDocument.objects.count()

    ended = manage("pull_upstream", "kenya", "TST-1", "--dry-run", "--json")

    assert ended.status == 0
    assert ended.data["conflicts"] == [
        {"key": f"field:{LESSON_2}:title", "kind": "field", "node_id": LESSON_2, "field": "title"}
    ]
    assert (draft_of(fork), Pull.objects.count(), StoredDocument.objects.count()) == (ours, 0, documents)


def test_pull_upstream__with_conflicts_keeps_the_pull_for_the_screen(fork: Fork) -> None:
    ours = fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")

    ended = manage("pull_upstream", "kenya", "TST-1", "--json")

    assert ended.status == 1
    assert ended.err == "CommandError: TST-1: conflicts to decide first: 1. Nothing was changed.\nlesson “Ours”\n"
    assert [conflict["kind"] for conflict in ended.data["conflicts"]] == ["field"]
    assert (draft_of(fork), Pull.objects.get().state) == (ours, PullState.OPEN)


def test_pull_upstream__takes_a_side_and_can_be_undone(fork: Fork) -> None:
    ours = fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    manage("pull_upstream", "kenya", "TST-1")

    assert manage("pull_upstream", "kenya", "TST-1", "--take", "theirs").status == 0
    assert draft_of(fork) == fork.upstream.releases.newest_first()[0].source_edition().load()

    undone = manage("undo_pull", "kenya", "TST-1", "--json")
    assert (undone.status, undone.data) == (0, {"from": "1.0.1", "to": "1.0.0", "pages": 1, "edited_since": []})
    assert draft_of(fork) == ours

    again = manage("undo_pull", "kenya", "TST-1")
    assert (again.status, again.err) == (
        1, "CommandError: TST-1 has no update that can be undone: none was applied since its last release.\n",
    )  # fmt: skip


def test_pull_upstream__uses_what_was_decided_on_the_screen(fork: Fork) -> None:
    fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    manage("pull_upstream", "kenya", "TST-1")
    decide(pull=Pull.objects.get(), key=f"field:{LESSON_2}:title", choice="value", value={"text": "Agreed"}, by=None)

    assert manage("pull_upstream", "kenya", "TST-1").status == 0
    assert draft_of(fork).root.slots["lessons"][1].fields["title"].text == "Agreed"
    assert Decision.objects.count() == 1


def test_pull_upstream__of_a_module_that_is_no_fork_is_refused(generic: PlatformPage) -> None:
    imported(generic, small_document())

    ended = manage("pull_upstream", "generic", "TST-1")

    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "CommandError: TST-1 of “generic” is no fork, so there is no upstream to pull from.\n"


def test_pull_upstream__refuses_a_wrong_command_line() -> None:
    assert manage("pull_upstream", "kenya", "TST-1", "--take", "mine").status == 2
    assert manage("undo_pull", "kenya").status == 2
