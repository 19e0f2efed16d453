"""Releases and what they are made of. Rows are created and never updated or deleted.

A row's `seal` is the SHA-256 of what the row says, together with the seal of the row before it, so that a change made
behind the database's back shows. Who acted stands in Wagtail's log, so that erasing a person changes no release.
"""

import functools
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.content.languages import validate_language
from curriculum.content.models import Module
from curriculum.document import Document, canonical_json, dump, load
from curriculum.releases.immutable import ImmutableModel, ImmutableQuerySet

LOADED_DOCUMENTS = 64  # how many documents a process keeps in memory


def seal_of(*parts: object) -> str:
    """Return the seal over `parts`, each written as text: SHA-256 of a JSON list, 64 hex digits."""
    written = json.dumps([str(part) for part in parts], ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def moment(value: datetime) -> str:
    """Return a moment as a seal writes it: ISO 8601 in UTC, with microseconds."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


class StoredDocument(ImmutableModel):
    """One document, as canonical JSON text that any tool can read in fifty years. Its name is its digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    json = models.TextField()

    objects = ImmutableQuerySet.as_manager()

    def __str__(self) -> str:
        return self.digest

    def load(self) -> Document:
        """Return the document; the same value for everybody who asks in this process."""
        return _loaded(self.digest)


def canonical_text(document: Document) -> str:
    """Return the canonical JSON of `document`, whose SHA-256 is its digest."""
    return canonical_json(dump(document)).decode()


@functools.lru_cache(maxsize=LOADED_DOCUMENTS)
def _loaded(digest: str) -> Document:
    return load(json.loads(StoredDocument.objects.values_list("json", flat=True).get(digest=digest)))


class Asset(ImmutableModel):
    """The bytes of one released file, stored once under their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    file = models.FileField(upload_to="assets", max_length=120)
    size = models.PositiveIntegerField(help_text="in bytes")
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField(help_text="in pixels")
    height = models.PositiveIntegerField(help_text="in pixels")

    objects = ImmutableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(media_type__in=["image/png", "image/jpeg", "image/gif", "image/webp"]),
                name="asset_is_a_picture",
            )
        ]

    def __str__(self) -> str:
        return self.sha256


class ReleaseQuerySet(ImmutableQuerySet):
    """Releases, adjective by adjective."""

    def newest_first(self) -> Self:
        return self.order_by("-major", "-minor", "-patch")

    def standing(self) -> Self:
        """Releases that were not withdrawn."""
        return self.filter(withdrawal__isnull=True)

    def numbered(self, number: str) -> Self:
        """The release of this number, "1.0.0"; none where the number is malformed."""
        parts = number.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 5 for part in parts):
            return self.none()
        return self.filter(**dict(zip(("major", "minor", "patch"), map(int, parts), strict=True)))


class Release(ImmutableModel):
    """One numbered version of a module. It never changes; corrections are new releases."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="releases")
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    notes = models.TextField(_("notes"), max_length=4000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seal = models.CharField(max_length=64, editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["module", "major", "minor", "patch"]
        constraints = [
            models.UniqueConstraint(
                fields=("module", "major", "minor", "patch"), name="release_number_is_unique_in_module"
            )
        ]
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.module.code} {self.number}"

    @property
    def number(self) -> str:
        """Return the number as people write it, "1.0.0"."""
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def version(self) -> tuple[int, int, int]:
        """Return the number as something that can be compared."""
        return self.major, self.minor, self.patch

    @property
    def is_withdrawn(self) -> bool:
        """Whether the release was withdrawn; it stays readable and says so."""
        return hasattr(self, "withdrawal")

    def seal_over(self, source: "StoredDocument | str", previous: "Release | None") -> str:
        """Return the seal that this row must have, given its source document (or digest) and the release before it."""
        digest = source if isinstance(source, str) else source.digest
        return seal_of(
            previous.seal if previous else "", self.module_id, self.number, self.notes, moment(self.created_at), digest
        )

    def previous(self) -> "Release | None":
        """Return the release of the next lower number, withdrawn or not; None for the first."""
        older = (
            models.Q(major__lt=self.major)
            | models.Q(major=self.major, minor__lt=self.minor)
            | models.Q(major=self.major, minor=self.minor, patch__lt=self.patch)
        )
        return Release.objects.filter(older, module_id=self.module_id).newest_first().first()

    def source_edition(self) -> "Edition":
        """Return the edition in the language that the module is written in: the first one that this release had."""
        return self.editions.select_related("document").earliest("pk")


class EditionQuerySet(ImmutableQuerySet):
    """Editions, adjective by adjective."""

    def latest_revisions(self) -> Self:
        """The latest revision of each edition."""
        newer = Edition.objects.filter(release=OuterRef("release"), language=OuterRef("language")).order_by("-revision")
        return self.filter(pk=Subquery(newer.values("pk")[:1]))

    def current(self) -> Self:
        """What the public reads: for each module and language the newest standing release's latest revision."""
        newest = Edition.objects.filter(
            release__module=OuterRef("release__module"), language=OuterRef("language"), release__withdrawal__isnull=True
        ).order_by("-release__major", "-release__minor", "-release__patch", "-revision")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))

    def with_release(self) -> Self:
        """Editions with their release, module and platform read along."""
        return self.select_related("release__module__platform", "release__withdrawal")


class Edition(ImmutableModel):
    """A release in one language. A corrected translation is a new revision."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(max_length=6, validators=[validate_language])
    revision = models.PositiveIntegerField(default=1)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="editions")
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    seal = models.CharField(max_length=64, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["release", "language", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=("release", "language", "revision"), name="edition_revision_is_unique_in_release"
            ),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="edition_revision_counts_from_one"),
        ]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.release} {self.language}"

    def seal_over(self, release: Release) -> str:
        """Return the seal that this row must have."""
        return seal_of(release.seal, self.language, self.revision, self.document_id, moment(self.published_at))

    def load(self) -> Document:
        """Return the edition's document."""
        return _loaded(self.document_id)


class Withdrawal(ImmutableModel):
    """That a release was withdrawn, when and why. The release stays readable and says so."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"), max_length=1000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seal = models.CharField(max_length=64, editable=False)

    objects = ImmutableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="withdrawal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.reason}"

    def seal_over(self, release: Release) -> str:
        """Return the seal that this row must have."""
        return seal_of(release.seal, self.reason, moment(self.created_at))
