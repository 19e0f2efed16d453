"""The form that signs people in. Wagtail's own has no Swahili words, and this is the first screen of the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

MISSING = {"required": _("Write this in.")}


class SignInForm(LoginForm):
    """Wagtail's form with words of ours."""

    username = forms.CharField(
        label=_("Account name"),
        error_messages=MISSING,
        widget=forms.TextInput(attrs={"autofocus": True, "autocapitalize": "none", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        error_messages=MISSING,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = forms.BooleanField(label=_("Stay signed in"), required=False)

    error_messages = {
        "invalid_login": _("Account name or password is wrong. Small and capital letters are not the same."),
        "inactive": _("This account is closed. Ask the coordinator of your platform."),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("placeholder", None)  # Wagtail's, in Wagtail's languages
