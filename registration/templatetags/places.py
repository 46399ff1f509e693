"""Names of places: {% load places %}."""

from django import template

from registration.domain.us_states import us_state_name

register = template.Library()
register.filter("us_state_name", us_state_name)
