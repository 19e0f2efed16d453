"""Admin addresses of the releases stage."""

from django.urls import include, path

from curriculum.releases.admin import modules, releasing

module_patterns = [
    path("", modules.ModuleList.as_view(), name="list"),
    path("<int:page_id>/", modules.ModuleOverview.as_view(), name="module"),
    path("<int:page_id>/submit/", modules.submit, name="submit"),
    path("<int:page_id>/approve/", modules.approve, name="approve"),
    path("<int:page_id>/release/", releasing.ReleaseCreation.as_view(), name="release"),
    path("<int:page_id>/releases/<str:number>/withdraw/", releasing.ReleaseWithdrawal.as_view(), name="withdraw"),
]
urlpatterns = [path("curriculum/modules/", include((module_patterns, "modules")))]
