"""Settings from the environment: where one is wrong, the start says which."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from scan import environment


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", False), ("0", False), ("false", False), ("No", False), ("off", False),
     ("1", True), ("TRUE", True), ("yes", True), (" on ", True)],
)  # fmt: skip
def test_flag__reads_words_for_on_and_off(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("DEBUG", value)

    assert environment.flag("DEBUG") is expected


@pytest.mark.parametrize(("value", "expected"), [("", True), (" ", True), ("0", False), ("1", True)])
def test_flag__is_its_default_where_it_is_unset(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("TRANSLATION_MEMORY_FILLS", value)

    assert environment.flag("TRANSLATION_MEMORY_FILLS", default=True) is expected


@pytest.mark.parametrize("value", ["2", "maybe", "wahr", "truee"])
def test_flag__names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)

    with pytest.raises(ImproperlyConfigured, match=f"^DEBUG='{value}' is wrong: write 1"):
        environment.flag("DEBUG")


def test_port__reads_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8080")
    assert environment.port("PORT", 8000) == 8080
    monkeypatch.setenv("PORT", "")
    assert environment.port("PORT", 8000) == 8000


@pytest.mark.parametrize("value", ["0", "65536", "-1", "eighty", "80.0", "8 0", "٨٠", "9" * 5000])
def test_port__names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)

    with pytest.raises(ImproperlyConfigured, match="^PORT=.* is wrong: write a port number"):
        environment.port("PORT", 8000)


def test_words__are_divided_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " scan.example.org, ,10.0.0.1,")

    assert environment.words("ALLOWED_HOSTS", "localhost") == ["scan.example.org", "10.0.0.1"]


def test_secret_key__is_made_once_and_only_its_owner_reads_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "var" / "key"

    key = environment.secret_key("SECRET_KEY", file, required=False)

    assert len(key) >= 50
    assert environment.secret_key("SECRET_KEY", file, required=False) == key
    assert file.stat().st_mode & 0o777 == 0o600


def test_secret_key__is_demanded_of_a_public_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="^SECRET_KEY is missing: .* ALLOWED_HOSTS"):
        environment.secret_key("SECRET_KEY", tmp_path / "key", required=True)
    assert not (tmp_path / "key").exists()


def test_secret_key__that_is_short_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")

    with pytest.raises(ImproperlyConfigured, match="^SECRET_KEY is wrong: it needs at least 32 characters"):
        environment.secret_key("SECRET_KEY", tmp_path / "key", required=False)


def test_secret_key__an_empty_file_is_filled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "key"
    file.touch()

    assert len(environment.secret_key("SECRET_KEY", file, required=False)) >= 50


@pytest.mark.parametrize(
    "address",
    ["mysql://root@localhost/scan", "scan.sqlite3", "/var/scan.sqlite3", "postgres", "http://example.org", "postgres://a:b@[::1/x",
     "postgres://scan@localhost:port/scan"],
)  # fmt: skip
def test_database__names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(ImproperlyConfigured, match="^DATABASE_URL.* is wrong: "):
        environment.database("DATABASE_URL", "sqlite:///x")


def test_database__does_not_show_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://root:hunter2@localhost/scan")

    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.database("DATABASE_URL", "sqlite:///x")
    assert "hunter2" not in str(refusal.value)


def test_database__sqlite_waits_and_keeps_what_was_committed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new/scan.sqlite3")

    settings = environment.database("DATABASE_URL", "")

    assert settings["NAME"] == f"{tmp_path}/new/scan.sqlite3"
    assert (tmp_path / "new").is_dir()
    options = settings["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA recursive_triggers=ON"} <= {
        pragma.strip() for pragma in options["init_command"].split(";")
    }


def test_database__postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://scan:pass@db.example.org:5433/scan")

    settings = environment.database("DATABASE_URL", "")

    assert (settings["ENGINE"], settings["HOST"], settings["PORT"], settings["NAME"]) == (
        "django.db.backends.postgresql", "db.example.org", 5433, "scan",
    )  # fmt: skip
