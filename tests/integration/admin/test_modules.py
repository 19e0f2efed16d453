"""The screens of modules: state, difference, submitting and approving a whole module."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowPage, WorkflowState

from curriculum.content.actions.approve_module import approve_module
from curriculum.content.actions.submit_module import submit_module
from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.content.page_states import PageState, pages_of, state_of, unfinished_parts
from curriculum.exceptions import (
    NothingToApproveError,
    NothingToSubmitError,
    NotPermittedError,
    NoWorkflowError,
    PagesLockedError,
    UnfinishedPagesError,
)
from tests import factories
from tests.integration.admin.conftest import PersonOf, SignedIn, edited, holds

pytestmark = pytest.mark.django_db


def states(module: ModulePage) -> list[tuple[str, str]]:
    return [(page.code, state_of(page).value) for page in pages_of(module)]


def lesson_of(module: ModulePage, number: str = 1) -> LessonPage:
    return module.lessons()[number - 1]


# The actions


def test_submit_module__starts_the_workflow_on_every_changed_page(
    module: ModulePage, generic: PlatformPage, person: PersonOf
) -> None:
    edited(lesson_of(module), place="in the shade")
    edited(module, summary="Another summary.")

    pages = submit_module(module=module, by=person(generic, "editor"))

    assert [page.code for page in pages] == ["TST-1", "TST-1.1"]
    assert states(module) == [("TST-1", "waiting"), ("TST-1.1", "waiting"), ("TST-1.2", "approved")]


def test_submit_module__leaves_waiting_pages_and_submits_returned_ones_again(
    module: ModulePage, generic: PlatformPage, person: PersonOf
) -> None:
    editor, committee = person(generic, "editor"), person(generic, "committee")
    edited(lesson_of(module), place="in the shade")
    submit_module(module=module, by=editor)
    edited(lesson_of(module, 2), place="at home")
    lesson_of(module).current_workflow_task_state.reject(user=committee)
    assert states(module)[1] == ("TST-1.1", "returned")

    submit_module(module=module, by=editor)

    assert [state for _code, state in states(module)] == ["approved", "waiting", "waiting"]
    assert WorkflowState.objects.count() == 2
    with pytest.raises(NothingToSubmitError):
        submit_module(module=module, by=editor)


def test_submit_module__is_refused_for_pages_that_somebody_locked(
    module: ModulePage, generic: PlatformPage, person: PersonOf
) -> None:
    editor, committee = person(generic, "editor"), person(generic, "committee")
    committee.first_name, committee.last_name = "Ana", "Quispe"
    committee.save()
    edited(module, summary="Another summary.")
    edited(lesson_of(module), place="in the shade")
    LessonPage.objects.filter(code="TST-1.1").update(locked=True, locked_by=committee)

    with pytest.raises(PagesLockedError, match=r"TST-1\.1 \(Ana Quispe\)"):
        submit_module(module=module, by=editor)

    assert not WorkflowState.objects.exists()
    assert submit_module(module=module, by=committee)


@pytest.mark.parametrize("role", ["translator", "trainer", "learner"])
def test_submit_module__needs_an_editor(module: ModulePage, generic: PlatformPage, person: PersonOf, role: str) -> None:
    edited(module, summary="Another summary.")

    with pytest.raises(NotPermittedError):
        submit_module(module=module, by=person(generic, role))


def test_submit_module__needs_a_workflow(module: ModulePage, generic: PlatformPage, person: PersonOf) -> None:
    edited(module, summary="Another summary.")
    WorkflowPage.objects.all().delete()

    with pytest.raises(NoWorkflowError):
        submit_module(module=ModulePage.objects.get(pk=module.pk), by=person(generic, "editor"))


def test_submit_module__is_refused_for_drafts_that_the_editor_would_refuse(
    module: ModulePage, generic: PlatformPage, person: PersonOf
) -> None:
    edited(module, summary="")
    edited(lesson_of(module), minutes=2)

    with pytest.raises(UnfinishedPagesError) as refusal:
        submit_module(module=module, by=person(generic, "editor"))

    assert [reason.split(":")[0] for reason in refusal.value.reasons] == ["TST-1, Summary", "TST-1.1, Minutes"]


def test_approve_module__approves_the_tasks_of_pages_that_wait(
    module: ModulePage, generic: PlatformPage, person: PersonOf
) -> None:
    editor, committee = person(generic, "editor"), person(generic, "committee")
    edited(lesson_of(module), place="in the shade")
    submit_module(module=module, by=editor)
    edited(lesson_of(module), place="under a roof")  # while it waits
    edited(lesson_of(module, 2), place="at home")  # in no workflow

    approve_module(module=module, by=committee)

    assert {state for _code, state in states(module)} == {"approved"}
    assert [lesson.place for lesson in module.lessons()] == ["under a roof", "at home"]
    workflow = WorkflowState.objects.get()
    assert (workflow.status, workflow.current_task_state.finished_by) == ("approved", committee)


def test_approve_module__is_all_or_nothing(module: ModulePage, generic: PlatformPage, person: PersonOf) -> None:
    committee = person(generic, "committee")
    edited(lesson_of(module), place="in the shade")
    edited(lesson_of(module, 2), place="at home")
    LessonPage.objects.filter(code="TST-1.2").update(locked=True, locked_by=person(generic, "editor"))

    with pytest.raises(PagesLockedError, match="generic-editor"):
        approve_module(module=module, by=committee)

    assert [lesson.place for lesson in module.lessons()] == ["under a tree", ""]


def test_approve_module__needs_an_approver_and_a_change(
    module: ModulePage, generic: PlatformPage, person: PersonOf
) -> None:
    with pytest.raises(NothingToApproveError):
        approve_module(module=module, by=person(generic, "committee"))
    edited(module, summary="Another summary.")
    with pytest.raises(NotPermittedError):
        approve_module(module=module, by=person(generic, "editor"))


def test_approve_module__drops_what_is_dropped(module: ModulePage, generic: PlatformPage, person: PersonOf) -> None:
    edited(lesson_of(module, 2), dropped_reason="Nobody needs it.")

    approve_module(module=module, by=person(generic, "committee"))

    assert states(module)[2] == ("TST-1.2", PageState.DROPPED.value)


def test_unfinished_parts__every_module_of_the_demonstration_could_be_submitted(
    generic: PlatformPage, demonstration_modules: Any
) -> None:
    """The editor's rules accept what the source files hold."""
    source = demonstration_modules[0]
    files = {digest: path.read_bytes() for digest, path in source.pictures.items()}
    page = factories.imported(generic, source.document, files=files)

    assert [part for page in pages_of(page) for part in unfinished_parts(page)] == []


