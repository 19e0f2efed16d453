"""What the screens about a translation share: whose it is, and who may do what."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import cached_property

from curriculum.content.admin.screens import Screen, person_of
from curriculum.content.languages import language_name
from curriculum.content.memberships import has_role, platforms_of
from curriculum.content.models import PlatformPage
from curriculum.content.roles import APPROVERS, Role
from curriculum.translation.models import Translation

TRANSLATORS = (Role.TRANSLATOR, Role.EDITOR, *APPROVERS)
REVIEWERS = (Role.EDITOR, *APPROVERS)


def translations_for(user: AbstractUser) -> QuerySet[Translation]:
    """Return the translations of releases of the platforms on which `user` may translate."""
    mine = Translation.objects.filter(release__module__platform__in=platforms_of(user, *TRANSLATORS))
    return mine.select_related("release__module__platform")


class TranslationScreen(Screen):
    """A screen about one translation on the user's platforms; any other translation is not found."""

    header_icon = "globe"
    translation: Translation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the translation, on every request anew."""
        super().setup(request, *args, **kwargs)
        found = translations_for(person_of(request)).filter(pk=kwargs["translation_id"]).first()
        if found is None:
            raise Http404
        self.translation = found

    @property
    def platform(self) -> PlatformPage:
        """Return the platform that the release belongs to."""
        return self.translation.release.module.platform

    @cached_property
    def may_review(self) -> bool:
        """Whether the person may say of another one's text that it is right."""
        return has_role(person_of(self.request), self.platform, *REVIEWERS)

    @cached_property
    def may_publish(self) -> bool:
        """Whether the person may publish editions."""
        return has_role(person_of(self.request), self.platform, *APPROVERS)

    def get_page_title(self) -> str:
        """Return module, number and language."""
        release = self.translation.release
        return f"{release.module.code} {release.number}: {language_name(self.translation.language)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the translation, its languages' names, and what the person may do."""
        source = self.translation.release.source_edition()
        return super().get_context_data(
            **{
                "translation": self.translation,
                "release": self.translation.release,
                "module": self.translation.release.module,
                "platform": self.platform,
                "language": language_name(self.translation.language),
                "source_code": source.language,
                "source_language": language_name(source.language),
                "may_review": self.may_review,
                "may_publish": self.may_publish,
            }
            | kwargs
        )


class PublisherScreen(TranslationScreen):
    """A screen for those who may publish editions; 403 to others who may translate."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to those who may not publish."""
        if not self.may_publish:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
