"""A module's draft may hold another order of its lessons than that of their pages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0005_lesson_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="modulepage",
            name="lesson_order",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]
