"""Admin addresses of the forks stage."""

from django.urls import URLPattern, URLResolver, include, path

from curriculum.forks.admin import (
    comparing,
    deciding,
    editor_marks,
    forking,
    presence,
    pull_deeds,
    pulling,
    reasons,
    report,
    requests,
)

request_patterns = [
    path("", requests.RequestProgress.as_view(), name="fork_request"),
    path("state/", requests.RequestFigures.as_view(), name="fork_request_state"),
    path("again/", requests.RequestRepetition.as_view(), name="fork_request_again"),
    path("stop/", requests.RequestStop.as_view(), name="fork_request_stop"),
]
page_patterns = [
    path("states/", editor_marks.PageStates.as_view(), name="fork_states"),
    path("compare/", comparing.ComparisonScreen.as_view(), name="fork_compare"),
    path("return/<uuid:unit_id>/", comparing.ReturnScreen.as_view(), name="fork_return"),
]
pull_patterns = [
    path("", pulling.Merge.as_view(), name="pull"),
    path("open/", pull_deeds.PullOpening.as_view(), name="pull_open"),
    path("decide/", deciding.Deciding.as_view(), name="pull_decide"),
    path("write/", deciding.Writing.as_view(), name="pull_write"),
    path("accept/", pull_deeds.SafeChangesAcceptance.as_view(), name="pull_accept"),
    path("presence/", presence.Presence.as_view(), name="pull_presence"),
    path("apply/", pull_deeds.PullApplication.as_view(), name="pull_apply"),
    path("discard/", pull_deeds.PullDiscarding.as_view(), name="pull_discard"),
    path("undo/", pull_deeds.PullUndoing.as_view(), name="pull_undo"),
    path("<uuid:part>/", pulling.MergePart.as_view(), name="pull_part"),
]
forking_patterns: list[URLPattern | URLResolver] = [
    path("", forking.choose_platform, name="fork"),
    path("<slug:platform_slug>/", forking.ForkChoice.as_view(), name="fork_module"),
    path("<slug:platform_slug>/requests/<int:request_id>/", include(request_patterns)),
]
fork_patterns: list[URLPattern | URLResolver] = [
    path("page/<int:page_id>/", include(page_patterns)),
    path("<int:page_id>/report/", report.ForkReport.as_view(), name="fork_report"),
    path("<int:page_id>/reasons/", reasons.ReasonsScreen.as_view(), name="fork_reasons"),
    path("<int:page_id>/pull/", include(pull_patterns)),
]
#: Two roots: Wagtail marks the menu's entry for whatever stands below its address.
urlpatterns = [
    path("curriculum/forking/", include(forking_patterns)),
    path("curriculum/fork/", include(fork_patterns)),
]
