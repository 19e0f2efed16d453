"""A walk through the translator's screen: every state of a text, every refusal, comments, checks, assignments."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.actions.write_text import write_text
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from tests.integration.interface.pseudo_language import content
from tests.integration.interface.world import World

JSON = {"accept": "application/json"}


def translating(admin: Client, world: World) -> Iterator[tuple[str, Any]]:
    """Yield a name and the answer for each view of the screen; the module has a release that stands."""
    release = world.module.module.releases.standing().newest_first()[0]
    translation = start_translation(release=release, language="es", by=world.admin)
    rows = list(translation.segments.filter(source__regex=r"[^<>]{8}").order_by("place")[:7])
    for row, state in zip(rows, SegmentState, strict=False):
        text = "" if state == SegmentState.EMPTY else content("Some  text")
        TranslatedSegment.objects.filter(pk=row.pk).update(
            state=state, text=text, previous_source=content("Before") if state == SegmentState.STALE else ""
        )
    address = reverse("translate", args=[translation.pk])
    for show in ("all", "open", *SegmentState.values):
        yield f"translating, {show}", admin.get(address, {"show": show, "q": content("a") if show == "open" else ""})
    yield "translating the module itself", admin.get(address, {"lesson": "module"})
    yield from _texts(admin, world, translation, rows)
    yield "comment without words", _post(admin, translation, "translate_comment", rows[0], comment="")
    yield "comment", _post(admin, translation, "translate_comment", rows[0], comment=content("What is this?"))
    comment = rows[0].comments.get()
    yield "comment resolved", _post(admin, translation, "translate_resolve", rows[0], comment=comment.pk)
    yield "check dismissed without a reason", _post(admin, translation, "translate_dismiss", rows[3], code="spaces")
    yield "person who is none", _post(admin, translation, "translate_assign", rows[0], lesson="module", person="1000")
    yield "lesson that is none", _post(admin, translation, "translate_assign", rows[0], lesson="n1", person="")
    yield "nobody assigned", _post(admin, translation, "translate_assign", rows[0], lesson="module", person="")


def _texts(
    admin: Client, world: World, translation: Translation, rows: list[TranslatedSegment]
) -> Iterator[tuple[str, Any]]:
    row = translation.segments.get(pk=rows[5].pk)
    seen = row.version
    yield "text that cannot stand", _post(admin, translation, "translate_save", row, text="1" * 50_001, seen=seen)
    yield "nothing to review", _post(admin, translation, "translate_review", row, text="", seen=seen)
    yield "review of what is not saved", _post(admin, translation, "translate_review", row, text="n1", seen=seen)
    write_text(segment=row, text=content("Theirs"), by=world.people["translator"], seen=seen)
    yield "text of two", _post(admin, translation, "translate_save", row, text=content("Mine"), seen=seen)
    data = {"segment": row.pk, "seen": translation.segments.get(pk=row.pk).version, "text": content("Mine")}
    answer = admin.post(reverse("translate_save", args=[translation.pk]), data, headers=JSON).json()
    yield "saved by script", HttpResponse("".join([answer["words"], *answer["regions"].values()]))
    again = {**data, "seen": translation.segments.get(pk=row.pk).version, "draft": "1", "text": content("Half")}
    answer = admin.post(reverse("translate_save", args=[translation.pk]), again, headers=JSON).json()
    yield "draft by script", HttpResponse("".join([answer["words"], *answer["regions"].values()]))


def _post(admin: Client, translation: Translation, name: str, row: TranslatedSegment, **data: Any) -> Any:
    address = reverse(name, args=[translation.pk])
    return admin.post(address, {"segment": row.pk, "lesson": str(row.lesson_id or "module"), **data}, follow=True)
