from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.permissions import Role


class GrantForm(forms.Form):
    """Whom to give which role."""

    email = forms.EmailField(label=_("E-mail address of the account"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
