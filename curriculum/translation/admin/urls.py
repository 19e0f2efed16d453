"""Admin addresses of the translation stage."""

from django.urls import URLPattern, URLResolver, include, path

from curriculum.translation.admin import exchange, overview, publishing, segment_deeds, translating

translation_patterns = [
    path("", translating.Translate.as_view(), name="translate"),
    path("save/", segment_deeds.TextSaving.as_view(), name="translate_save"),
    path("review/", segment_deeds.Reviewing.as_view(), name="translate_review"),
    path("comment/", segment_deeds.Commenting.as_view(), name="translate_comment"),
    path("comment/resolve/", segment_deeds.Resolving.as_view(), name="translate_resolve"),
    path("check/dismiss/", segment_deeds.Dismissing.as_view(), name="translate_dismiss"),
    path("check/restore/", segment_deeds.Restoring.as_view(), name="translate_restore"),
    path("assign/", segment_deeds.Assigning.as_view(), name="translate_assign"),
    path("po/", exchange.PoDownload.as_view(), name="translate_po"),
    path("import/", exchange.Exchange.as_view(), name="translate_import"),
    path("import/apply/", exchange.PoTakingOver.as_view(), name="translate_import_apply"),
    path("publish/", publishing.Publication.as_view(), name="translate_publish"),
]
translate_patterns: list[URLPattern | URLResolver] = [
    path("", overview.Overview.as_view(), name="translations"),
    path("<int:translation_id>/", include(translation_patterns)),
]
urlpatterns = [path("curriculum/translate/", include(translate_patterns))]
