import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0013_glossary_variants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DismissedCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("text_digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dismissed_checks",
                        to="curriculum.translatedsegment",
                    ),
                ),
            ],
            options={
                "verbose_name": "dismissed check",
                "verbose_name_plural": "dismissed checks",
                "ordering": ["segment", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("segment", "code"), name="check_of_a_segment_is_dismissed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="check_is_dismissed_with_a_reason"
                    ),
                ],
            },
        ),
    ]
