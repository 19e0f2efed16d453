"""create_platform, import_document and export_document: exit status, output, and what they say to bad input."""

import json
from pathlib import Path

import pytest

from curriculum.content.models import ModulePage, PlatformPage, PlatformRole
from curriculum.content.working_copy import working_copy
from curriculum.document import dump, load
from tests.factories import ensure_requirements, imported, released, small_document
from tests.integration.commands.running import Ended, manage

pytestmark = pytest.mark.django_db


def assert_refused(ended: Ended, *sentences: str) -> None:
    """Check for exit status 1, nothing on standard output, ten plain lines at most, and `sentences` among them."""
    assert (ended.status, ended.out) == (1, "")
    assert 1 <= len(ended.err.strip().splitlines()) <= 10
    assert "Traceback" not in ended.err
    for sentence in sentences:
        assert sentence in ended.err


def assert_misused(ended: Ended) -> None:
    """Check for exit status 2 and a usage line."""
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("usage:")


# create_platform

KENYA = ("--name", "SCAN Kenya", "--country", "KE", "--language", "sw")


def test_create_platform__answers_with_a_sentence_or_json(generic: PlatformPage) -> None:
    assert manage("create_platform", "kenya", *KENYA) == Ended(status=0, out="Platform kenya is made.\n", err="")

    ended = manage("create_platform", "uganda", "--name", "U", "--country", "ug", "--language", "en", "--json")

    assert ended.data == {"slug": "uganda", "name": "U", "country": "UG", "language": "en"}
    assert PlatformRole.objects.filter(platform__slug="kenya").count() == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("generic", *KENYA), "There is already a platform “generic”."),
        (("search", *KENYA), "Name in addresses: "),
        (("admin", *KENYA), "Name in addresses: "),
        (("Kenya", *KENYA), "Name in addresses: "),
        (("ken ya", *KENYA), "Name in addresses: "),
        (("kénya", *KENYA), "Name in addresses: "),
        (("../kenya", *KENYA), "Name in addresses: "),
        (("kenya\0", *KENYA), "slug: It holds characters that no text may hold."),
        (("x" * 41, *KENYA), "Name in addresses: "),
        (("", *KENYA), "Name in addresses: "),
        (("kenya", "--name", " ", "--country", "KE", "--language", "sw"), "Name: "),
        (("kenya", "--name", "K", "--country", "XX", "--language", "sw"), "Country: “XX” is no country code."),
        (("kenya", "--name", "K", "--country", "KEN", "--language", "sw"), "Country: "),
        (("kenya", "--name", "K", "--country", "", "--language", "sw"), "Country: "),
        (("kenya", "--name", "K", "--country", "1A", "--language", "sw"), "Country: "),
        (
            ("kenya", "--name", "K", "--country", "KE", "--language", "fr"),
            "Language: “fr” is not a language of this site.",
        ),
        (("kenya", "--name", "K", "--country", "KE", "--language", "sw-XX-YY"), "Language: "),
        (("kenya", "--name", "K", "--country", "KE", "--language", "pt_BR"), "Language: "),
        (("kenya", "--name", "K", "--country", "KE", "--language", ""), "Language: "),
        (("kenya", "--name", "K\udcff", "--country", "KE", "--language", "sw"), "name: It holds"),
    ],
)
def test_create_platform__refuses(generic: PlatformPage, arguments: tuple[str, ...], sentence: str) -> None:
    assert_refused(manage("create_platform", *arguments), sentence)
    assert list(PlatformPage.objects.values_list("slug", flat=True)) == ["generic"]


@pytest.mark.parametrize(
    "arguments", [(), ("kenya",), ("kenya", "--name", "K", "--country", "KE"), ("kenya", *KENYA, "--colour", "red")]
)
def test_create_platform__wrong_command_line(db: None, arguments: tuple[str, ...]) -> None:
    assert_misused(manage("create_platform", *arguments))


