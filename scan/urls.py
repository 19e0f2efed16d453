"""Addresses of the site."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from curriculum.content.media import serve_picture

urlpatterns = [
    path("admin/", include("curriculum.content.isolation.urls")),  # before Wagtail's, in place of some of them
    path("admin/", include(wagtailadmin_urls)),
    path("media/<path:name>", serve_picture, name="picture-file"),
    path("pages/", include(wagtail_urls)),
    path("", include("curriculum.workbook.urls")),
    path("", include("curriculum.reading.urls")),
]
