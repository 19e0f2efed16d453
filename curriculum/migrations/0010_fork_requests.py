import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0009_fork_base_document_is_known"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ForkRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("heard_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("finished_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fork_requests",
                        to="curriculum.platformpage",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "fork request",
                "verbose_name_plural": "fork requests",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RequestedFork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("made", "Forked"), ("refused", "Not forked")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("problem", models.TextField(blank=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.edition"
                    ),
                ),
                (
                    "fork",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="curriculum.fork",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="curriculum.forkrequest"
                    ),
                ),
            ],
            options={
                "verbose_name": "requested fork",
                "verbose_name_plural": "requested forks",
                "ordering": ["request", "place"],
            },
        ),
        migrations.AddConstraint(
            model_name="forkrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)),
                fields=("platform",),
                name="platform_has_one_open_fork_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestedfork",
            constraint=models.UniqueConstraint(fields=("request", "place"), name="requested_fork_has_its_own_place"),
        ),
        migrations.AddConstraint(
            model_name="requestedfork",
            constraint=models.UniqueConstraint(fields=("request", "edition"), name="requested_fork_is_asked_for_once"),
        ),
        migrations.AddConstraint(
            model_name="requestedfork",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("problem", ""), _negated=True)),
                    models.Q(("state__in", ["waiting", "made"]), ("problem", "")),
                    _connector="OR",
                ),
                name="requested_fork_has_a_problem_where_refused",
            ),
        ),
    ]
