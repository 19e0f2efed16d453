"""Constraints of the working copy's tables, each by its name."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, models, transaction

from curriculum.content.models import Module, PlatformPage, PlatformRole, Requirement, Standard

pytestmark = pytest.mark.django_db


def assert_refused(name: str, row: models.Model) -> None:
    """Check that the database refuses `row` by the constraint `name`, which its model declares."""
    assert name in {constraint.name for constraint in row._meta.constraints}
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save(force_insert=True)
    assert name in str(refusal.value) or "UNIQUE constraint failed" in str(refusal.value)


def test_constraint__module_code_is_unique_on_platform(generic: PlatformPage, peru: PlatformPage) -> None:
    Module.objects.create(platform=generic, code="TST-1")
    Module.objects.create(platform=peru, code="TST-1")

    assert_refused("module_code_is_unique_on_platform", Module(platform=generic, code="TST-1"))


def test_constraint__platform_has_each_role_once(generic: PlatformPage) -> None:
    group = Group.objects.create(name="another")

    assert_refused("platform_has_each_role_once", PlatformRole(platform=generic, role="editor", group=group))


def test_constraint__platform_role_is_known(generic: PlatformPage) -> None:
    group = Group.objects.create(name="another")

    assert_refused("platform_role_is_known", PlatformRole(platform=generic, role="king", group=group))


def test_constraint__requirement_code_is_unique_in_standard(db: None) -> None:
    standard, other = Standard.objects.create(code="A", name="A"), Standard.objects.create(code="B", name="B")
    Requirement.objects.create(standard=standard, code="1", description="x")
    Requirement.objects.create(standard=other, code="1", description="x")

    assert_refused("requirement_code_is_unique_in_standard", Requirement(standard=standard, code="1", description="y"))
