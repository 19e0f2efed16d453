"""A walk through everything that the interface shows: every kind of public page, every screen of ours in the admin."""

from collections.abc import Callable, Iterator
from typing import Any

from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from curriculum.content.models import LessonPage, Module
from curriculum.forks.actions.give_reason import give_reason
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.models import Edition
from curriculum.workbook.book import book_of
from curriculum.workbook.printing import html_of
from curriculum.workbook.selection import parse_selection
from curriculum.workbook.views import workbook
from tests.integration.interface.fork_visits import comparing
from tests.integration.interface.forking_visits import forking
from tests.integration.interface.pseudo_language import content
from tests.integration.interface.pull_visits import pulling
from tests.integration.interface.translate_visits import translating
from tests.integration.interface.translation_visits import translating_releases
from tests.integration.interface.world import World, signed_in

#: What was shown: a name for it, and its HTML.
Shown = tuple[str, str]

PUBLIC = (
    "/sw/",
    "/es/",  # in a language that nothing generic is in
    "/sw/generic/",
    "/sw/generic/?level=low&phase=planning-1&theme=quality",
    "/sw/generic/?level=specialized&phase=planning-2&theme=market",
    "/sw/generic/?level=n1",
    "/sw/peru/",
    "/es/peru/",
    "/sw/generic/tst-1/",
    "/sw/generic/tst-1/v1.0.0/",
    "/sw/generic/tst-1/v3.0.0/",  # withdrawn
    "/sw/generic/tst-1/tst-1.1/",
    "/sw/generic/tst-1/v1.0.0/tst-1.1/",
    "/sw/generic/tst-1/v1.0.0/tst-1.2/",
    "/sw/generic/tst-1/v3.0.0/tst-1.1/",
    "/es/peru/per-1/",
    "/es/peru/per-1/per-1.1/",
    "/sw/search/",
    f"/sw/search/?q={content('bold')}",
    f"/sw/search/?q={content('nothing')}",
    f"/sw/search/?q={content('bold')}&language=x1&platform=n1&page=900",
    f"/sw/search/?q={content('a' * 300)}",
    "/sw/nowhere1/",
    "/sw/generic/nothing-1/",
    "/sw/generic/tst-1/tst-1.9/",
    "/sw/generic/tst-1/v9.9.9/",
    "/es/generic/tst-1/",
    "/fr/",
    "/fr/generic/tst-1/",
    "/interface/x1/",
    "/no/such/address/at/all.html",
)
#: Queries of prints that are refused.
UNPRINTABLE = ("paper=a0", "form=f1", "level=n1", "standard=n1", "audience=n1", "lesson=n1", "level=specialized")


def public_pages() -> Iterator[Shown]:
    """Yield every kind of page that anybody sees, as one who reads in the pseudo language."""
    reader = Client(headers={"accept-language": "sw"})
    reader.cookies["interface_language"] = "sw"
    for address in PUBLIC:
        yield address, shown(reader.get(address))
    place = {"language": "sw", "platform": "generic", "module": "tst-1"}
    for query in UNPRINTABLE:
        yield query, shown(workbook(RequestFactory().get(f"/workbook.pdf?{query}"), **place))
    printing = {"print_address": "workbook.pdf"}
    yield "to print a module", render_to_string("curriculum/_print.html", printing)
    yield "to print a lesson", render_to_string("curriculum/_print.html", {**printing, "code": "TST-1.1"})
    for template in ("400.html", "403.html", "403_csrf.html", "404.html"):
        yield template, render_to_string(template)


def books(world: World) -> Iterator[Shown]:
    """Yield the HTML of printed books, for learners and for facilitators."""
    editions = list(Edition.objects.filter(release__module=world.module.module).order_by("pk"))
    selections = {
        "learner": parse_selection(),
        "facilitator": parse_selection(audience="facilitator", levels=["low"], standards=["TST-STD"]),
    }
    for name, selection in selections.items():
        yield f"book for a {name}", html_of(book_of(editions[:1], selection))
        yield f"books for a {name}", html_of(book_of(editions, selection))


def admin_screens(world: World) -> Iterator[Shown]:
    """Yield every screen of ours in the admin, and Wagtail's where it shows something of ours."""
    yield from _signing_in()
    for role, person in world.people.items():
        yield f"front page for {role}", shown(signed_in(person).get(reverse("wagtailadmin_home")))
    admin = signed_in(world.admin)
    yield from _screens(admin, world)
    yield from _editors(admin, world)
    yield from _reference_data(admin)
    yield from _refusals(admin, world)
    yield from _deeds(admin, world)
    for name, answer in forking(admin, world):
        yield name, shown(answer)
    for name, answer in comparing(admin, _fork_of(world), world.admin):
        yield name, shown(answer)
    for name, answer in pulling(admin, world):
        yield name, shown(answer)
    for name, answer in translating(admin, world):
        yield name, shown(answer)
    for name, answer in translating_releases(admin, world):
        yield name, shown(answer)


