"""Gives every fork the document that it stands on: its base edition's, in the fork's own language."""

import json
from hashlib import sha256
from typing import Any

from django.db import migrations


def name_base_documents(apps: Any, _schema_editor: Any) -> None:
    """Name the base edition's document; where a regional fork has another language, store it in that one."""
    for fork in apps.get_model("curriculum", "Fork").objects.filter(base_document__isnull=True):
        edition = fork.base
        language = apps.get_model("curriculum", "ModulePage").objects.get(module=fork.module).language
        fork.base_document_id = (
            edition.document_id if edition.language == language else _stored_in(apps, edition.document, language)
        )
        fork.save(update_fields=["base_document"])


def _stored_in(apps: Any, document: Any, language: str) -> str:
    data = {**json.loads(document.json), "language": language}
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = sha256(text.encode()).hexdigest()
    apps.get_model("curriculum", "StoredDocument").objects.get_or_create(digest=digest, defaults={"json": text})
    return digest


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0007_pulls"),
    ]

    operations = [
        migrations.RunPython(name_base_documents, migrations.RunPython.noop),
    ]
