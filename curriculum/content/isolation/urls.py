"""Addresses of the admin that answer in place of Wagtail's; they stand before those and reverse to the same paths."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from curriculum.content.isolation.choosing import BrowsePages, complete_tag

urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns(
        [
            path("choose-page/", BrowsePages.as_view()),
            path("tag-autocomplete/", complete_tag),
            path("tag-autocomplete/taggit/tag/", complete_tag),
        ],
        require_admin_access,
    ),
    never_cache,
)
