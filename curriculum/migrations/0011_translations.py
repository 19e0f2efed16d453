import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import curriculum.content.languages


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0010_fork_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="platformpage",
            name="asks_review",
            field=models.BooleanField(
                default=False,
                help_text="A translated edition is published only when a second person reviewed each of its parts.",
                verbose_name="editions need a review",
            ),
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(max_length=6, validators=[curriculum.content.languages.validate_language]),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="curriculum.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "ordering": ["release", "language"],
            },
        ),
        migrations.CreateModel(
            name="TranslatedSegment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160)),
                ("node_id", models.UUIDField()),
                ("lesson_id", models.UUIDField(blank=True, null=True)),
                ("field", models.CharField(max_length=40)),
                ("place", models.PositiveIntegerField()),
                ("source", models.TextField()),
                ("source_digest", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=6)),
                ("text", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("empty", "Empty"),
                            ("suggested", "Suggested"),
                            ("stale", "Stale"),
                            ("translated", "Translated"),
                            ("reviewed", "Reviewed"),
                        ],
                        default="empty",
                        max_length=12,
                    ),
                ),
                ("previous_source", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "translation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="segments",
                        to="curriculum.translation",
                    ),
                ),
            ],
            options={
                "verbose_name": "segment",
                "verbose_name_plural": "segments",
                "ordering": ["translation", "place"],
            },
        ),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.UniqueConstraint(
                fields=("release", "language"), name="release_has_one_translation_a_language"
            ),
        ),
        migrations.AddIndex(
            model_name="translatedsegment",
            index=models.Index(fields=["language", "source_digest"], name="segment_memory"),
        ),
        migrations.AddConstraint(
            model_name="translatedsegment",
            constraint=models.UniqueConstraint(
                fields=("translation", "key"), name="segment_key_is_unique_in_translation"
            ),
        ),
        migrations.AddConstraint(
            model_name="translatedsegment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["empty", "suggested", "stale", "translated", "reviewed"])),
                name="segment_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="translatedsegment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "empty"), ("text", "")),
                    models.Q(models.Q(("state", "empty"), _negated=True), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="segment_is_empty_where_it_has_no_text",
            ),
        ),
    ]
