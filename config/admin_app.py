"""Which admin site the house uses."""

from django.contrib.admin.apps import AdminConfig


class AccordAdminConfig(AdminConfig):
    """Django's admin under the console's own site."""

    default_site = "console.site.AccordAdminSite"
