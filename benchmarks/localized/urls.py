"""The site is never served."""

urlpatterns: list[object] = []
