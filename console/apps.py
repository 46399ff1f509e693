from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "console"

    def ready(self) -> None:
        """Tell what this room does in the background."""
        from console import receivers

        receivers.connect()
