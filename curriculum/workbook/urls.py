"""Addresses of prints. They stand before those of the reading site, whose module addresses they begin with."""

from django.urls import path

from curriculum.workbook.views import workbook

urlpatterns = [
    path("<str:language>/<slug:platform>/<slug:module>/workbook.pdf", workbook, name="workbook"),
    path("<str:language>/<slug:platform>/<slug:module>/v<str:number>/workbook.pdf", workbook, name="workbook-version"),
]