# export_document


def test_export__latest_draft_and_edition(generic: PlatformPage) -> None:
    released(generic, small_document())
    imported(generic, small_document(title="Draft"), approve=False)

    draft = manage("export_document", "generic", "TST-1")
    edition = manage("export_document", "generic", "tst-1", "--number", "1.0.0", "--language", "en")

    assert (draft.status, load(draft.data)) == (0, small_document(title="Draft"))
    assert (edition.status, load(edition.data)) == (0, small_document())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nowhere", "TST-1"), "There is no platform “nowhere”. There are: generic."),
        (("generic", "NO-1"), "Platform “generic” has no module “NO-1”. It has: TST-1."),
        (("generic", "TST-1", "--number", "2.0.0"), "TST-1 has no release “2.0.0”. It has: 1.0.0."),
        (("generic", "TST-1", "--number", "one"), "TST-1 has no release “one”."),
        (("generic", "TST-1", "--number", "1.0.0", "--language", "sw"), "TST-1 1.0.0 is not published in “sw”."),
        (("generic", "x" * 3000), "has no module"),
        (("generic\0", "TST-1"), "platform: It holds characters that no text may hold."),
        (("generic", "TST-1\udcff"), "module: It holds characters that no text may hold."),
        (("generic", "TST-1", "--number", "1.0.0", "--language", "e\0"), "language: It holds"),
    ],
)
def test_export__refuses(generic: PlatformPage, arguments: tuple[str, ...], sentence: str) -> None:
    released(generic, small_document())

    ended = manage("export_document", *arguments)

    assert_refused(ended, sentence)
    assert len(ended.err) < 1000


def test_export__of_a_module_whose_page_is_gone(generic: PlatformPage) -> None:
    released(generic, small_document())
    ModulePage.objects.get().delete()

    assert_refused(manage("export_document", "generic", "TST-1"), "has no module “TST-1”")
    assert load(manage("export_document", "generic", "TST-1", "--number", "1.0.0").data) == small_document()


# import_document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with the JSON of the small module, and the rows that it refers to."""
    ensure_requirements(small_document())
    path = tmp_path / "document.json"
    path.write_text(json.dumps(dump(small_document())), encoding="utf-8")
    return path


def test_import__answers_and_round_trips(generic: PlatformPage, file: Path) -> None:
    released(generic, small_document())
    file.write_text(json.dumps(dump(small_document(title="New"))), encoding="utf-8")

    ended = manage("import_document", "generic", "TST-1", str(file), "--draft", "--json")

    assert (ended.status, ended.data) == (0, {"module": "TST-1", "approved": False})
    assert working_copy(ModulePage.objects.get()).document == small_document(title="New")
    assert manage("import_document", "generic", "tst-1", str(file)).out == "TST-1 is imported.\n"
    assert manage("import_document", "generic", "TST-1", "-", stdin=file.read_bytes()).status == 0


def test_import__takes_files_that_were_released_before(generic: PlatformPage, peru: PlatformPage, file: Path) -> None:
    assert_refused(manage("import_document", "peru", "TST-1", str(file)), "The file of picture “wheel.png” is missing.")
    released(generic, small_document())

    assert manage("import_document", "peru", "TST-1", str(file)).status == 0


