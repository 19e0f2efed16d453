import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0006_lesson_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="fork",
            name="base_document",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.storeddocument"
            ),
        ),
        migrations.AddField(
            model_name="fork",
            name="untranslated",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name="Pull",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("base_untranslated", models.JSONField(blank=True, default=dict)),
                ("untranslated", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("applied", "Applied"),
                            ("undone", "Undone"),
                            ("discarded", "Discarded"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("drafts_before", models.JSONField(blank=True, default=dict)),
                ("drafts_after", models.JSONField(blank=True, default=dict)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.edition"
                    ),
                ),
                (
                    "base_document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.storeddocument"
                    ),
                ),
                (
                    "fork",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pulls", to="curriculum.fork"
                    ),
                ),
                (
                    "theirs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pulls", to="curriculum.edition"
                    ),
                ),
                (
                    "theirs_document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.storeddocument"
                    ),
                ),
            ],
            options={
                "verbose_name": "pull",
                "verbose_name_plural": "pulls",
                "ordering": ["fork", "opened_at"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=64)),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("ours", "Ours"),
                            ("theirs", "Upstream's"),
                            ("both", "Both"),
                            ("value", "Our own text"),
                            ("accepted", "Accepted"),
                            ("declined", "Not taken"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.JSONField(blank=True, null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "pull",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="curriculum.pull"
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["pull", "made_at"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "pull",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="curriculum.pull"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
            },
        ),
        migrations.CreateModel(
            name="Adaptation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("node_id", models.UUIDField(editable=False)),
                (
                    "factor",
                    models.CharField(
                        choices=[
                            ("market", "Market"),
                            ("ecosystem", "Ecosystem"),
                            ("politics", "Political context"),
                            ("standards", "Standards"),
                            ("certification", "Certification bodies"),
                        ],
                        max_length=20,
                        verbose_name="adaptation factor",
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fork",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adaptations", to="curriculum.fork"
                    ),
                ),
            ],
            options={
                "verbose_name": "adaptation",
                "verbose_name_plural": "adaptations",
                "ordering": ["fork", "given_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("fork", "node_id"), name="adaptation_has_one_reason_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="adaptation_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("factor__in", ["market", "ecosystem", "politics", "standards", "certification"])
                        ),
                        name="adaptation_factor_is_known",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="pull",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("fork",), name="fork_has_one_open_pull"
            ),
        ),
        migrations.AddConstraint(
            model_name="pull",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "applied", "undone", "discarded"])),
                name="pull_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("pull", "key"), name="decision_is_made_once"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(fields=("pull", "user"), name="visit_is_one_row_a_person"),
        ),
    ]