# The screens


def test_module_list__shows_own_platforms_with_their_state(
    module: ModulePage, foreign: ModulePage, editor: Client
) -> None:
    edited(lesson_of(module), place="in the shade")

    response = editor.get(reverse("modules:list"))

    assert holds(response, "A small module")
    assert holds(response, "Draft: 1")
    assert holds(response, "Approved: 2")
    assert holds(response, "1.0.0")
    assert not holds(response, "PER-1")


def test_module_list__takes_the_same_number_of_queries_for_more_modules(
    module: ModulePage, generic: PlatformPage, editor: Client, django_assert_max_num_queries: Any
) -> None:
    editor.get(reverse("modules:list"))
    with django_assert_max_num_queries(100) as few:
        editor.get(reverse("modules:list"))
    for number in range(2, 6):
        factories.released(generic, factories.small_document(f"TST-{number}"))
    with django_assert_max_num_queries(100) as many:
        editor.get(reverse("modules:list"))

    assert len(many) == len(few)


def test_module__shows_states_differences_and_releases(module: ModulePage, editor: Client) -> None:
    edited(lesson_of(module, 2), title="Lesson number 2, better")

    response = editor.get(reverse("modules:module", args=[module.pk]))

    html = response.content.decode()
    assert holds(response, "title or details changed")
    assert "<ins>, better</ins>" in html.replace("<ins>,</ins><ins> </ins><ins>better</ins>", "<ins>, better</ins>")
    assert "Submit module" in html
    assert "Approve module" not in html
    assert "Release…" not in html


def test_module__offers_approvers_to_approve_release_and_withdraw(module: ModulePage, committee: Client) -> None:
    edited(module, summary="Another summary.")

    response = committee.get(reverse("modules:module", args=[module.pk]))

    for words in ("Approve module", "Release…", "Withdraw…"):
        assert holds(response, words)


def test_module__says_why_a_broken_draft_cannot_be_compared(
    module: ModulePage, editor: Client, generic: PlatformPage
) -> None:
    body = [{"type": "text", "value": f'<p><a linktype="page" id="{generic.pk}">out</a></p>', "id": None}]
    draft = lesson_of(module).get_latest_revision_as_object()
    draft.body = draft.body.stream_block.to_python(body)
    draft.save_revision(clean=False)

    response = editor.get(reverse("modules:module", args=[module.pk]))

    assert response.status_code == 200
    assert holds(response, "“out”")


