"""Addresses of the public site. Printed QR codes point here, so that none of them ever changes its meaning."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from curriculum.reading.views.assets import asset
from curriculum.reading.views.home import entrance, home
from curriculum.reading.views.interface import switch_interface
from curriculum.reading.views.lesson import lesson
from curriculum.reading.views.module import module
from curriculum.reading.views.platform import platform
from curriculum.reading.views.search import search


class LanguageConverter(StringConverter):
    """A language's code, "es" or "pt-BR"; known or not is for the view to say."""

    regex = "[A-Za-z]{2,3}(?:-[A-Za-z]{2})?"


class NumberConverter(StringConverter):
    """A release's number, "1.0.0"."""

    regex = r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,5}"


class DigestConverter(StringConverter):
    """A SHA-256 in lower-case hexadecimal digits."""

    regex = "[0-9a-f]{64}"


register_converter(LanguageConverter, "reading_language")
register_converter(NumberConverter, "reading_number")
register_converter(DigestConverter, "reading_digest")

app_name = "reading"
urlpatterns = [
    path("", entrance, name="entrance"),
    path("interface/<slug:code>/", switch_interface, name="switch-interface"),
    path("assets/<reading_digest:sha256>", asset, name="asset"),
    path("<reading_language:language>/", home, name="home"),
    path("<reading_language:language>/search/", search, name="search"),
    path("<reading_language:language>/<slug:platform>/", platform, name="platform"),
    path("<reading_language:language>/<slug:platform>/<slug:module>/", module, name="module"),
    path(
        "<reading_language:language>/<slug:platform>/<slug:module>/v<reading_number:number>/",
        module,
        name="module-version",
    ),
    path("<reading_language:language>/<slug:platform>/<slug:module>/<str:lesson>/", lesson, name="lesson"),
    path(
        "<reading_language:language>/<slug:platform>/<slug:module>/v<reading_number:number>/<str:lesson>/",
        lesson,
        name="lesson-version",
    ),
]
