"""What tests are about: small documents with every kind of node, platforms, people, releases.

Ids are made from names, so that two calls give the same document and a test can name any node by `node_id`.
"""

import hashlib
import io
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, User
from PIL import Image

from curriculum.content.actions.create_platform import create_platform
from curriculum.content.actions.import_document import import_document
from curriculum.content.models import ModulePage, PlatformPage, PlatformRole, Requirement, Standard
from curriculum.content.sources.reader import SourceModule, list_versions, read_module
from curriculum.document import Document, load, walk
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.models import Release
from curriculum.releases.numbering import FIRST, Bump, next_number

NAMESPACE = uuid.UUID("7d3c1f52-9d0e-4a35-8a26-1b2d3c4e5f60")

JSON = dict[str, Any]


def node_id(address: str) -> str:
    """Return the id of the node at `address`, such as "TST-1/lesson-1/text"."""
    return str(uuid.uuid5(NAMESPACE, address))


@cache
def picture_bytes(colour: str = "green", form: str = "PNG") -> bytes:
    """Return a small picture in one colour; the same bytes for the same colour and form."""
    file = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(file, form)
    return file.getvalue()


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of `content`, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


#: The files that `small_document` names, by SHA-256.
FILES: Mapping[str, bytes] = {sha256_of(picture_bytes()): picture_bytes()}


# Documents


def small_document(code: str = "TST-1", *, language: str = "en", lessons: int = 2, **changes: Any) -> Document:
    """Return a complete document of module `code` with `lessons` lessons, the first with every kind of node.

    `changes` replace fields of the module, such as `title="Another"`; texts are given as plain strings.
    """
    return load({"format": "scan-document/1", "language": language, "root": module_json(code, lessons, **changes)})


def module_json(code: str = "TST-1", lessons: int = 2, **changes: Any) -> JSON:
    """Return the JSON of the module node of `small_document`."""
    fields = {
        "code": code,
        "title": {"text": "A small module"},
        "summary": {"text": "It holds one of everything."},
        "levels": ["low", "moderate"],
        "phases": ["planning-1"],
        "themes": ["quality", "people"],
        "builds_on": ["ORG-1"],
    }
    fields |= {name: {"text": value} if name in {"title", "summary"} else value for name, value in changes.items()}
    slots = {
        "outcomes": [bare(code, "outcome", "say-why", "Say why a group keeps records")],
        "introduction": [
            bare(code, "heading", "welcome", "Welcome"),
            node(
                code,
                "text",
                "opening",
                {"body": {"html": "<p>Begin <b>here</b>.</p><ul><li>one</li><li>two</li></ul>"}},
            ),
        ],
        "lessons": [full_lesson(code)] + [short_lesson(code, number) for number in range(2, lessons + 1)],
    }
    return node(code, "module", "module", fields, slots)


def full_lesson(code: str, number: int = 1) -> JSON:
    """Return the JSON of a lesson with every kind of node that can stand in one."""
    at = f"{code}/lesson-{number}"
    slots = {
        "materials": [bare(at, "material", "cards", "four cards")],
        "body": [*_passage_body(at), _passage(f"{at}/passage")],
        "quiz": [_question(at, f"{code}.{number}-Q1", "first-question")],
        "notes": [
            node(at, "facilitator_note", "note", {"body": {"html": "<p>Bring water.</p>"}, "audience": ["facilitator"]})
        ],
        "requirements": [node(at, "requirement", "requirement", {"standard": "TST-STD", "requirement": "T-01"})],
    }
    fields = {
        "code": f"{code}.{number}",
        "title": {"text": "Look, then act"},
        "minutes": 90,
        "phase": "planning-1",
        "cycle_step": "plan",
        "place": {"text": "under a tree"},
        "levels": ["low", "moderate", "adequate"],
        "refresher_levels": ["moderate"],
        "optional_levels": ["adequate"],
        "standards": ["TST-STD"],
        "audience": ["learner", "facilitator"],
    }
    return node(code, "lesson", f"lesson-{number}", fields, slots)


def short_lesson(code: str, number: int) -> JSON:
    """Return the JSON of a lesson with one text and one question."""
    at = f"{code}/lesson-{number}"
    fields = {
        "code": f"{code}.{number}",
        "title": {"text": f"Lesson number {number}"},
        "minutes": 30,
        "levels": ["low"],
    }
    slots = {
        "body": [node(at, "text", "text", {"body": {"html": f"<p>Text of lesson {number}.</p>"}})],
        "quiz": [_question(at, f"{code}.{number}-Q1", "first-question")],
    }
    return node(code, "lesson", f"lesson-{number}", fields, slots)


def node(above: str, kind: str, name: str, fields: JSON, slots: JSON | None = None) -> JSON:
    """Return the JSON of a node whose id is that of the address `above`/`name`."""
    return {"id": node_id(f"{above}/{name}"), "kind": kind, "fields": fields, "slots": slots or {}}


def bare(above: str, kind: str, name: str, text: str) -> JSON:
    """Return the JSON of a node that is nothing but a text."""
    return node(above, kind, name, {"text": {"text": text}})


