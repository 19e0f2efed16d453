import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0008_fork_base_documents"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fork",
            name="base_document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.storeddocument"
            ),
        ),
    ]
