"""Recomputes every digest, seal, file and reference of what was released, and says what is wrong."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from curriculum.content.conforming import faults
from curriculum.document import DocumentError, digest, load
from curriculum.exceptions import CurriculumError
from curriculum.releases.assets import assets_of, facts_of
from curriculum.releases.immutable import ImmutableModel
from curriculum.releases.models import Asset, Edition, Release, StoredDocument, Withdrawal, canonical_text

CHUNK = 100
Progress = Callable[[], None]


def integrity_problems(tick: Progress = lambda: None) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong; nothing where all is well. `tick` is called once a row."""
    yield from _document_problems(tick)
    yield from _asset_problems(tick)
    yield from _release_problems(tick)
    yield from _log_problems()
    yield from _trigger_problems()


def rows_to_check() -> int:
    """Return how many rows `integrity_problems` looks at."""
    return sum(model.objects.count() for model in (StoredDocument, Asset, Release))


def immutable_tables() -> list[str]:
    """Return the names of the tables whose rows never change."""
    return sorted(
        m._meta.db_table for m in apps.get_app_config("curriculum").get_models() if issubclass(m, ImmutableModel)
    )


def _document_problems(tick: Progress) -> Iterator[str]:
    languages: dict[str, set[str]] = {}
    for name, language in Edition.objects.values_list("document_id", "language"):
        languages.setdefault(name, set()).add(language)
    known_assets = set(Asset.objects.values_list("sha256", flat=True))
    for stored in StoredDocument.objects.order_by("digest").iterator(chunk_size=CHUNK):
        tick()
        if hashlib.sha256(stored.json.encode("utf-8", "surrogatepass")).hexdigest() != stored.digest:
            yield _("Document %s: its text is not what its digest says.") % stored.digest
        try:
            document = load(json.loads(stored.json))
        except (DocumentError, ValueError, RecursionError) as error:
            yield _("Document %(digest)s cannot be read: %(reason)s") % {"digest": stored.digest, "reason": error}
            continue
        if digest(document) != stored.digest or canonical_text(document) != stored.json:
            yield _("Document %s is not stored in its canonical form.") % stored.digest
        if languages.get(stored.digest, {document.language}) != {document.language}:
            yield _("Document %s is in another language than its edition says.") % stored.digest
        for fault in faults(document):
            yield _("Document %(digest)s: %(reason)s") % {"digest": stored.digest, "reason": fault}
        for asset in assets_of(document):
            if asset.sha256 not in known_assets:
                yield _("Document %(digest)s names file “%(name)s”, which is not stored.") % {
                    "digest": stored.digest, "name": asset.name,
                }  # fmt: skip


def _asset_problems(tick: Progress) -> Iterator[str]:
    for asset in Asset.objects.order_by("sha256").iterator(chunk_size=CHUNK):
        tick()
        try:
            with asset.file.open("rb") as file:
                content = file.read()
        except OSError:
            yield _("File %s is missing.") % asset.file.name
            continue
        if hashlib.sha256(content).hexdigest() != asset.sha256:
            yield _("File %s is not what its digest says.") % asset.file.name
        elif any(getattr(asset, name) != value for name, value in facts_of(content).items()):
            yield _("File %s is not of the size or kind that its row says.") % asset.file.name


def _release_problems(tick: Progress) -> Iterator[str]:
    previous: dict[Any, Release] = {}
    releases = Release.objects.select_related("module__platform", "withdrawal").order_by(
        "module", "major", "minor", "patch"
    )
    for release in releases.prefetch_related("editions").iterator(chunk_size=CHUNK):
        tick()
        name = f"{release.module.platform.slug} {release}"
        editions = sorted(release.editions.all(), key=lambda edition: edition.pk)
        if not editions:
            yield _("Release %s has no edition.") % name
        elif release.seal != release.seal_over(editions[0].document_id, previous.get(release.module_id)):
            yield _("Release %s was changed, or one before it was changed or removed.") % name
        yield from _edition_problems(name, release, editions)
        withdrawal: Withdrawal | None = getattr(release, "withdrawal", None)
        if withdrawal and withdrawal.seal != withdrawal.seal_over(release):
            yield _("The withdrawal of %s was changed.") % name
        previous[release.module_id] = release


def _edition_problems(name: str, release: Release, editions: list[Edition]) -> Iterator[str]:
    revisions: dict[str, list[int]] = {}
    for edition in editions:
        revisions.setdefault(edition.language, []).append(edition.revision)
        if edition.seal != edition.seal_over(release):
            yield _("Edition %(name)s in “%(language)s” was changed.") % {"name": name, "language": edition.language}
        document = StoredDocument.objects.filter(pk=edition.document_id).first()
        if document is None:
            yield _("Edition %(name)s in “%(language)s” has lost its document.") % {
                "name": name, "language": edition.language,
            }  # fmt: skip
        elif _code_in(document) != release.module.code:
            yield _("Edition %(name)s in “%(language)s” holds another module.") % {
                "name": name, "language": edition.language,
            }  # fmt: skip
    for language, numbers in revisions.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield _("Edition %(name)s in “%(language)s” lacks a revision.") % {"name": name, "language": language}


def _code_in(document: StoredDocument) -> object:
    try:
        return document.load().root.fields.get("code")
    except (DocumentError, ValueError, RecursionError, CurriculumError):
        return None


def _log_problems() -> Iterator[str]:
    """Releases and withdrawals that the log remembers and the tables do not."""
    yield from _lost_editions()
    entries = PageLogEntry.objects.filter(action__in=["curriculum.release", "curriculum.withdraw"])
    for action, data in entries.values_list("action", "data").iterator(chunk_size=CHUNK):
        releases = Release.objects.numbered(data["number"]).filter(module=data["module"])
        if not releases.exists():
            yield _("The log tells of release %s, which is gone.") % data["number"]
        elif action == "curriculum.withdraw" and not releases.filter(withdrawal__isnull=False).exists():
            yield _("The log tells that release %s was withdrawn, and its withdrawal is gone.") % data["number"]


def _lost_editions() -> Iterator[str]:
    """Editions that the log remembers and the table does not."""
    for data in PageLogEntry.objects.filter(action="curriculum.publish_edition").values_list("data", flat=True):
        editions = Edition.objects.filter(language=data["language"], revision=data["revision"])
        releases = Release.objects.numbered(data["number"]).filter(module=data["module"])
        if not editions.filter(release__in=releases).exists():
            yield _("The log tells of edition %(number)s in “%(language)s”, revision %(revision)s, which is gone.") % {
                name: data[name] for name in ("number", "language", "revision")
            }


def _trigger_problems() -> Iterator[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgenabled <> 'D' "
                "AND proname = 'curriculum_refuse' AND prosrc LIKE '%RAISE EXCEPTION%'"
            )
        present = {row[0] for row in cursor.fetchall()}
    for table in immutable_tables():
        for event in ("update", "delete"):
            if f"{table}_no_{event}" not in present:
                yield _("Table %(table)s is not protected against %(event)s. Run the migrations.") % {
                    "table": table, "event": event,
                }  # fmt: skip
