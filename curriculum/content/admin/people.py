"""The screens on which a coordinator names the people of a platform."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from curriculum.content.actions.join_platform import LONGEST_NAME, create_person, join_platform
from curriculum.content.actions.leave_platform import leave_platform
from curriculum.content.admin.screens import Crumb, Screen, add_refusal, one_of, person_of, tell_refusal
from curriculum.content.models import PlatformPage, PlatformRole
from curriculum.content.naming_people import platforms_to_staff
from curriculum.content.person_names import name_of_person
from curriculum.exceptions import CurriculumError, PersonExistsError, UnknownPersonError

NEW, EXISTING = "new", "existing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One person of a platform with the roles that the person has there, in the order of the platform's roles."""

    person: AbstractUser
    roles: tuple[PlatformRole, ...]


class PersonForm(forms.Form):
    """Whom to add, and as what."""

    account = forms.ChoiceField(
        label=gettext_lazy("Account"),
        choices=[(NEW, gettext_lazy("Make a new account")), (EXISTING, gettext_lazy("Add an existing account"))],
        initial=NEW,
        widget=forms.RadioSelect,
    )
    username = forms.CharField(
        label=gettext_lazy("Account name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("What the person types to sign in. Write an existing one exactly."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    first_name = forms.CharField(
        label=gettext_lazy("First name"), max_length=LONGEST_NAME, required=False,
        help_text=gettext_lazy("For a new account only."),
    )  # fmt: skip
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=LONGEST_NAME, required=False)
    roles = forms.MultipleChoiceField(label=gettext_lazy("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, platform: PlatformPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)  # noqa: S101  declared above
        roles.choices = [(role.role, role.get_role_display()) for role in roles_of(platform)]


class PeopleScreen(Screen):
    """A screen about the people of one platform whose people the user names; any other platform is not found."""

    header_icon = "group"
    platform: PlatformPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the platform, on every request anew."""
        super().setup(request, *args, **kwargs)
        self.platform = one_of(platforms_to_staff(person_of(request)), kwargs["platform_slug"])

    def crumbs(self) -> list[Crumb]:
        """Return the way over the platform's people."""
        return [{"url": reverse("people:list", args=[self.platform.slug]), "label": self.platform.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the platform besides."""
        return super().get_context_data(platform=self.platform, **kwargs)


class PeopleList(PeopleScreen):
    """Who has which role on the platform."""

    page_title = gettext_lazy("People")
    template_name = "curriculum/admin/people.html"

    def crumbs(self) -> list[Crumb]:
        """Return nothing: this is the first step."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the members, and the other platforms whose people the user names."""
        others = list(platforms_to_staff(person_of(self.request)))
        return super().get_context_data(members=list(members_of(self.platform)), platforms=others, **kwargs)


class PersonCreation(PeopleScreen):
    """The form that adds a person."""

    page_title = gettext_lazy("Add a person")
    template_name = "curriculum/admin/person_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the empty form."""
        return self.render_to_response(self.get_context_data(form=PersonForm(platform=self.platform)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the person, or show the form again with what was typed."""
        form = PersonForm(request.POST, platform=self.platform)
        if form.is_valid():
            try:
                return self._add(form.cleaned_data)
            except CurriculumError as error:
                add_refusal(form, error, {PersonExistsError: "username", UnknownPersonError: "username"})
        return self.render_to_response(self.get_context_data(form=form))

    def _add(self, values: dict[str, Any]) -> HttpResponse:
        is_new = values.pop("account") == NEW
        if is_new:
            made = create_person(platform=self.platform, by=person_of(self.request), **values)
            return self._show_password(made.person, made.password)
        person = join_platform(
            platform=self.platform, username=values["username"], roles=values["roles"], by=person_of(self.request)
        )
        messages.success(self.request, _("%(person)s is added.") % {"person": person.get_username()})
        return redirect("people:list", self.platform.slug)

    def _show_password(self, person: AbstractUser, password: str) -> HttpResponse:
        """Show the first password: in this answer only, which nothing may keep."""
        self.template_name = "curriculum/admin/person_added.html"
        response = self.render_to_response(self.get_context_data(person=person, password=password))
        response["Cache-Control"] = "no-store, private"
        return response


class RoleRemoval(PeopleScreen):
    """Asks before a role is taken from a person."""

    page_title = gettext_lazy("Remove a role")
    template_name = "curriculum/admin/remove_role.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the person among the platform's people; any other person is not found."""
        super().setup(request, *args, **kwargs)
        self.role = get_object_or_404(roles_of(self.platform), role=kwargs["role"])
        people = get_user_model().objects.filter(groups=self.role.group_id)
        self.person = get_object_or_404(people, pk=kwargs["person_id"])
        if self.person.is_superuser:
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the person and the role."""
        return super().get_context_data(**{**kwargs, "person": self.person, "role": self.role})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the role."""
        try:
            leave_platform(role=self.role, person=self.person, by=person_of(request))
        except CurriculumError as error:
            tell_refusal(request, error)
        else:
            messages.success(request, _("%(person)s is no longer %(role)s.") % {
                "person": name_of_person(self.person),
                "role": self.role.get_role_display(),
            })  # fmt: skip
        if not platforms_to_staff(person_of(request)).filter(pk=self.platform.pk).exists():
            return redirect("wagtailadmin_home")
        return redirect("people:list", self.platform.slug)


def choose_platform(request: HttpRequest) -> HttpResponse:
    """Lead to the people of the first platform whose people the user names; from there to the others."""
    platform = platforms_to_staff(person_of(request)).first()
    if platform is None:
        raise PermissionDenied
    return redirect("people:list", platform.slug)


def roles_of(platform: PlatformPage) -> Any:
    """Return the roles of `platform`, in the order in which they were made: from the most to the fewest rights."""
    return platform.roles.select_related("platform", "group").order_by("pk")


def members_of(platform: PlatformPage) -> Iterator[Member]:
    """Yield everybody with a role on `platform`, by name; in two queries however many there are."""
    roles = {role.group_id: role for role in roles_of(platform)}
    people = get_user_model().objects.filter(groups__in=roles, is_superuser=False).distinct()
    for person in people.order_by("first_name", "last_name", "username").prefetch_related("groups"):
        own = sorted((roles[group.pk] for group in person.groups.all() if group.pk in roles), key=lambda role: role.pk)
        yield Member(person=person, roles=tuple(own))
