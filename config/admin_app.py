"""Which admin site the house uses."""

from importlib.util import find_spec

from django.contrib.admin.apps import AdminConfig


class AccordAdminConfig(AdminConfig):
    """Django's admin under the console's own site."""

    default_site = "console.site.AccordAdminSite" if find_spec("console.site") else "django.contrib.admin.AdminSite"
