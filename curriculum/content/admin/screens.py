"""What every screen of ours in the admin shares: a title, a way back, and how a refusal reaches its field."""

from collections.abc import Mapping

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from curriculum.content.memberships import platforms_of
from curriculum.content.models import PlatformPage
from curriculum.content.roles import STAFF
from curriculum.exceptions import CurriculumError, InvalidValueError

Crumb = Mapping[str, object]


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """One screen. `crumbs` are the steps between the front page of the admin and this screen."""

    def crumbs(self) -> list[Crumb]:
        """Return the steps that lead here, as Wagtail wants them: address and label."""
        return []

    def get_breadcrumbs_items(self) -> list[Crumb]:
        """Return the whole way, this screen last."""
        here = {"url": "", "label": self.get_page_title()}
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, *self.crumbs(), here]


def person_of(request: HttpRequest) -> AbstractUser:
    """Return who is signed in. Wagtail lets nobody else into the admin."""
    if not isinstance(request.user, AbstractUser):
        raise PermissionDenied
    return request.user


def staff_platforms(user: AbstractUser) -> QuerySet[PlatformPage]:
    """Return the platforms whose drafts `user` may see."""
    return platforms_of(user, *STAFF)


def one_of(platforms: QuerySet[PlatformPage], slug: str) -> PlatformPage:
    """Return the platform of this slug out of `platforms`; raises Http404, whether it exists elsewhere or not."""
    platform = platforms.filter(slug=slug).first()
    if platform is None:
        raise Http404
    return platform


def add_refusal(form: forms.Form, error: CurriculumError, fields: Mapping[type[CurriculumError], str]) -> None:
    """Put a refusal at the field of `form` that it is about, else above the form."""
    field = error.data.get("field") or fields.get(type(error))
    is_value = isinstance(error, InvalidValueError) and field in form.fields
    form.add_error(field, [str(error.data["problem"])] if is_value else error.lines())


def tell_refusal(request: HttpRequest, error: CurriculumError) -> None:
    """Say in a message on the next screen why something was refused."""
    messages.error(request, " ".join(error.lines()))