def nested(depth: int) -> str:
    """Return a document whose passages nest `depth` deep."""
    data = dump(small_document())
    passage = None
    for number in range(depth):
        inner = [passage] if passage else []
        passage = {
            "id": f"00000000-0000-4000-8000-{number:012d}",
            "kind": "passage",
            "fields": {},
            "slots": {"body": inner},
        }
    data["root"]["slots"]["introduction"] = [passage]
    return json.dumps(data)


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "The document was not imported:"),
    "not JSON": (b"{'a': 1}", "The document was not imported:"),
    "two values": (b"{} {}", "The document was not imported:"),
    "a list": (b"[]", "document: not an object"),
    "null": (b"null", "document: not an object"),
    "NaN": (b'{"format":"scan-document/1","language":"en","root":NaN}', "root: not an object"),
    "unknown key": (b'{"format":"scan-document/1","language":"en","root":{},"x":1}', "document: unknown key 'x'"),
    "another format": (b'{"format":"scan-document/2","language":"en","root":{}}', "format: the format is not"),
    "brackets 1,000 deep": (b"[" * 1000 + b"]" * 1000, "The document was not imported:"),
    "brackets 100,000 deep": (b"[" * 100_000, "The document was not imported:"),
    "passages 200 deep": (nested(200).encode(), "nested deeper than 50 nodes"),
    "Latin-1": ('{"a": "ñ"}'.encode("latin-1"), "The file is not UTF-8 text."),
    "UTF-16": (json.dumps(dump(small_document())).encode("utf-16"), "The file is not UTF-8 text."),
    "NUL in a text": (
        json.dumps(dump(small_document())).replace("A small module", "A\\u0000module").encode(),
        "root.fields.title.text: the character '\\x00' may not stand in text",
    ),
    "lone surrogate": (
        json.dumps(dump(small_document())).replace("A small module", "A\\ud800module").encode(),
        "root.fields.title.text: the character '\\ud800' may not stand in text",
    ),
    "NUL bytes": (b"\0" * 100, "The document was not imported:"),
    "huge number": (
        b'{"format":"scan-document/1","language":"en","root":' + b"9" * 5000 + b"}",
        "The document was not imported:",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\xff" * 100, "The file is not UTF-8 text."),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_import__refuses_a_bad_file(generic: PlatformPage, file: Path, name: str) -> None:
    content, sentence = BAD_FILES[name]
    file.write_bytes(content)

    assert_refused(manage("import_document", "generic", "TST-1", str(file)), sentence)
    assert not ModulePage.objects.exists()


def test_import__takes_a_byte_order_mark(generic: PlatformPage, file: Path) -> None:
    released(generic, small_document())
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert manage("import_document", "generic", "TST-1", str(file)).status == 0


def test_import__refuses_what_cannot_be_read(generic: PlatformPage, tmp_path: Path) -> None:
    for missing in (tmp_path / "missing.json", tmp_path, Path("x" * 5000)):
        assert_refused(manage("import_document", "generic", "TST-1", str(missing)), "The file cannot be read.")
    assert_refused(manage("import_document", "generic", "TST-1", "a\0b"), "file: It holds characters")


def test_import__refuses_a_file_that_is_too_large(generic: PlatformPage, file: Path) -> None:
    with file.open("wb") as large:
        large.truncate(20 * 1024 * 1024 + 1)

    assert_refused(manage("import_document", "generic", "TST-1", str(file)), "The file is larger than 20 MB.")


def test_import__refuses_another_module_platform_or_language(generic: PlatformPage, file: Path) -> None:
    assert_refused(
        manage("import_document", "generic", "QMS-1", str(file)), "root.fields.code: the document is of module “TST-1”."
    )
    assert_refused(manage("import_document", "nowhere", "TST-1", str(file)), "There is no platform “nowhere”.")
    file.write_text(json.dumps(dump(small_document(language="fr"))), encoding="utf-8")
    assert_refused(manage("import_document", "generic", "TST-1", str(file)), "“fr” is not a language of this site.")


def test_import__shows_ten_lines_of_many_reasons(generic: PlatformPage, file: Path) -> None:
    data = dump(small_document())
    data["root"]["fields"] |= {f"unknown{number}": 1 for number in range(50)}
    file.write_text(json.dumps(data), encoding="utf-8")

    ended = manage("import_document", "generic", "TST-1", str(file))

    assert_refused(ended, "root.fields.unknown0: “module” has no such field.", "… and 42 more.")
    assert len(ended.err.strip().splitlines()) == 10
