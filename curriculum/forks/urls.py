"""Admin addresses of the forks stage."""

from django.urls import path

from curriculum.forks import views

urlpatterns = [
    path("fork/", views.choose_platform, name="fork"),
    path("fork/<slug:platform_slug>/", views.fork_module, name="fork_module"),
]
