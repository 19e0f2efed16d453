"""The screen on which a platform forks a module."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from curriculum.content.memberships import platforms_of
from curriculum.content.models import PlatformPage
from curriculum.content.roles import APPROVERS
from curriculum.exceptions import CurriculumError
from curriculum.forks.actions.create_fork import create_fork
from curriculum.forks.forkable import Offer, offers_for
from curriculum.releases.models import Edition

MISSING = gettext_lazy("Choose the module to fork.")
STALE = gettext_lazy("This module can no longer be forked here. Choose another one.")


class ForkForm(forms.Form):
    """Which edition becomes a module of the platform."""

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"] = forms.ModelChoiceField(
            queryset=Edition.objects.filter(pk__in=[offer.edition.pk for offer in offers]),
            error_messages={"required": MISSING, "invalid_choice": STALE},
        )


def fork_module(request: HttpRequest, platform_slug: str) -> HttpResponse:
    """Show what the platform may fork, and fork what was chosen."""
    platform = platforms_of(request.user, *APPROVERS).filter(slug=platform_slug).first()
    if platform is None:
        raise PermissionDenied
    offers = offers_for(platform)
    form = ForkForm(request.POST or None, offers=offers)
    if request.method == "POST" and form.is_valid():
        response = _fork(request, platform, form)
        if response is not None:
            return response
    context = {"platform": platform, "offers": offers, "form": form, "chosen": form.data.get("edition", "")}
    return TemplateResponse(request, "curriculum/forks/fork_module.html", context)


def _fork(request: HttpRequest, platform: PlatformPage, form: ForkForm) -> HttpResponse | None:
    edition = form.cleaned_data["edition"]
    by = cast("AbstractBaseUser", request.user)  # only approvers come here
    try:
        fork = create_fork(release=edition.release, to=platform, language=edition.language, by=by)
    except CurriculumError as error:
        form.add_error("edition", " ".join(error.lines()))
        return None
    messages.success(
        request,
        _("%(module)s is now a module of %(platform)s. Adapt it, then release it.")
        % {"module": fork.module.code, "platform": platform.title},
    )
    return redirect(reverse("wagtailadmin_explore", args=[fork.module.page.pk]))


def choose_platform(request: HttpRequest) -> HttpResponse:
    """Lead to the screen of the only platform where somebody may fork, or let them choose one."""
    platforms = list(platforms_of(request.user, *APPROVERS))
    if not platforms:
        raise PermissionDenied
    if len(platforms) == 1:
        return redirect(reverse("fork_module", args=[platforms[0].slug]))
    return TemplateResponse(request, "curriculum/forks/choose_platform.html", {"platforms": platforms})
