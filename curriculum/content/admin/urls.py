"""Admin addresses of the content stage."""

from django.urls import include, path

from curriculum.content.admin import people, platforms

platform_patterns = [
    path("", platforms.PlatformList.as_view(), name="list"),
    path("new/", platforms.PlatformCreation.as_view(), name="add"),
]
people_patterns = [
    path("", people.choose_platform, name="choose"),
    path("<slug:platform_slug>/", people.PeopleList.as_view(), name="list"),
    path("<slug:platform_slug>/add/", people.PersonCreation.as_view(), name="add"),
    path("<slug:platform_slug>/<int:person_id>/<slug:role>/remove/", people.RoleRemoval.as_view(), name="remove"),
]
urlpatterns = [
    path("curriculum/platforms/", include((platform_patterns, "platforms"))),
    path("curriculum/people/", include((people_patterns, "people"))),
]
