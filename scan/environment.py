"""Reads the settings that come from the environment, and says in plain words which one is wrong."""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether the variable `name` is on; unset or empty means `default`.

    Raises ImproperlyConfigured where the value is neither of the words for on and off.
    """
    value = os.environ.get(name, "").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is wrong: write 1 (on) or 0 (off).")
    return value in TRUE if value else default


def words(name: str, default: str) -> list[str]:
    """Return the comma-separated words of the variable `name`, without empty ones."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def port(name: str, default: int) -> int:
    """Return the variable `name` as a port number, 1 to 65535."""
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or len(value) > 5 or not 1 <= int(value) <= 65535:
        raise ImproperlyConfigured(f"{name}={value!r} is wrong: write a port number from 1 to 65535.")
    return int(value)


def secret_key(name: str, file: Path, *, required: bool) -> str:
    """Return the variable `name`, else the key kept in `file`, which is made on the first start.

    `required` refuses to go on with a key of its own making: a server that the public reaches is given one.
    """
    value = os.environ.get(name, "")
    if value:
        if len(value) < 32:
            raise ImproperlyConfigured(f"{name} is wrong: it needs at least 32 characters.")
        return value
    if required:
        raise ImproperlyConfigured(f"{name} is missing: set it to 50 random characters where ALLOWED_HOSTS is set.")
    if not file.exists() or not file.stat().st_size:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def database(name: str, default: str) -> dict[str, object]:
    """Return Django's settings for the database at the address in the variable `name`.

    SQLite runs in WAL mode with immediate transactions and full synchronisation, so that writers wait for each other
    and what was committed survives a power cut. Raises ImproperlyConfigured for an address of any other form.
    """
    address = os.environ.get(name) or default
    scheme = address.partition(":")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        # The address itself may hold a password, so that it is not shown.
        raise ImproperlyConfigured(f"{name} is wrong: write sqlite:///FILE or postgres://USER:PASSWORD@HOST/NAME.")
    try:
        settings = dict(dj_database_url.parse(address, conn_max_age=0 if scheme == "sqlite" else 60))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is wrong: {error}.") from error
    if scheme == "sqlite":
        settings["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            # Without it REPLACE deletes a row past the triggers that protect what was released.
            "PRAGMA recursive_triggers=ON;",
        }
        file = str(settings["NAME"])
        if file not in {"", ":memory:"}:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
    return settings
