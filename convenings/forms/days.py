"""A day as organizers type one."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator


class DayField(forms.DateField):
    """A day whose midnights are moments in every time zone: the first and the last day of all time are none."""

    default_validators = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
