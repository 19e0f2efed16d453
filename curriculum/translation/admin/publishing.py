"""The screen that publishes a translation, over what is missing, worth a look, and different from what readers see."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from curriculum.content.admin.screens import Crumb, person_of
from curriculum.content.languages import language_name
from curriculum.exceptions import CurriculumError
from curriculum.releases.admin.difference import difference
from curriculum.releases.admin.public import module_address
from curriculum.translation.actions.publish_edition import publish_edition
from curriculum.translation.admin.overview import way_to
from curriculum.translation.admin.translation_screens import PublisherScreen
from curriculum.translation.readiness import Readiness, readiness_of


class PublicationForm(forms.Form):
    """`seen` stands for what the screen showed when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        self.shown = shown
        kwargs["initial"] = {"seen": shown}
        super().__init__(*args, **kwargs)

    def clean_seen(self) -> str:
        """Refuse to publish something else than what was shown."""
        if self.cleaned_data["seen"] != self.shown:
            self.data = {**self.data.dict(), "seen": self.shown} if isinstance(self.data, QueryDict) else self.data
            raise forms.ValidationError(
                _("Texts were changed since you opened this screen. Look at it again, then publish.")
            )
        return self.shown


class Publication(PublisherScreen):
    """What publishing would do, and the button that does it."""

    page_title = gettext_lazy("Publish")
    header_icon = "globe"
    template_name = "curriculum/translation/publish.html"

    @cached_property
    def readiness(self) -> Readiness:
        """Return what stands between the translation and its publication."""
        return readiness_of(self.translation)

    def get_page_title(self) -> str:
        """Return what the screen is about."""
        return str(self.page_title)

    def crumbs(self) -> list[Crumb]:
        """Return the way over list and translation."""
        return way_to(self.translation)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what publishing would do."""
        return self.render_to_response(self.get_context_data(form=PublicationForm(shown=self.readiness.seen)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish, and lead to where readers see it; or show the screen again with the reason."""
        form = PublicationForm(request.POST, shown=self.readiness.seen)
        if form.is_valid():
            translation = self.translation
            try:
                edition = publish_edition(
                    release=translation.release, language=translation.language, by=person_of(request)
                )
            except CurriculumError as error:
                form.add_error(None, error.lines())
            else:
                return self._published(edition.revision)
        return self.render_to_response(self.get_context_data(form=form))

    def _published(self, revision: int) -> HttpResponse:
        release = self.translation.release
        told = {"release": release, "language": language_name(self.translation.language), "revision": revision}
        words = _("%(release)s is published: %(language)s, revision %(revision)d.") % told
        address = self._address()
        buttons = [messages.button(address, _("See it as readers do"))] if address else []
        messages.success(self.request, words, buttons=buttons)
        return redirect("translate_publish", self.translation.pk)

    def _address(self) -> str | None:
        return module_address(self.translation.release, self.translation.language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what is missing, what is worth a look, what would change, and where readers see the last revision."""
        ready = self.readiness
        is_withdrawn = self.translation.release.is_withdrawn
        parts = difference(ready.before, ready.after) if ready.before and ready.after else []
        return super().get_context_data(
            ready=ready,
            parts=parts,
            is_withdrawn=is_withdrawn,
            can_publish=ready.can_publish and not is_withdrawn,
            address=self._address() if ready.last else None,
            **kwargs,
        )
