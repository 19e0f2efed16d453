"""Three platforms with everything that a platform can hold: the generic one, an own one and a foreign one.

Whatever of the foreign platform is not public carries the canary word. Its name and what it released are public.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser, Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, Revision, TaskState, Workflow, WorkflowState

from curriculum.content.models import LessonPage, ModulePage, Picture, PlatformPage, PlatformRole
from curriculum.content.roles import APPROVERS, Role
from curriculum.forks.actions.create_fork import create_fork
from curriculum.forks.actions.give_reason import give_reason
from curriculum.forks.models import ForkRequest, RequestedFork
from curriculum.releases.models import Release
from curriculum.translation.actions.discuss_segment import comment_segment
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.actions.write_text import write_text
from curriculum.translation.models import Translation
from tests import factories

CANARY = "zyzzyva"


@dataclass(frozen=True, kw_only=True, slots=True)
class Realm:
    """One platform and one object of every kind that belongs to it."""

    platform: PlatformPage
    module: ModulePage
    lesson: LessonPage  # approved, with a later draft in workflow
    draft: ModulePage  # never approved
    fork: ModulePage  # of the generic module, adapted in a draft with a reason; on the generic platform `module` itself
    request: ForkRequest  # for a fork, refused
    translation: Translation  # of the module's release, with a draft of a text and a comment
    picture: Picture
    people: Mapping[str, AbstractUser]
    revision: Revision
    workflow: Workflow
    workflow_state: WorkflowState
    task_state: TaskState
    group: Group


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """All of it."""

    generic: Realm
    own: Realm
    foreign: Realm
    admin: AbstractUser


def make_world() -> World:
    """Return a new world."""
    generic = _realm("generic", word="commonword", code="COMMONWORD", country="")
    upstream = generic.module.module.releases.get()
    return World(
        generic=generic,
        own=_realm("alpha", word="ownword", code="OWNWORD", country="PE", upstream=upstream),
        foreign=_realm("beta", word=CANARY, code="ZYZZYVA", country="BR", upstream=upstream),
        admin=factories.make_person(),
    )


def _realm(slug: str, *, word: str, code: str, country: str, upstream: Release | None = None) -> Realm:
    platform = factories.make_platform(slug, name=f"Platform {slug}", country=country, language="en")
    people = {role.role: _person(platform, role.role, word) for role in PlatformRole.objects.filter(platform=platform)}
    editor = people[Role.EDITOR]
    module = factories.released(platform, factories.small_document(f"{slug.upper()}-1"), by=editor).module.page
    draft = factories.imported(platform, _document(f"{code}-2", word), by=editor, approve=False)
    lesson = module.lessons().first()
    revision = _draft_in_workflow(lesson, editor, word)
    workflow_state = lesson.current_workflow_state
    _approve_and_lock(module, editor, word)
    return Realm(
        platform=platform,
        module=module,
        lesson=lesson,
        draft=draft,
        fork=_fork(upstream, platform, editor, word) if upstream else module,
        request=_request(module, people, word),
        translation=_translation(module, people[Role.TRANSLATOR], word),
        picture=_picture(platform, editor, word),
        people=people,
        revision=revision,
        workflow=workflow_state.workflow,
        workflow_state=workflow_state,
        task_state=workflow_state.current_task_state,
        group=PlatformRole.objects.get(platform=platform, role=Role.EDITOR).group,
    )


def _person(platform: PlatformPage, role: str, word: str) -> AbstractUser:
    user = factories.make_person(platform, role)
    user.username, user.first_name, user.last_name = f"{word}-{role}", word, role
    user.email = f"{word}-{role}@example.org"
    user.save()
    return user


def _document(code: str, word: str) -> Any:
    return factories.small_document(code, title=f"Module {word}", summary=f"About {word}.")


def _fork(upstream: Release, platform: PlatformPage, editor: AbstractUser, word: str) -> ModulePage:
    fork = create_fork(release=upstream, to=platform, language="en", by=editor)
    page = fork.module.page
    page.title = f"Fork {word}"
    page.save_revision(user=editor)
    give_reason(fork=fork, node_id=str(page.node_id), factor="market", reason=f"Reason {word}", by=editor)
    return page


def _request(module: ModulePage, people: Mapping[str, AbstractUser], word: str) -> ForkRequest:
    platform, edition = module.module.platform, module.module.releases.get().source_edition()
    by = next(person for role, person in people.items() if role in APPROVERS)
    request = ForkRequest.objects.create(
        platform=platform, requested_by_id=by.pk, language="en", finished_at=timezone.now()
    )
    RequestedFork.objects.create(request=request, edition=edition, place=0, state="refused", problem=f"Problem {word}")
    return request


def _translation(module: ModulePage, translator: AbstractUser, word: str) -> Translation:
    """Return a translation; what is finished in it all platforms may use again, so the word stands in a draft."""
    translation = start_translation(release=module.module.releases.get(), language="es", by=translator)
    segment = translation.segments.order_by("place")[0]
    write_text(segment=segment, text=f"Texto {word}", by=translator, seen=segment.version, is_draft=True)
    comment_segment(segment=segment, text=f"Comment {word}", by=translator)
    return translation


def _draft_in_workflow(lesson: LessonPage, editor: AbstractUser, word: str) -> Revision:
    lesson.title = f"Lesson {word}"
    lesson.owner = editor
    revision = lesson.save_revision(user=editor, log_action=True)
    comment = Comment.objects.create(page=lesson, user=editor, text=f"Comment {word}", contentpath="title")
    CommentReply.objects.create(comment=comment, user=editor, text=f"Reply {word}")
    lesson.get_workflow().start(lesson, editor)
    return revision


def _approve_and_lock(module: ModulePage, editor: AbstractUser, word: str) -> None:
    module.title, module.summary = f"Module {word}", f"About {word}"
    module.locked, module.locked_by, module.locked_at, module.owner = True, editor, timezone.now(), editor
    module.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
    log(instance=module, action="wagtail.edit", user=editor, title=f"Log {word}")


def _picture(platform: PlatformPage, editor: AbstractUser, word: str) -> Picture:
    picture = Picture(title=f"Picture {word}", collection=platform.collection, uploaded_by_user=editor)
    picture.file.save(f"{word}.png", ContentFile(factories.picture_bytes("red")), save=False)
    picture.width, picture.height = 8, 6
    picture.save()
    picture.tags.add(f"{word}-tag")
    picture.get_rendition("max-165x165")
    return picture
