"""Only pictures come in, and they go out as nothing but pictures, to those who work with them (C3, C4, T7)."""

import struct
import zlib
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from curriculum.content.models import Picture
from tests.factories import picture_bytes
from tests.integration.security.world import Realm, World

Login = Callable[[AbstractUser], Client]

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def _huge_png() -> bytes:
    """Return a PNG of a few bytes whose header promises 900 million pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header)) + bytes(30)


REFUSED_FILES = {
    "SVG": ("field.svg", "image/svg+xml", SVG),
    "SVG named PNG": ("field.png", "image/png", SVG),
    "SVG with a document type": ("field.svg", "image/svg+xml", b"<!DOCTYPE svg [<!ENTITY x 'y'>]>" + SVG),
    "HTML named PNG": ("field.png", "image/png", HTML),
    "JPEG named PNG": ("field.png", "image/png", picture_bytes("blue", "JPEG")),
    "PNG named SVG": ("field.svg", "image/svg+xml", picture_bytes("blue")),
    "PNG named HTML": ("field.html", "text/html", picture_bytes("blue")),
    "TIFF": ("field.tiff", "image/tiff", picture_bytes("blue", "TIFF")),
    "PDF": ("field.pdf", "application/pdf", b"%PDF-1.7\n%%EOF"),
    "the start of a PNG": ("field.png", "image/png", picture_bytes("blue")[:20]),
    "a PNG of 30,000 by 30,000": ("field.png", "image/png", _huge_png()),
    "nothing": ("field.png", "image/png", b""),
}
WAYS_IN = {
    "alone": ("/admin/images/add/", "file", ""),
    "several": ("/admin/images/multiple/add/", "files[]", ""),
    "while writing": ("/admin/images/chooser/create/", "image-chooser-upload-file", "image-chooser-upload-"),
}


def _upload(client: Client, way: str, file: SimpleUploadedFile) -> HttpResponse:
    path, field, prefix = WAYS_IN[way]
    return client.post(path, {f"{prefix}title": "A field", field: file})


@pytest.mark.parametrize("way", WAYS_IN)
@pytest.mark.parametrize("name", REFUSED_FILES)
def test_upload__takes_pictures_only(world: World, login: Login, name: str, way: str) -> None:
    """C3: a file is a GIF, JPEG, PNG or WebP and is named so, or it is refused."""
    filename, media_type, content = REFUSED_FILES[name]
    before = Picture.objects.count()

    answer = _upload(login(world.own.people["editor"]), way, SimpleUploadedFile(filename, content, media_type))

    assert answer.status_code < 500
    assert Picture.objects.count() == before


@pytest.mark.parametrize("way", WAYS_IN)
def test_upload__of_a_picture_that_is_a_page_as_well(world: World, login: Login, way: str) -> None:
    """C4: bytes that are both a picture and HTML leave as a picture, not to be sniffed, with nothing allowed to run."""
    client = login(world.own.people["editor"])
    content = picture_bytes("blue") + HTML

    _upload(client, way, SimpleUploadedFile("field.png", content, "image/png"))
    picture = Picture.objects.latest("pk")
    answer = client.get(picture.file.url)

    assert picture.collection == world.own.platform.collection
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_upload__of_documents_has_no_address(world: World, login: Login) -> None:
    """C4: documents are installed for their addresses' names only; every one of them is closed, for everybody."""
    names = ("index", "add", "add_multiple")
    paths = [*(reverse(f"wagtaildocs:{name}") for name in names), reverse("wagtaildocs_chooser:create")]
    file = SimpleUploadedFile("page.html", HTML, "text/html")

    answers = [login(world.admin).post(path, {"title": "x", "file": file, "files[]": file}) for path in paths]

    assert [answer.status_code for answer in answers] == [404] * len(paths)


def _files(realm: Realm) -> list[str]:
    return [realm.picture.file.url, realm.picture.get_rendition("max-165x165").url]


@pytest.mark.parametrize("role", ["translator", "editor", "coordinator"])
def test_file__goes_to_those_who_work_with_it(world: World, login: Login, role: str) -> None:
    """T7: originals and thumbnails, within the platform."""
    client = login(world.own.people[role])

    own = [client.get(path) for path in _files(world.own)]
    foreign = [client.get(path) for path in _files(world.foreign)]

    assert [answer.status_code for answer in own] == [200, 200]
    assert [answer.status_code for answer in foreign] == [404, 404]
    assert b"".join(own[0].streaming_content) == picture_bytes("red")
    assert "private" in own[0]["Cache-Control"]


@pytest.mark.parametrize("role", ["learner", "trainer", None])
def test_file__goes_to_nobody_else(world: World, login: Login, role: str | None) -> None:
    """T7."""
    client = login(world.own.people[role]) if role else Client()

    assert [client.get(path).status_code for path in _files(world.own)] == [404, 404]


@pytest.mark.parametrize(
    "name",
    [
        "../scan/settings.py",
        "..%2f..%2fetc/passwd",
        "original_images/../../settings.py",
        "/etc/passwd",
        "original_images/",
        "images/%00.png",
        "original_images/none.png",
        "assets/none.png",
    ],
)
def test_file__outside_what_the_pictures_name(world: World, login: Login, name: str) -> None:
    """T7: a name is looked up and never becomes a path."""
    assert login(world.admin).get(f"/media/{name}").status_code == 404


def test_file__that_is_gone_from_the_disk(world: World, login: Login) -> None:
    """T7: a picture without its file is not found, rather than an error."""
    Picture.objects.filter(pk=world.own.picture.pk).update(file="original_images/gone.png")

    assert login(world.admin).get("/media/original_images/gone.png").status_code == 404