def _passage_body(at: str) -> list[JSON]:
    step = node(f"{at}/activity", "step", "step", {"minutes": 20, "body": {"html": "<p>Carry water.</p>"}})
    table = (
        '<table><thead><tr><th scope="col">Day</th><th scope="col">Rain</th></tr></thead>'
        '<tbody><tr><th scope="row">Monday</th><td>3 &lt; 4</td></tr></tbody></table>'
    )
    return [
        bare(at, "heading", "heading", "Why we look first"),
        node(at, "text", "text", {"body": {"html": "<p>A <b>bold</b> and <i>slanted</i> word.<br>A second line.</p>"}}),
        bare(at, "key_message", "key-message", "What is written down is not forgotten."),
        node(at, "activity", "activity", {"title": {"text": "Water game"}, "purpose": {"text": "To see leaks"}},
             {"materials": [bare(f"{at}/activity", "material", "cup", "a cup with holes")], "steps": [step]}),
        node(at, "discussion", "discussion", {"title": {"text": "Talk"}, "body": {"html": "<p>Sit in a circle.</p>"}},
             {"prompts": [bare(f"{at}/discussion", "prompt", "prompt", "Who writes at home?")]}),
        node(at, "story", "story", {"title": {"text": "Two sisters"}, "form": "story",
             "body": {"html": "<p>Once.</p>"}}),
        node(at, "table", "table", {"caption": {"text": "Rain"}, "table": {"html": table}}),
        node(at, "picture", "picture", {"image": {"asset": next(iter(FILES)), "name": "wheel.png"},
             "alternative": {"text": "A wheel with four spokes"}, "caption": {"text": "The wheel"}}),
        node(at, "form", "form", {"code": "F-TST-1.1", "title": {"text": "Rain record"}, "form_kind": "record",
             "orientation": "landscape", "blank_rows": 12, "kept_by": {"text": "the secretary"},
             "instructions": {"html": "<p>Write every day.</p>"}, "levels": ["low"], "audience": ["learner"]},
             {"entries": [node(f"{at}/form", "entry", "entry",
                               {"label": {"text": "Millimetres"}, "answer": "number"})]}),
        _question(at, "TST-1.1-Q0", "question"),
        node(at, "facilitator_note", "aside", {"body": {"html": "<p>Ask softly.</p>"}, "audience": ["facilitator"]}),
    ]  # fmt: skip


def _passage(at: str) -> JSON:
    fields = {
        "title": {"text": "For small groups"},
        "levels": ["low"],
        "standards": ["TST-STD"],
        "audience": ["learner"],
    }
    return {
        "id": node_id(at),
        "kind": "passage",
        "fields": fields,
        "slots": {"body": [bare(at, "heading", "heading", "Small")]},
    }


def _question(above: str, code: str, name: str) -> JSON:
    at = f"{above}/{name}"
    options = [
        node(at, "option", "right", {"text": {"text": "Yes"}, "correct": True, "feedback": {"text": "So it is."}}),
        node(at, "option", "wrong", {"text": {"text": "No"}}),
    ]
    fields = {"code": code, "text": {"text": "Does writing help?"}, "feedback": {"text": "It does."}}
    return node(above, "question", name, fields, {"options": options})


@cache
def demonstration_modules() -> tuple[SourceModule, ...]:
    """Return every version of every module of the generic curriculum in English, read from its source files."""
    versions = list_versions(settings.CURRICULUM_DATA / "generic" / "en")
    return tuple(read_module(version.folder, version.version) for version in versions)


# Rows


def make_platform(
    slug: str = "peru", *, name: str = "SCAN Perú", country: str = "PE", language: str = "es"
) -> PlatformPage:
    """Return a new platform."""
    return create_platform(slug=slug, name=name, country=country, language=language, by=None)


def make_person(platform: PlatformPage | None = None, role: str = "editor", username: str = "") -> AbstractUser:
    """Return the person `{platform}-{role}`, made where there is none; without a platform the administrator."""
    if platform is None:
        admin, _made = User.objects.get_or_create(username="admin", defaults={"is_superuser": True, "is_staff": True})
        return admin
    group = PlatformRole.objects.get(platform=platform, role=role).group
    user, _made = User.objects.get_or_create(
        username=username or f"{platform.slug}-{role}", defaults={"email": f"{platform.slug}-{role}@example.org"}
    )
    user.groups.add(group)
    return user


def imported(
    platform: PlatformPage,
    document: Document,
    *,
    files: Mapping[str, bytes] = FILES,
    approve: bool = True,
    by: Any = None,
) -> ModulePage:
    """Return the module page of `document` on `platform`, with the standards that it names."""
    ensure_requirements(document)
    return import_document(platform=platform, document=document, by=by, files=files, approve=approve)


def released(
    platform: PlatformPage,
    document: Document,
    number: str = "1.0.0",
    *,
    notes: str = "For a test.",
    files: Mapping[str, bytes] = FILES,
    by: Any = None,
) -> Release:
    """Return release `number` of `document` on `platform`; the number must follow the last one."""
    module = imported(platform, document, files=files).module
    last = module.releases.newest_first().first()
    release = cut_release(module=module, by=by, notes=notes, bump=_bump_to(number, last))
    if release.number != number:
        message = f"{number} does not follow {last}: it became {release.number}"
        raise ValueError(message)
    return release


def _bump_to(number: str, last: Release | None) -> Bump:
    wanted = tuple(map(int, number.split(".")))
    previous = (last.major, last.minor, last.patch) if last else None
    if previous is None and wanted != FIRST:
        message = "the first release of a module is 1.0.0"
        raise ValueError(message)
    return next((bump for bump in Bump if next_number(previous, bump) == wanted), Bump.PATCH)


def ensure_requirements(document: Document) -> None:
    """Make the standards and requirements that `document` names and that are missing."""
    for found in walk(document):
        named = found.fields.get("standards")
        for code in named if isinstance(named, tuple) else ():
            Standard.objects.get_or_create(code=code, defaults={"name": "A standard for tests"})
        if found.kind == "requirement":
            standard, _made = Standard.objects.get_or_create(
                code=found.fields["standard"], defaults={"name": "A standard for tests"}
            )
            Requirement.objects.get_or_create(
                standard=standard, code=found.fields["requirement"], defaults={"description": "A requirement for tests"}
            )
