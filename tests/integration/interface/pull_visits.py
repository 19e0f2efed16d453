"""A walk through an update from upstream: from the notice over every kind of question to its drafts, and back."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from curriculum.content.models import LessonPage, PlatformPage
from curriculum.document import Document
from curriculum.forks.actions.apply_pull import discard_pull
from curriculum.forks.actions.decide import decide
from curriculum.forks.actions.give_reason import give_reason
from curriculum.forks.merging import prepare
from curriculum.forks.models import Fork, Pull, PullState
from curriculum.releases.actions.withdraw_release import withdraw_release
from tests import factories
from tests.integration.forks.forking import fork_edits, forked, opened, published
from tests.integration.interface.pseudo_language import LANGUAGE, content, content_document
from tests.integration.interface.world import World, signed_in
from tests.integration.releases.edits import edited

STORY = factories.node_id("PUL-1/lesson-1/story")
OURS = (
    "html lessons[0].body[1].body <p>{ours}</p>",
    "html lessons[0].body[10].body <p>{ours}</p>",
    "set lessons[0].title {ours}",
    "set lessons[1].minutes 40",
    "set lessons[0].body[4].title {ours}",
    "remove lessons[0].body[5]",
    "add lessons[1].body[1] heading {ours}",
    "move lessons[0].body[0] lessons[1].body[0]",
    "move lessons[2] lessons[0]",
)
THEIRS = (
    "html lessons[0].body[1].body <p>{theirs}</p>",
    "set lessons[0].title {theirs}",
    "set lessons[1].minutes 50",
    "html lessons[0].body[5].body <p>{theirs}</p>",
    "set lessons[2].title {theirs}",
    "set lessons[0].body[3].title {theirs}",
    "html lessons[0].body[3].steps[0].body <p>{theirs}</p>",
    "add lessons[1].body[1] heading {theirs}",
    "remove lessons[0].body[4]",
    "remove lessons[0].body[5]",
    "move lessons[0].body[6] lessons[0].body[3]",
    "move lessons[0].body[0] lessons[2].body[0]",
    "move lessons[2] lessons[1]",
)


def pulling(admin: Client, world: World) -> Iterator[tuple[str, Any]]:
    """Yield a name and the answer for each screen."""
    fork = _fork(world)
    yield from _before(admin, world, fork)
    yield from _merge(admin, world, fork)
    yield from _deciding(admin, world, fork)
    yield from _ending(admin, fork)
    yield from _waiting(admin, world)


def _fork(world: World) -> Fork:
    fork = forked(factories.released(world.generic, _document("PUL-1", LANGUAGE)), world.peru, LANGUAGE)
    fork_edits(fork, [step.format(ours=content("Ours")) for step in OURS])
    return fork


def _document(code: str, language: str) -> Document:
    return content_document(factories.small_document(code, language=language, lessons=3))


def _release(fork: Fork, steps: Iterable[str], number: str) -> None:
    """Release upstream's last release with `steps` done to it."""
    last = fork.upstream.releases.newest_first()[0].source_edition().load()
    factories.released(fork.upstream.platform, edited(last, list(steps)), number, notes=content("Better"))


def _at(name: str, fork: Fork, *more: object) -> str:
    return reverse(name, args=[fork.module.page.pk, *more])


def _before(admin: Client, world: World, fork: Fork) -> Iterator[tuple[str, Any]]:
    yield "nothing to pull", admin.get(_at("pull", fork))
    yield "nothing to open", admin.post(_at("pull_open", fork), follow=True)
    yield "nothing to undo", admin.get(_at("pull_undo", fork), follow=True)
    _release(fork, [step.format(theirs=content("Theirs")) for step in THEIRS], "2.0.0")
    yield "front page with an update", admin.get(reverse("wagtailadmin_home"))
    yield "module with an update", admin.get(_at("modules:module", fork))
    yield "before the pull", admin.get(_at("pull", fork))
    yield "deed without a pull", admin.post(_at("pull_accept", fork), follow=True)
    yield "pull opened", admin.post(_at("pull_open", fork), follow=True)
    yield "front page with a pull", admin.get(reverse("wagtailadmin_home"))
    yield "module with a pull", admin.get(_at("modules:module", fork))


def _merge(admin: Client, world: World, fork: Fork) -> Iterator[tuple[str, Any]]:
    for show in ("conflict", "taken", "merged", "unchanged"):
        yield f"merge, {show}", admin.get(_at("pull", fork), {"show": show})
    for part in prepare(_pull(fork)).parts:
        yield f"merge of {part.title}", admin.get(_at("pull_part", fork, part.node_id))
    give_reason(fork=fork, node_id=STORY, factor="market", reason=content("Not here"), by=world.admin)
    yield "declined again", admin.get(_at("pull", fork))
    other = _person(world.peru, "coordinator", "Amina")
    signed_in(other).get(_at("pull", fork))
    yield "merge with company", admin.get(_at("pull", fork))
    translator = _person(world.peru, "translator", "Juma")
    yield "merge for a viewer", signed_in(translator).get(_at("pull", fork))
    since = "2020-01-01T00:00:00+00:00"
    for conflict in prepare(_pull(fork)).conflicts:
        decide(pull=_pull(fork), key=conflict.key, choice="ours", by=other)
        yield "news", _words(admin.post(_at("pull_presence", fork), {"since": since}).json().values())
        if conflict.kind == "field":
            break
    _release(fork, ["set summary " + content("Later")], "2.0.1")
    yield "merge with something later", admin.get(_at("pull", fork))


