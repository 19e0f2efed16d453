import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

import curriculum.content.languages


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0012_segment_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="glossaryterm",
            name="es_confidence",
            field=models.CharField(
                choices=[
                    ("high", "High: common or unambiguous"),
                    ("medium", "Medium: understandable, confirm usage"),
                    ("low", "Low: descriptive, test first"),
                ],
                default="medium",
                max_length=10,
                verbose_name="confidence in the Spanish term",
            ),
        ),
        migrations.AddField(
            model_name="glossaryterm",
            name="pt_confidence",
            field=models.CharField(
                choices=[
                    ("high", "High: common or unambiguous"),
                    ("medium", "Medium: understandable, confirm usage"),
                    ("low", "Low: descriptive, test first"),
                ],
                default="medium",
                max_length=10,
                verbose_name="confidence in the Portuguese term",
            ),
        ),
        migrations.CreateModel(
            name="GlossaryVariant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        help_text="Such as pt-BR, es-PE or sw.",
                        max_length=6,
                        validators=[curriculum.content.languages.validate_language],
                        verbose_name="language",
                    ),
                ),
                ("text", models.CharField(max_length=160, verbose_name="words")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("high", "High: common or unambiguous"),
                            ("medium", "Medium: understandable, confirm usage"),
                            ("low", "Low: descriptive, test first"),
                        ],
                        default="medium",
                        help_text="How sure we are.",
                        max_length=10,
                        verbose_name="confidence",
                    ),
                ),
                (
                    "term",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="curriculum.glossaryterm",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "glossary variant",
                "verbose_name_plural": "glossary variants",
                "ordering": ["term", "language", "text"],
                "constraints": [
                    models.UniqueConstraint(fields=("term", "language", "text"), name="glossary_variant_stands_once")
                ],
            },
        ),
    ]
