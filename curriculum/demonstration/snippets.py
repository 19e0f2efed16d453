"""Loads glossary, standards, topics and requirements from `curriculum_data`."""

import json
from pathlib import Path

from django.db import transaction

from curriculum.content.models import GlossaryTerm, GlossaryVariant, Requirement, Standard, Topic


@transaction.atomic
def load_glossary(file: Path) -> None:
    """Make the glossary terms of `file` that are missing, with their variants; what people edited stays."""
    known = set(GlossaryTerm.objects.values_list("slug", flat=True))
    missing = [term for term in json.loads(file.read_text(encoding="utf-8"))["terms"] if term["id"] not in known]
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(
            slug=term["id"],
            en=term["en"],
            definition=term["definition_en"],
            es=term["es"],
            pt=term["pt"],
            sw=term["sw"],
            es_confidence=term["es_confidence"],
            pt_confidence=term["pt_confidence"],
            sw_confidence=term["sw_confidence"],
            note=term.get("note", ""),
        )
        for term in missing
    )
    made = GlossaryTerm.objects.in_bulk([term["id"] for term in missing], field_name="slug")
    GlossaryVariant.objects.bulk_create(
        GlossaryVariant(term=made[term["id"]], **variant) for term in missing for variant in term.get("variants", ())
    )


@transaction.atomic
def load_requirement_map(file: Path) -> None:
    """Make the topics, standards and requirements of `file` that are missing; what people edited stays."""
    data = json.loads(file.read_text(encoding="utf-8"))
    topics = {
        topic["code"]: Topic.objects.get_or_create(
            code=topic["code"], defaults={"name": topic["name"], "description": topic["description"]}
        )[0]
        for topic in data["topics"]
    }
    for entry in data["standards"]:
        details = {name: entry.get(name) or "" for name in ("name", "owner", "version_seen", "crops")}
        standard, _made = Standard.objects.get_or_create(code=entry["code"], defaults=details)
        for row in entry["requirements"]:
            requirement, made = Requirement.objects.get_or_create(
                standard=standard,
                code=row["code"],
                defaults={
                    "description": row["description"],
                    "chapter": row["public_chapter"] or "",
                    "chapter_checked": row["chapter_checked"],
                },
            )
            if made:
                requirement.topics.set([topics[code] for code in row["topics"]])