def shown(response: Any) -> str:
    """Return the HTML of an answer; fails where it is an error of the server or leads elsewhere."""
    assert response.status_code in {200, 400, 403, 404, 409, 503}, response
    return str(response.content.decode(response.charset))


def _signing_in() -> Iterator[Shown]:
    visitor = Client()
    visitor.cookies["interface_language"] = "sw"
    yield "sign in", shown(visitor.get(reverse("wagtailadmin_login")))
    yield "signed in wrongly", shown(visitor.post(reverse("wagtailadmin_login"), {"username": "x", "password": "y"}))


def _screens(admin: Client, world: World) -> Iterator[Shown]:
    module, generic, peru = world.module.pk, world.generic.slug, world.peru.slug
    editor = world.people["editor"].pk
    addresses = {
        "front page": reverse("wagtailadmin_home"),
        "modules": reverse("modules:list"),
        "module": reverse("modules:module", args=[module]),
        "withdraw": reverse("modules:withdraw", args=[module, "1.0.0"]),
        "withdrawn": reverse("modules:withdraw", args=[module, "3.0.0"]),
        "people": reverse("people:list", args=[generic]),
        "people of nobody": reverse("people:list", args=[peru]),
        "add a person": reverse("people:add", args=[generic]),
        "remove a role": reverse("people:remove", args=[generic, editor, "editor"]),
        "platforms": reverse("platforms:list"),
        "new platform": reverse("platforms:add"),
        "choose a platform": reverse("fork"),
        "fork": reverse("fork_module", args=[peru]),
        "nothing to fork": reverse("fork_module", args=[generic]),
    }
    for name, address in addresses.items():
        yield name, shown(admin.get(address))


def _editors(admin: Client, world: World) -> Iterator[Shown]:
    lesson = LessonPage.objects.child_of(world.module).first()
    explore, edit = "wagtailadmin_explore", "wagtailadmin_pages:edit"
    addresses = {
        "pages": reverse(explore, args=[world.module.pk]),
        "platform's editor": reverse(edit, args=[world.generic.pk]),
        "module's editor": reverse(edit, args=[world.module.pk]),
        "lesson's editor": reverse(edit, args=[lesson.pk]),
        "new lesson": reverse("wagtailadmin_pages:add", args=["curriculum", "lessonpage", world.module.pk]),
        "new module": reverse("wagtailadmin_pages:add", args=["curriculum", "modulepage", world.generic.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[lesson.pk]),
        "draft": reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]),
        "module's draft": reverse("wagtailadmin_pages:view_draft", args=[world.module.pk]),
        "pictures": reverse("wagtailimages:index"),
    }
    for name, address in addresses.items():
        yield name, shown(admin.get(address))


#: The rows of words of a region, which a form with rows must count.
NO_VARIANTS = {"variants-TOTAL_FORMS": "0", "variants-INITIAL_FORMS": "0"}


def _reference_data(admin: Client) -> Iterator[Shown]:
    """Yield list, form and faults of every kind of reference data."""
    for model in get_snippet_models():
        views, first = model.snippet_viewset, model.objects.first()
        name = model.__name__
        yield f"{name}, list", shown(admin.get(reverse(views.get_url_name("list"))))
        yield f"{name}, new", shown(admin.get(reverse(views.get_url_name("add"))))
        yield f"{name}, faults", shown(admin.post(reverse(views.get_url_name("add")), {"code": "?"} | NO_VARIANTS))
        if first is not None:
            yield f"{name}, edited", shown(admin.get(reverse(views.get_url_name("edit"), args=[first.pk])))
            yield f"{name}, deleted", shown(admin.get(reverse(views.get_url_name("delete"), args=[first.pk])))


def _refusals(admin: Client, world: World) -> Iterator[Shown]:
    module, generic = world.module.pk, world.generic.slug
    posts: dict[str, tuple[str, dict[str, object]]] = {
        "nothing to submit": (reverse("modules:submit", args=[module]), {}),
        "nothing to approve": (reverse("modules:approve", args=[module]), {}),
        "withdrawn without a reason": (reverse("modules:withdraw", args=[module, "1.0.0"]), {}),
        "withdrawn twice": (reverse("modules:withdraw", args=[module, "3.0.0"]), {"reason": content("Again")}),
        "nobody added": (reverse("people:add", args=[generic]), {}),
        "stranger added": (
            reverse("people:add", args=[generic]),
            {"account": "existing", "username": content("Nobody"), "roles": ["editor"]},
        ),
        "last approver removed": (
            reverse("people:remove", args=[generic, world.people["committee"].pk, "committee"]), {},
        ),
        "no platform made": (reverse("platforms:add"), {}),
        "platform made twice": (
            reverse("platforms:add"), {"name": content("Peru"), "slug": "peru", "country": "PE", "language": "es"},
        ),
        "wrong platform made": (
            reverse("platforms:add"), {"name": content("Peru"), "slug": "P P", "country": "??", "language": "xx"},
        ),
        "nothing forked": (reverse("fork_module", args=[world.peru.slug]), {}),
    }  # fmt: skip
    for name, (address, data) in posts.items():
        yield name, shown(admin.post(address, data, follow=True))


