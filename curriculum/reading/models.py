"""What the public searches. The rows follow from the editions: deleting and rebuilding them loses nothing."""

from typing import ClassVar

from django.db import models
from wagtail.search import index

from curriculum.releases.models import Edition


class LessonText(index.Indexed, models.Model):
    """The plain text of one lesson of a current edition; rebuilt whenever the module's editions change."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="lesson_texts")
    platform = models.CharField(max_length=255, help_text="slug of the platform")
    module_code = models.CharField(max_length=20)
    lesson_code = models.CharField(max_length=24)
    node_id = models.UUIDField(db_index=True)
    language = models.CharField(max_length=6)
    title = models.TextField()
    body = models.TextField()

    search_fields: ClassVar[list] = [
        index.SearchField("lesson_code", boost=4),
        index.SearchField("title", boost=3),
        index.SearchField("body"),
        index.FilterField("platform"),
        index.FilterField("language"),
    ]

    class Meta:
        ordering: ClassVar[list[str]] = ["platform", "module_code", "pk"]
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=("edition", "node_id"), name="lesson_text_is_unique_in_edition")
        ]

    def __str__(self) -> str:
        return f"{self.lesson_code} {self.title}"
