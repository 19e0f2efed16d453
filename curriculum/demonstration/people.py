"""The people of the demonstration: one for every role of every platform, and an administrator."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from curriculum.content.models import PlatformRole

PASSWORD_FILE = Path(settings.VAR_DIR) / "demo-password"


def demo_password() -> str:
    """Return the password of all demonstration accounts: `DEMO_PASSWORD`, else one that is made once and kept."""
    if password := os.environ.get("DEMO_PASSWORD"):
        return password
    if not PASSWORD_FILE.exists():
        PASSWORD_FILE.parent.mkdir(parents=True, exist_ok=True)
        PASSWORD_FILE.touch(mode=0o600)
        PASSWORD_FILE.write_text("-".join(secrets.token_hex(2) for _part in range(4)), encoding="ascii")
    return PASSWORD_FILE.read_text(encoding="ascii").strip()


def create_people() -> list[str]:
    """Make the accounts that are missing, and return the names of all: `admin` and one `{platform}-{role}` a role.

    An account that exists keeps its password and its roles.
    """
    accounts = get_user_model()
    password = make_password(demo_password())
    if not accounts.objects.filter(username="admin").exists():
        accounts.objects.create(username="admin", password=password, is_superuser=True, is_staff=True)
    names = ["admin"]
    for role in PlatformRole.objects.select_related("platform", "group").order_by("platform__path", "pk"):
        name = f"{role.platform.slug}-{role.role}"
        user, made = accounts.objects.get_or_create(username=name, defaults={"password": password})
        if made:
            user.first_name, user.last_name = role.get_role_display(), role.platform.title[:150]
            user.save(update_fields=["first_name", "last_name"])
            user.groups.add(role.group)
        names.append(name)
    return names