def _deeds(admin: Client, world: World) -> Iterator[Shown]:
    """Do things one after the other, each as a person does it, and yield what the person sees then."""
    module, generic, lesson = world.module.pk, world.generic.slug, LessonPage.objects.child_of(world.module).first()
    draft = lesson.get_latest_revision_as_object()
    draft.title = content("Another title")
    draft.save_revision(user=world.admin)
    release = reverse("modules:release", args=[module])
    person = {"account": "new", "username": content("newcomer"), "roles": ["editor"]}
    platform = {"name": content("Kenya"), "slug": "kenya", "country": "KE", "language": "sw"}
    deeds: dict[str, Callable[[], Any]] = {
        "front page with drafts": lambda: admin.get(reverse("wagtailadmin_home")),
        "module with drafts": lambda: admin.get(reverse("modules:module", args=[module])),
        "submitted": lambda: admin.post(reverse("modules:submit", args=[module]), follow=True),
        "lesson in workflow": lambda: admin.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])),
        "front page with what waits": lambda: admin.get(reverse("wagtailadmin_home")),
        "approved": lambda: admin.post(reverse("modules:approve", args=[module]), follow=True),
        "release": lambda: admin.get(release),
        "release without notes": lambda: admin.post(release, {"bump": "minor"}),
        "released": lambda: _release(admin, release),
        "nothing to release": lambda: admin.get(release, follow=True),
        "withdrawal": lambda: admin.post(
            reverse("modules:withdraw", args=[module, "2.0.0"]), {"reason": content("Wrong")}, follow=True
        ),
        "forked": lambda: _fork(admin, world),
        "first release of a fork": lambda: admin.get(_release_of_fork(world)),
        "person added": lambda: admin.post(reverse("people:add", args=[generic]), person),
        "person removed": lambda: admin.post(
            reverse("people:remove", args=[generic, world.people["editor"].pk, "editor"]), follow=True
        ),
        "platform made": lambda: admin.post(reverse("platforms:add"), platform, follow=True),
        "lesson without a code": lambda: _save_badly(admin, lesson),
        "all that happened": lambda: admin.get(reverse("wagtailadmin_reports:site_history")),
        "module refuses to be copied": lambda: admin.get(
            reverse("wagtailadmin_pages:copy", args=[module]), follow=True
        ),
        "module refuses to be deleted": lambda: admin.get(
            reverse("wagtailadmin_pages:delete", args=[module]), follow=True
        ),
        "report of a fork that is as it came": lambda: admin.get(_report_of_fork(world)),
        "report of an adapted fork": lambda: admin.get(_adapt_fork(world)),
        "report of a released fork": lambda: admin.get(_report_of_fork(world), {"state": "released"}),
    }
    for name, deed in deeds.items():
        yield name, shown(deed())


def _release(admin: Client, address: str) -> Any:
    seen = admin.get(address).context["form"].shown
    return admin.post(address, {"bump": "minor", "notes": content("Better"), "seen": seen}, follow=True)


def _fork(admin: Client, world: World) -> Any:
    chosen = {"module": [world.module.module.pk]}
    return admin.post(reverse("fork_module", args=[world.peru.slug]), chosen, follow=True)


def _release_of_fork(world: World) -> str:
    return reverse("modules:release", args=[_fork_of(world).page.pk])


def _fork_of(world: World) -> Module:
    return world.peru.modules.exclude(page=world.spanish).get()


def _report_of_fork(world: World) -> str:
    return reverse("fork_report", args=[_fork_of(world).page.pk])


def _adapt_fork(world: World) -> str:
    """Release the fork, then adapt it and say why; return the address of its report."""
    module = _fork_of(world)
    cut_release(module=module, by=world.admin, notes=content("Ours"))
    first, second = LessonPage.objects.child_of(module.page).order_by("path")[:2]
    first.title = content("Our title")
    first.body.append(("passage", {"title": content("Ours"), "body": [("heading", content("Ours"))]}))
    first.save_revision(user=world.admin)
    second.dropped_reason = content("Not here")
    second.save_revision(user=world.admin)
    reason = content("So it is here")
    give_reason(fork=module.fork, node_id=str(first.node_id), factor="market", reason=reason, by=world.admin)
    return _report_of_fork(world)


def _save_badly(admin: Client, lesson: LessonPage) -> Any:
    """Save a lesson with a form that lacks nearly everything."""
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    form = {"title": "", "code": "x", "minutes": "1", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    for name in ("materials", "requirements"):
        form |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    for name in ("body", "quiz", "notes"):
        form |= {f"{name}-count": "0"}
    return admin.post(address, form)
