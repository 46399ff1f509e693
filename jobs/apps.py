from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        """Tell what this room itself does in the background."""
        from jobs import receivers

        receivers.connect()
