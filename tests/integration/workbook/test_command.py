"""`manage.py print_workbook`: what it writes, and how it refuses."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from curriculum.releases.models import Release
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.print]


def run(*arguments: str, **options: Any) -> str:
    answer = StringIO()
    call_command("print_workbook", *arguments, stdout=answer, stderr=StringIO(), **options)
    return answer.getvalue()


def test_command__writes_the_book(release: Release, tmp_path: Path) -> None:
    out = tmp_path / "book.pdf"

    answer = json.loads(run("generic", "tst-1", "--language=en", f"--out={out}", "--json"))

    assert out.read_bytes().startswith(b"%PDF-")
    assert answer == {"file": str(out), "size": out.stat().st_size, "editions": ["TST-1 1.0.0 en"]}


def test_command__prints_an_earlier_release(release: Release, tmp_path: Path) -> None:
    factories.released(
        release.module.platform, factories.small_document(title="Another title"), "1.0.1", notes="Wording."
    )

    answer = json.loads(run("generic", "TST-1", "--language=en", "--number=1.0.0", f"--out={tmp_path}/a.pdf", "--json"))

    assert answer["editions"] == ["TST-1 1.0.0 en"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--language=xx"], "TST-1 1.0.0 is not published in “xx”. It is published in: en."),
        (["--language=en", "--number=9.0.0"], "TST-1 has no release “9.0.0”. It has: 1.0.0."),
        (["--language=en", "--number=' OR 1=1"], "TST-1 has no release “' OR 1=1”. It has: 1.0.0."),
        (["--language=en", "--level=high"],
         "There is no level “high”. There are: low, moderate, adequate, specialized."),
        (["--language=en", "--standard=XX"], "There is no standard “XX”. There are: TST-STD."),
        (["--language=en", "--audience=buyers"], "There is no edition for “buyers”. There are: learner, facilitator."),
        (["--language=en", "--lesson=TST-1.9"], "There is no lesson “TST-1.9” to print. There are: TST-1.1, TST-1.2."),
        (["--language=en", "--form=flipchart"], "“flipchart” cannot be printed yet. There is: workbook."),
        (["--language=en", "--paper=a5-booklet"],
         "Nothing can be printed on “a5-booklet” yet. There are: a4, letter, a5."),
        (["--language=en", "--level=specialized"],
         "TST-1 has no lesson for this choice of levels and standards. Choose fewer."),
    ],
)  # fmt: skip
def test_refusal__is_one_sentence_and_writes_nothing(
    release: Release, tmp_path: Path, options: list[str], sentence: str
) -> None:
    out = tmp_path / "book.pdf"

    with pytest.raises(CommandError) as refusal:
        run("generic", "TST-1", *options, f"--out={out}")

    assert (str(refusal.value), refusal.value.returncode) == (sentence, 1)
    assert not out.exists()


@pytest.mark.parametrize("modules", ["TST-9", "TST-1,TST-9", ",", "", "TST-1,,TST-1", "../etc"])
def test_unknown_module__is_refused(release: Release, tmp_path: Path, modules: str) -> None:
    with pytest.raises(CommandError, match="has no module") as refusal:
        run("generic", modules, "--language=en", f"--out={tmp_path}/book.pdf")

    assert refusal.value.returncode == 1


@pytest.mark.parametrize("out", ["no/such/folder/book.pdf", ".", f"{'x' * 300}.pdf"])
def test_file_that_cannot_be_written__is_refused(
    release: Release, tmp_path: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CommandError, match="cannot be written") as refusal:
        run("generic", "TST-1", "--language=en", "--lesson=TST-1.2", f"--out={out}")

    assert refusal.value.returncode == 1
    assert not list(tmp_path.glob(".print-*"))