def test_module__of_another_platform_is_not_found(foreign: ModulePage, editor: Client, module: ModulePage) -> None:
    missing = editor.get(reverse("modules:module", args=[10**9]))
    for name in ("module", "release"):
        response = editor.get(reverse(f"modules:{name}", args=[foreign.pk]))
        assert (response.status_code, missing.status_code) == (404, 404)
    for name in ("submit", "approve"):
        assert editor.post(reverse(f"modules:{name}", args=[foreign.pk])).status_code == 404


def test_module__hides_from_learners_and_strangers(
    module: ModulePage, generic: PlatformPage, person: PersonOf, signed_in: SignedIn, client: Client
) -> None:
    assert client.get(reverse("modules:list")).status_code == 302
    assert signed_in(person(generic, "learner")).get(reverse("modules:list")).status_code == 302


def test_module__escapes_what_people_wrote(module: ModulePage, editor: Client) -> None:
    edited(lesson_of(module, 2), title="<script>alert(1)</script>")

    html = editor.get(reverse("modules:module", args=[module.pk])).content.decode()

    assert "<script>alert" not in html


def test_submit_and_approve__by_their_buttons(module: ModulePage, editor: Client, committee: Client) -> None:
    edited(lesson_of(module), place="in the shade")

    submitted = editor.post(reverse("modules:submit", args=[module.pk]), follow=True)
    refused = editor.post(reverse("modules:approve", args=[module.pk]), follow=True)
    approved = committee.post(reverse("modules:approve", args=[module.pk]), follow=True)
    again = committee.post(reverse("modules:approve", args=[module.pk]), follow=True)

    assert holds(submitted, "1 page waits for approval now.")
    assert holds(refused, "You may not do this")
    assert holds(approved, "1 page is approved.")
    assert holds(again, "has nothing to approve")
    assert editor.get(reverse("modules:submit", args=[module.pk])).status_code == 405


def test_page_screens__lead_to_the_module(module: ModulePage, editor: Client) -> None:
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[lesson_of(module).pk]))

    assert reverse("modules:module", args=[module.pk]) in response.content.decode()


def test_front_page__shows_drafted_waiting_and_released_of_own_platforms(
    module: ModulePage, foreign: ModulePage, editor: Client, person: PersonOf, generic: PlatformPage
) -> None:
    edited(lesson_of(module), place="in the shade")
    edited(foreign, summary="Otro resumen.")
    before = editor.get(reverse("wagtailadmin_home")).content.decode()
    submit_module(module=module, by=person(generic, "editor"))
    after = editor.get(reverse("wagtailadmin_home")).content.decode()

    drafted, waiting = before.index("Drafted"), before.index("Waiting for approval")
    assert drafted < before.index("TST-1.1") < waiting
    assert after.index("Waiting for approval") < after.index("TST-1.1", after.index("Drafted"))
    assert "TST-1 1.0.0" in after
    assert "PER-1" not in before


def test_front_page__takes_the_same_number_of_queries_for_more(
    module: ModulePage, generic: PlatformPage, editor: Client, django_assert_max_num_queries: Any
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(200) as queries:
            editor.get(reverse("wagtailadmin_home"))
        return len(queries)

    edited(lesson_of(module), place="in the shade")
    count()
    few = count()
    for number in range(2, 5):
        other = ModulePage.objects.get(
            module=factories.released(generic, factories.small_document(f"TST-{number}")).module
        )
        for lesson in other.lessons():
            edited(lesson, place="in the shade")

    assert count() == few


def test_menu__shows_each_person_what_they_may(
    module: ModulePage,
    editor: Client,
    committee: Client,
    foreign: ModulePage,
    peru: PlatformPage,
    person: PersonOf,
    signed_in: SignedIn,
) -> None:
    def menu(client: Client) -> set[str]:
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        names = {"modules:list": "modules", "people:choose": "people", "platforms:list": "platforms"}
        return {name for address, name in names.items() if f'"{reverse(address)}"' in html}

    assert menu(editor) == {"modules"}
    assert menu(committee) == {"modules", "people", "platforms"}
    assert menu(signed_in(person(peru, "coordinator"))) == {"modules", "people"}
    assert menu(signed_in(person())) == {"modules", "people", "platforms"}
