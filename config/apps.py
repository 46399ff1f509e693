from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The house's own commands: backup and restore."""

    name = "config"
