from django import forms
from django.utils.translation import gettext_lazy as _


class RenewalForm(forms.Form):
    """Which address the new link should go to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one that our mail came to."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Please write the address that our mail came to."),
            "invalid": _("This address is not complete. Please write it like name@example.org."),
        },
    )