def _deciding(admin: Client, world: World, fork: Fork) -> Iterator[tuple[str, Any]]:
    yield "not all decided", admin.post(_at("pull_apply", fork), {"seen": _digest(fork)}, follow=True)
    yield "something else seen", admin.post(_at("pull_apply", fork), {"seen": "n1"}, follow=True)
    yield "safe ones accepted", admin.post(_at("pull_accept", fork), follow=True)
    one_of_each = {(conflict.kind, conflict.field): conflict for conflict in prepare(_pull(fork)).conflicts}
    for conflict in one_of_each.values():
        writing = f"{_at('pull_write', fork)}?key={conflict.key}"
        yield f"writing {conflict.kind}", admin.get(writing, follow=True)
        yield f"nothing written {conflict.kind}", admin.post(writing, {}, follow=True)
        deed = {"key": conflict.key, "choice": "theirs"}
        yield f"taken {conflict.kind}", admin.post(_at("pull_decide", fork), deed, follow=True)
        answer = admin.post(_at("pull_decide", fork), deed, headers={"accept": "application/json"}).json()
        yield f"decided {conflict.kind}", _words([answer["words"], *answer["regions"].values()])
    minutes = f"field:{factories.node_id('PUL-1/lesson-2')}:minutes"
    yield "own number", _own(admin, fork, minutes, "45")
    yield "own number too small", _own(admin, fork, minutes, "1")
    wrong = admin.post(_at("pull_decide", fork), {"key": minutes, "choice": "n1"}, follow=True)
    yield "no such answer", wrong
    yield "no such question", admin.post(_at("pull_decide", fork), {"key": "n1", "choice": "ours"}, follow=True)
    yield "discard?", admin.get(_at("pull_discard", fork))


def _own(admin: Client, fork: Fork, key: str, value: str) -> Any:
    decision = _pull(fork).decisions.filter(key=key).first()
    data = {"value": value, "seen": decision.version if decision else ""}
    return admin.post(f"{_at('pull_write', fork)}?key={key}", data, follow=True)


def _ending(admin: Client, fork: Fork) -> Iterator[tuple[str, Any]]:
    for conflict in prepare(_pull(fork)).undecided:
        decide(pull=_pull(fork), key=conflict.key, choice="theirs", by=None)
    yield "all decided", admin.get(_at("pull", fork))
    page = fork.module.page.lessons().first()
    LessonPage.objects.filter(pk=page.pk).update(locked=True, locked_by=None)
    yield "locked", admin.post(_at("pull_apply", fork), {"seen": _digest(fork)}, follow=True)
    LessonPage.objects.filter(pk=page.pk).update(locked=False)
    yield "applied", admin.post(_at("pull_apply", fork), {"seen": _digest(fork)}, follow=True)
    draft = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = content("Written since")
    draft.save_revision()
    yield "undo?", admin.get(_at("pull_undo", fork))
    yield "undone", admin.post(_at("pull_undo", fork), follow=True)
    yield "taken up again", admin.post(_at("pull_open", fork), follow=True)
    withdraw_release(release=_pull(fork).theirs.release, by=None, reason=content("Wrong"))
    yield "withdrawn upstream", admin.get(_at("pull", fork))
    yield "discarded", admin.post(_at("pull_discard", fork), follow=True)


def _waiting(admin: Client, world: World) -> Iterator[tuple[str, Any]]:
    """An update that is not translated, and drafts that cannot be merged."""
    first = factories.released(world.generic, _document("WAI-1", "en"))
    published(first, _document("WAI-1", LANGUAGE))
    fork = forked(first, world.peru, LANGUAGE)
    _release(fork, ["set lessons[1].title " + content("Theirs")], "1.0.1")
    yield "front page with what waits", admin.get(reverse("wagtailadmin_home"))
    yield "module whose update waits", admin.get(_at("modules:module", fork))
    yield "before an untranslated pull", admin.get(_at("pull", fork))
    yield "untranslated pull", admin.post(_at("pull_open", fork), {"untranslated": "1"}, follow=True)
    lesson = fork.module.page.lessons().first().get_latest_revision_as_object()
    lesson.body = [("text", f'<p><a linktype="page" id="{world.generic.pk}">{content("There")}</a></p>')]
    lesson.save_revision(clean=False)
    yield "drafts that cannot be merged", admin.get(_at("pull", fork))
    discard_pull(pull=opened(fork), by=None)


def _person(platform: PlatformPage, role: str, name: str) -> AbstractUser:
    person = factories.make_person(platform, role, content(name))
    person.email = ""
    person.save()
    return person


def _pull(fork: Fork) -> Pull:
    return Pull.objects.with_editions().get(fork=fork, state=PullState.OPEN)


def _digest(fork: Fork) -> str:
    return prepare(_pull(fork)).digest


def _words(parts: Any) -> HttpResponse:
    """Return sentences that a script puts on the screen as a page."""
    return HttpResponse("".join(f"<p>{part}</p>" for part in parts))
